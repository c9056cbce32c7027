import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { firstLoad, wallLoad } from './first-load'

test('a first load is the root chunks and those of its layouts and page, each once; other entries are not in it', () => {
  const root = mkdtempSync(join(tmpdir(), 'touchstone-first-load-'))
  try {
    const app = join(root, '.next', 'server', 'app', '(auth)', 'sign-in')
    mkdirSync(app, { recursive: true })
    expect(firstLoad('/(auth)/sign-in/page', root)).toBe(null)
    // Random bytes, which gzip cannot shrink.
    for (const [file, size] of [['root', 5000], ['layout', 3000], ['page', 2000], ['elsewhere', 90_000]] as const) writeFileSync(join(root, '.next', `${file}.js`), randomBytes(size))
    writeFileSync(join(root, '.next', 'build-manifest.json'), JSON.stringify({ rootMainFiles: ['root.js'] }))
    const entryJSFiles = { '[project]/app/(auth)/layout': ['layout.js', 'root.js'], '[project]/app/(auth)/sign-in/page': ['layout.js', 'page.js', 'style.css'], '[project]/app/global-not-found': ['elsewhere.js'] }
    writeFileSync(join(app, 'page_client-reference-manifest.js'), `globalThis.__RSC_MANIFEST = globalThis.__RSC_MANIFEST || {};\nglobalThis.__RSC_MANIFEST["/(auth)/sign-in/page"] = ${JSON.stringify({ entryJSFiles })}`)
    expect(firstLoad('/(auth)/sign-in/page', root)).toBeCloseTo(10, 0)
    expect(() => firstLoad('/elsewhere/page', root)).toThrow('The build has no route /elsewhere/page.')
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('what a wall loads is its whole bundle and its service worker', () => {
  const root = mkdtempSync(join(tmpdir(), 'touchstone-first-load-'))
  try {
    mkdirSync(join(root, '.next', 'static', 'wall'), { recursive: true })
    mkdirSync(join(root, 'components', 'screens'), { recursive: true })
    expect(wallLoad(root)).toBe(null)
    writeFileSync(join(root, '.next', 'build-manifest.json'), '{}')
    expect(() => wallLoad(root)).toThrow('The build has no wall.')
    for (const [file, size] of [['.next/static/wall/wall-A.js', 5000], ['.next/static/wall/later-B.js', 3000], ['.next/static/wall/wall-C.css', 90_000], ['components/screens/wall-worker.js', 1000]] as const) writeFileSync(join(root, file), randomBytes(size))
    writeFileSync(join(root, '.next', 'wall-manifest.json'), JSON.stringify({ scripts: ['/_next/static/wall/wall-A.js', '/_next/static/wall/later-B.js'], style: '/_next/static/wall/wall-C.css' }))
    expect(wallLoad(root)).toBeCloseTo(9, 0)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
