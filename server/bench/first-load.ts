import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Routes as Next names them, and the most kB of gzip their first load may take. */
export const FIRST_LOADS = [
  { name: 'the overview', route: '/(workspace)/[org]/page', most: 200 },
  { name: 'a wall screen', route: '/(screen)/screen/page', most: 150 },
  { name: 'sign-in', route: '/(auth)/sign-in/page', most: 170 },
] as const

/**
 * The wall again, with all that it ever loads. Our part of it is a tenth; what React and Next begin every page with is 132 of
 * them, so this guards against growth, and the limit of a wall is the one above.
 */
export const EVER_LOADED = { name: 'a wall screen', route: '/(screen)/screen/page', most: 160 } as const

/**
 * kB (1,000 bytes) of gzip of the JavaScript a browser loads for a route before it can act: the chunks every page
 * begins with and those of the route's own layouts and components, each chunk once, as `next build` lists them. What a
 * page fetches later (charts as they come into view) is not in it, nor are polyfills that no current browser asks for.
 * null where there is no build; throws where the build has no such route.
 */
export const firstLoad = (route: string, root = process.cwd()): number | null => load(route, root, false)

/**
 * The same with what a page loads beside and after it: the framework's own chunk for the boundaries around it, which its
 * manifest lists under not-found and every browser asks for, and whatever those chunks name to be fetched later.
 */
export const everLoaded = (route: string, root = process.cwd()): number | null => load(route, root, true)

function load(route: string, root: string, ever: boolean): number | null {
  const build = join(root, '.next')
  const manifest = join(build, 'server', 'app', `${route}_client-reference-manifest.js`)
  if (!existsSync(join(build, 'build-manifest.json'))) return null
  if (!existsSync(manifest)) throw new Error(`The build has no route ${route}.`)
  const { rootMainFiles } = JSON.parse(readFileSync(join(build, 'build-manifest.json'), 'utf8')) as { rootMainFiles: string[] }
  const files = new Set([...rootMainFiles, ...entryFiles(readFileSync(manifest, 'utf8'), ever)])
  // A set being walked also visits what is added to it meanwhile.
  if (ever) for (const file of files) for (const later of file.endsWith('.js') ? namedIn(readFileSync(join(build, file), 'utf8')) : []) if (existsSync(join(build, later))) files.add(later)
  let bytes = 0
  for (const file of files) if (file.endsWith('.js')) bytes += gzipSync(readFileSync(join(build, file))).length
  return bytes / 1000
}

/** The manifest is a script that assigns JSON: its `entryJSFiles` are chunks by layout and page. */
function entryFiles(script: string, ever: boolean): string[] {
  const json = /=\s*(\{.*\})\s*;?\s*$/s.exec(script)?.[1]
  const { entryJSFiles = {} } = json ? (JSON.parse(json) as { entryJSFiles?: Record<string, string[]> }) : {}
  // Our own not-found page is listed too, and loaded only when shown.
  return Object.entries(entryJSFiles).flatMap(([entry, files]) => (/\/app\/(.*\/)?(layout|page)$/.test(entry) || (ever && entry.endsWith('/builtin/not-found')) ? files : []))
}

/** The chunks that a chunk names to be fetched when they are needed. */
const namedIn = (script: string): string[] => script.match(/static\/chunks\/[\w.~-]+\.js/g) ?? []
