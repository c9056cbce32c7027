import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wallPage } from './page'

test('a wall’s page is dark before its script, is kept by nobody, and lets in its own script by the answer’s nonce alone', async () => {
  const root = mkdtempSync(join(tmpdir(), 'touchstone-wall-'))
  try {
    const asked = (policy?: string) => new Request('http://localhost/screen', { headers: policy ? { 'content-security-policy': policy } : {} })
    expect(() => wallPage(asked(), root)).toThrow('ENOENT')
    mkdirSync(join(root, '.next'))
    writeFileSync(join(root, '.next', 'wall-manifest.json'), JSON.stringify({ scripts: ['/_next/static/wall/wall-A.js', '/_next/static/wall/later-B.js'], style: '/_next/static/wall/wall-C.css', font: '/_next/static/wall/Geist-D.woff2' }))
    const answer = wallPage(asked("script-src 'self' 'nonce-aB3+/w==' 'strict-dynamic'"), root)
    expect(answer.headers.get('cache-control')).toContain('no-store')
    const page = await answer.text()
    expect(page).toContain('<html lang="en-GB" data-theme="dark">')
    for (const said of ['<title>Touchstone</title>', '<meta name="robots" content="noindex">', '<meta name="referrer" content="no-referrer">', '<meta name="theme-color" content="#11110f">', 'href="/_next/static/wall/wall-C.css"', 'href="/_next/static/wall/Geist-D.woff2"']) expect(page).toContain(said)
    expect(page.match(/<script.*<\/script>/g)).toEqual(['<script type="module" nonce="aB3+/w==" src="/_next/static/wall/wall-A.js"></script>'])
    // What is no nonce does not come into the page.
    expect(await wallPage(asked(`script-src 'nonce-"><script>'`), root).text()).toContain('nonce=""')
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
