import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, step } from './steps.mjs'

// What `next build` reads. Tests, commands and benchmarks are not in the build: changing them does not rebuild.
const sources = ['app', 'components', 'db', 'server', 'public', 'proxy.ts', 'instrumentation.ts',
  'next.config.js', 'server/cli/wall-bundle.mjs', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json']
const outside = ['server/cli', 'server/testing', 'server/bench']
const stamp = join(root, '.next/touchstone-build')

/** Runs `next build` unless .next was built from these very sources. Call it under the lock. */
export async function ensureBuilt(lock) {
  const wanted = sourcesHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  rmSync(stamp, { force: true })
  await step('Building', process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    env: { ...process.env, NODE_ENV: 'production' },
    hold: lock.fd,
  })
  writeFileSync(stamp, wanted)
}

/** SHA-256 over names and contents of everything that goes into the build, in a fixed order. */
export function sourcesHash() {
  const hash = createHash('sha256').update(process.version)
  for (const path of sources.flatMap(filesUnder)) {
    const content = readFileSync(join(root, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

function filesUnder(path) {
  const full = join(root, path)
  if (!existsSync(full) || outside.includes(path)) return []
  const entries = statEntries(full)
  if (!entries) return /\.(test|fixture)\.tsx?$/.test(path) ? [] : [path]
  return entries.sort((a, b) => (a < b ? -1 : 1)).flatMap((name) => filesUnder(`${path}/${name}`))
}

function statEntries(full) {
  try {
    return readdirSync(full)
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined
    throw error
  }
}
