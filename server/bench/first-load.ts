import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Routes as Next names them, and the most kB of gzip their first load may take. */
export const FIRST_LOADS = [
  { name: 'the overview', route: '/(workspace)/[org]/page', most: 200 },
  { name: 'sign-in', route: '/(auth)/sign-in/page', most: 170 },
] as const

/** The most kB of gzip that a wall screen may load in all, ever. */
export const WALL_MOST = 150

/**
 * kB (1,000 bytes) of gzip of the JavaScript a browser loads for a route before it can act: the chunks every page
 * begins with and those of the route's own layouts and components, each chunk once, as `next build` lists them. What a
 * page fetches later (charts as they come into view) is not in it, nor are polyfills that no current browser asks for.
 * null where there is no build; throws where the build has no such route.
 */
export function firstLoad(route: string, root = process.cwd()): number | null {
  const build = join(root, '.next')
  const manifest = join(build, 'server', 'app', `${route}_client-reference-manifest.js`)
  if (!existsSync(join(build, 'build-manifest.json'))) return null
  if (!existsSync(manifest)) throw new Error(`The build has no route ${route}.`)
  const { rootMainFiles } = JSON.parse(readFileSync(join(build, 'build-manifest.json'), 'utf8')) as { rootMainFiles: string[] }
  return kilobytes([...new Set([...rootMainFiles, ...entryFiles(readFileSync(manifest, 'utf8'))])].filter((file) => file.endsWith('.js')).map((file) => join(build, file)))
}

/**
 * kB of gzip of all JavaScript that a wall ever loads: every script of its own bundle, and its service worker as it is
 * served. null where there is no build; throws where the build has no wall.
 */
export function wallLoad(root = process.cwd()): number | null {
  const build = join(root, '.next')
  if (!existsSync(join(build, 'build-manifest.json'))) return null
  if (!existsSync(join(build, 'wall-manifest.json'))) throw new Error('The build has no wall.')
  const { scripts } = JSON.parse(readFileSync(join(build, 'wall-manifest.json'), 'utf8')) as { scripts: string[] }
  return kilobytes([...scripts.map((address) => join(build, address.replace(/^\/_next\//, ''))), join(root, 'components', 'screens', 'wall-worker.js')])
}

const kilobytes = (files: string[]): number => files.reduce((bytes, file) => bytes + gzipSync(readFileSync(file)).length, 0) / 1000

/** The manifest is a script that assigns JSON: its `entryJSFiles` are chunks by layout and page. */
function entryFiles(script: string): string[] {
  const json = /=\s*(\{.*\})\s*;?\s*$/s.exec(script)?.[1]
  const { entryJSFiles = {} } = json ? (JSON.parse(json) as { entryJSFiles?: Record<string, string[]> }) : {}
  // Our own not-found page is listed too, and loaded only when shown.
  return Object.entries(entryJSFiles).flatMap(([entry, files]) => (/\/app\/(.*\/)?(layout|page)$/.test(entry) ? files : []))
}
