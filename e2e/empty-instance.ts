import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A server of one's own where nobody has been yet, for what only a first visit shows, or with settings of its own. */
export async function emptyInstance(more: Record<string, string> = {}): Promise<{ url: string; stop(): Promise<void>; /** kill −9 */ kill(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-first-visit-'))
  const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('INIT_')))
  const server = spawn(process.execPath, ['server/cli/serve.mjs'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...settings, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, ...more },
  })
  const url = await new Promise<string>((resolve, reject) => {
    let printed = ''
    server.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const found = /is ready.*(http:\/\/\S+)/.exec(printed)?.[1]
      if (found) resolve(found)
    })
    server.once('exit', (code) => reject(new Error(`The server ended with exit code ${code} before it was ready.\n${printed}`)))
  })
  return {
    url,
    async kill() {
      const ended = once(server, 'exit')
      server.kill('SIGKILL')
      await ended
    },
    async stop() {
      const ended = once(server, 'exit')
      server.kill('SIGTERM')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
