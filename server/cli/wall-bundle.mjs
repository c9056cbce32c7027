import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { build } from 'esbuild'
import { transform } from 'lightningcss'
import { root } from './steps.mjs'

// The oldest browsers that Next builds the other pages for.
const BROWSERS = { chrome: 111, edge: 111, firefox: 111, safari: 16.4 }
const ADDRESS = '/_next/static/wall/'

/**
 * Bundles a wall's page (components/screens/wall-page.tsx) beside Next's own files, so that Next serves it as it serves those:
 * for good, as names change with content. One script, whose later slides cannot be missing when the line is cut.
 * Interrupted, it leaves what was there: each file comes to its place whole, and the manifest, which the page is made
 * from, last of all.
 * @param {string} dist Next's folder: .next, or .next/dev
 * @param {{ dev?: boolean }} how
 * @returns {Promise<{ scripts: string[], style: string, font: string }>} their addresses, as in `dist`/wall-manifest.json
 */
export async function bundleWall(dist, { dev = false } = {}) {
  const folder = join(dist, 'static', 'wall')
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { wall: 'components/screens/wall-page.tsx' },
    outdir: folder,
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    jsx: 'automatic',
    jsxDev: dev,
    target: Object.entries(BROWSERS).map(([name, version]) => name + version),
    define: { 'process.env.NODE_ENV': JSON.stringify(dev ? 'development' : 'production') },
    minify: !dev,
    legalComments: 'none',
    sourcemap: dev ? 'inline' : false,
    loader: { '.woff2': 'file' },
    plugins: [forOlderBrowsers],
    logLevel: 'silent',
  })
  mkdirSync(folder, { recursive: true })
  for (const { path, contents } of outputFiles) put(dist, path, contents)
  const names = outputFiles.map(({ path }) => basename(path))
  const entry = Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint)
  const addresses = (ending) => names.filter((name) => name.endsWith(ending)).sort((a, b) => (b === basename(entry)) - (a === basename(entry))).map((name) => ADDRESS + name)
  const manifest = { scripts: addresses('.js'), style: addresses('.css')[0], font: addresses('.woff2')[0] }
  put(dist, join(dist, 'wall-manifest.json'), JSON.stringify(manifest))
  for (const name of readdirSync(folder)) if (!names.includes(name)) rmSync(join(folder, name), { force: true })
  return manifest
}

/** esbuild leaves light-dark() as it is, which browsers have only since 2024; Next's pages do without it by the same means. */
const forOlderBrowsers = {
  name: 'for older browsers',
  setup: (build) => build.onLoad({ filter: /\.css$/ }, ({ path }) => ({
    contents: transform({ filename: relative(root, path), code: readFileSync(path), targets: Object.fromEntries(Object.entries(BROWSERS).map(([name, version]) => [name, numbered(version)])) }).code,
    loader: 'css',
  })),
}

/** As lightningcss counts versions: 16.4 is 16 and 4, each in its byte. */
const numbered = (version) => (Math.trunc(version) << 16) | (Math.round((version % 1) * 10) << 8)

let written = 0
function put(dist, path, contents) {
  const aside = join(dist, `wall-${process.pid}-${++written}`)
  writeFileSync(aside, contents)
  renameSync(aside, path)
}
