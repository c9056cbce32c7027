import { describe, expect, test } from 'vitest'
import { importsOf, ourSources, source, violations } from './import-walk'

describe('the house', () => {
  const sources = ourSources()

  test('is read whole', () => {
    expect(sources.map(({ file }) => file)).toContain('server/testing/import-rules.ts')
    expect(sources.length).toBeGreaterThan(20)
  })

  test('has no arrow that runs up', () => {
    expect(sources.flatMap(violations)).toEqual([])
  })
})

// A bundler fills what the browser lacks of Node in by itself: node:crypto once came along for one function, 136 kB of it.
test('nothing of Node is behind a component', () => {
  const files = new Map(ourSources().map((file) => [file.path, file]))
  const begin = [...files].filter(([path, { file, text }]) => path.startsWith('components/') && !/\.(test|fixture)\./.test(file) && /^['"]use client['"]/.test(text))
  const from = new Map(begin.map(([path]) => [path, path]))
  const found: string[] = []
  for (const [at, way] of from) {
    const file = files.get(at)
    for (const { path, package: name, types } of file ? importsOf(file) : []) {
      if (types) continue
      if (name?.startsWith('node:')) found.push(`${way} → ${name}`)
      // A map that is walked also visits what is added to it meanwhile.
      if (path !== undefined && !from.has(path)) from.set(path, `${way} → ${path}`)
    }
  }
  expect(from.size).toBeGreaterThan(500)
  expect(found).toEqual([])
})

// A rule that catches nothing looks exactly like a house in order.
describe('a planted violation is caught', () => {
  const planted: [what: string, file: string, text: string, says: RegExp][] = [
    ['domain importing a report', 'server/domain/x.ts', `import { a } from '../reports/y'`, /server\/domain may not: it is pure/],
    ['domain importing the file system', 'server/domain/x.ts', `import fs from 'node:fs'`, /imports node:fs/],
    ['a router importing the database', 'server/routers/x.ts', `import { connect } from '@/db/client'`, /server\/routers may not/],
    ['a route importing the database', 'app/api/v1/x/route.ts', `import { db } from '@/db/client'`, /app\/api may not/],
    ['SQL in a component', 'components/x/y.tsx', `import { sql } from 'drizzle-orm'`, /SQL lives in/],
    ['a query importing a service', 'server/queries/x.ts', `import {\n  save,\n} from '../services/save'`, /would not be a read/],
    ['code of the router in a component', 'components/x/y.tsx', `import { router } from '@/server/routers/main'`, /components may not/],
    ['a page importing a service', 'app/(workspace)/[org]/page.tsx', `import { save } from '@/server/services/save'`, /app may not/],
    ['somebody importing app', 'components/x/y.tsx', `import '@/app/globals.css'`, /imports app\/globals/],
    ['a fixture in the product', 'server/domain/x.ts', `import { data } from './x.fixture'`, /for tests/],
    ['a late import', 'server/schemas/x.ts', `const a = await import('@/server/context')`, /server\/schemas may not/],
    ['a second barrel', 'server/services/index.ts', `export * from './save'`, /the only barrel/],
    ['a barrel by names', 'components/ui/index.ts', `// All of it.\nexport { Button } from './button';\n`, /the only barrel/],
    ['the environment', 'server/services/x.ts', `const a = process.env.PORT`, /only server\/env\.ts/],
    ['the clock', 'server/reports/x.ts', `const a = new Date()`, /only server\/clock\.ts/],
    ['a silenced checker', 'components/x.ts', '// @ts-ignore', /silenced/],
    ['a file on no floor', 'lib/x.ts', '', /stands on no floor/],
  ]
  test.each(planted)('%s', (_what, file, text, says) => {
    expect(violations(source(file, text)).join('\n')).toMatch(says)
  })

  test('and what is allowed is not', () => {
    const allowed = [
      source('components/x/y.tsx', `import type { Router } from '@/server/routers/main'\nimport { type A, type B } from '@/server/routers/other'`),
      source('server/reports/x.ts', `// new Date() and process.env are for others\nconst a = new Date(now)\nimport { moments } from '@/db/schema'`),
      source('app/api/trpc/[trpc]/route.ts', `import { router } from '@/server/routers/main'`),
      source('db/schema/index.ts', `export * from './moments'`),
      source('server/domain/x.ts', `export { a } from './a'\nexport const b = 1`),
      source('server/services/x.ts', `import { enqueue } from '../jobs/queue'`),
    ]
    expect(allowed.flatMap(violations)).toEqual([])
  })

  test('types are told from code', () => {
    const text = `import type { A } from './a'\nimport { type B, c } from './b'\nexport type X = typeof import('./d')\nimport e, { f } from "./e"\nexport { g } from './g'`
    expect(importsOf(source('server/x.ts', text)).map(({ path, types }) => [path, types])).toEqual([
      ['server/a', true],
      ['server/b', false],
      ['server/e', false],
      ['server/g', false],
      ['server/d', true],
    ])
  })
})
