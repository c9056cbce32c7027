import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from '@playwright/test'

export type Instance = {
  url: string
  /**
   * Closes what was opened in `browser` too: pages whose server has gone ask for it again and again while the next
   * file's tests run.
   */
  stop(browser?: Browser): Promise<void>
  /** kill −9 */
  kill(): Promise<void>
}

/** A server of one's own where nobody has been yet, for what only a first visit shows, or with settings of its own. */
export async function emptyInstance(more: Record<string, string> = {}): Promise<Instance> {
  const dataDir = more.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'touchstone-first-visit-'))
  // An empty database as a server has made it once for all (global-setup.ts): making one takes many seconds.
  const { E2E_EMPTY_DB: empty } = process.env
  if (empty && !existsSync(join(dataDir, 'db'))) cpSync(empty, join(dataDir, 'db'), { recursive: true })
  const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('INIT_')))
  const server = spawn(process.execPath, ['server/cli/serve.mjs'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...settings, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', ...more, DATA_DIR: dataDir },
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
    async stop(browser) {
      await Promise.all((browser?.contexts() ?? []).map((context) => context.close()))
      // One that was killed before has ended already, and would be waited for in vain.
      if (server.exitCode === null && server.signalCode === null) {
        const ended = once(server, 'exit')
        server.kill('SIGTERM')
        await ended
      }
      if (!more.DATA_DIR) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
