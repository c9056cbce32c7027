import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The display's service worker, for its page and nothing else. */
export const dynamic = 'force-dynamic'
export function GET() {
  const script = readFileSync(join(/* turbopackIgnore: true */ process.cwd(), 'components', 'screens', 'wall-worker.js'), 'utf8')
  return new Response(script, { headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache', 'service-worker-allowed': '/screen' } })
}
