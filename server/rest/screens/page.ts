import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from '../../env'

/** Addresses of what a wall is made of (server/cli/wall-bundle.mjs); the first of the scripts begins it. */
export type WallFiles = { scripts: string[]; style: string; font: string }

/** Where a build of the app leaves them, under `root`. In development Next has a folder of its own. */
const manifestOf = (root: string) => join(/* turbopackIgnore: true */ root, env().NODE_ENV === 'development' ? '.next/dev' : '.next', 'wall-manifest.json')

/**
 * GET /screen: a display's page. No sign-in, no data, and nothing of the framework that the other pages begin with; the ground
 * is dark before any script.
 * @throws where no build has left a wall
 */
export function wallPage(request: Request, root = process.cwd()): Response {
  const nonce = /'nonce-([\w+/=-]+)'/.exec(request.headers.get('content-security-policy') ?? '')?.[1] ?? ''
  const files = JSON.parse(readFileSync(manifestOf(root), 'utf8')) as WallFiles
  return new Response(wallDocument(files, nonce), { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-cache, no-store, max-age=0, must-revalidate' } })
}

const wallDocument = ({ scripts: [script = ''], style, font }: WallFiles, nonce: string): string => `<!doctype html>
<html lang="en-GB" data-theme="dark">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Touchstone</title>
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="theme-color" content="#11110f">
<meta name="color-scheme" content="dark">
<link rel="icon" href="/icon.svg" sizes="any" type="image/svg+xml">
<link rel="preload" as="font" type="font/woff2" crossorigin href="${font}">
<link rel="stylesheet" href="${style}">
<script type="module" nonce="${nonce}" src="${script}"></script>
</head>
<body><main style="position:fixed;inset:0;overflow:hidden;background:#11110f"></main></body>
</html>
`
