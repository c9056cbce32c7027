import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleWall } from './wall-bundle.mjs'

let dist: string
let manifest: Awaited<ReturnType<typeof bundleWall>>
const fileOf = (address: string) => join(dist, address.replace('/_next/', ''))
beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), 'touchstone-wall-'))
  manifest = await bundleWall(dist)
})
afterAll(() => rmSync(dist, { recursive: true, force: true }))

test('a wall’s bundle is one small script, a sheet and a font, and nothing of what other pages begin with', () => {
  expect(manifest.scripts).toHaveLength(1)
  const script = readFileSync(fileOf(manifest.scripts[0] ?? ''))
  expect(gzipSync(script).length).toBeLessThan(100_000)
  expect(script.toString()).not.toMatch(/__next|TURBOPACK|sourceMappingURL/)
  expect(JSON.parse(readFileSync(join(dist, 'wall-manifest.json'), 'utf8'))).toEqual(manifest)
})

test('its sheet has what older browsers need, and its slides’ rules after those they build on', () => {
  const sheet = readFileSync(fileOf(manifest.style), 'utf8')
  expect(sheet).not.toContain('light-dark(')
  expect(sheet).toContain(manifest.font.split('/').at(-1))
  expect(sheet.indexOf('--ch-phone')).toBeGreaterThan(-1)
  expect(sheet.indexOf('.wall-figure')).toBeGreaterThan(sheet.indexOf('box-sizing'))
})

test('names change with content alone, and what is no longer of it goes', async () => {
  writeFileSync(fileOf('/_next/static/wall/wall-OLD.js'), '')
  expect(await bundleWall(dist)).toEqual(manifest)
  expect(existsSync(fileOf('/_next/static/wall/wall-OLD.js'))).toBe(false)
  expect(readdirSync(dist).toSorted()).toEqual(['static', 'wall-manifest.json'])
  const other = await bundleWall(dist, { dev: true })
  expect(other.scripts).not.toEqual(manifest.scripts)
  expect(other.font).toBe(manifest.font)
})
