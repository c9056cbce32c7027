import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { everLoaded, firstLoad } from './first-load'

test('a first load is the root chunks and those of its layouts and page, each once; other entries are not in it', () => {
  const root = mkdtempSync(join(tmpdir(), 'touchstone-first-load-'))
  try {
    const app = join(root, '.next', 'server', 'app', '(auth)', 'sign-in')
    mkdirSync(app, { recursive: true })
    expect(firstLoad('/(auth)/sign-in/page', root)).toBe(null)
    // Random bytes, which gzip cannot shrink.
    for (const [file, size] of [['root', 5000], ['layout', 3000], ['page', 2000], ['elsewhere', 90_000], ['boundaries', 4000]] as const) writeFileSync(join(root, '.next', `${file}.js`), randomBytes(size))
    // A drawing that comes later, named by a chunk of the page, and one that names it back.
    mkdirSync(join(root, '.next', 'static', 'chunks'), { recursive: true })
    writeFileSync(join(root, '.next', 'static', 'chunks', 'a-1.js'), `"static/chunks/b.js","static/chunks/gone.js"//${randomBytes(1500).toString('base64')}`)
    writeFileSync(join(root, '.next', 'static', 'chunks', 'b.js'), `"static/chunks/a-1.js"//${randomBytes(1500).toString('base64')}`)
    writeFileSync(join(root, '.next', 'page.js'), Buffer.concat([Buffer.from('import("static/chunks/a-1.js")'), randomBytes(2000)]))
    writeFileSync(join(root, '.next', 'build-manifest.json'), JSON.stringify({ rootMainFiles: ['root.js'] }))
    const entryJSFiles = { '[project]/app/(auth)/layout': ['layout.js', 'root.js'], '[project]/app/(auth)/sign-in/page': ['layout.js', 'page.js', 'style.css'], '[project]/app/global-not-found': ['elsewhere.js'], '[project]/node_modules/next/dist/client/components/builtin/not-found': ['boundaries.js'] }
    writeFileSync(join(app, 'page_client-reference-manifest.js'), `globalThis.__RSC_MANIFEST = globalThis.__RSC_MANIFEST || {};\nglobalThis.__RSC_MANIFEST["/(auth)/sign-in/page"] = ${JSON.stringify({ entryJSFiles })}`)
    expect(firstLoad('/(auth)/sign-in/page', root)).toBeCloseTo(10, 0)
    // The boundaries’ chunk and both drawings, each once.
    expect(everLoaded('/(auth)/sign-in/page', root)).toBeCloseTo(17.2, 0)
    expect(() => firstLoad('/elsewhere/page', root)).toThrow('The build has no route /elsewhere/page.')
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
