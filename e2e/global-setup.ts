import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { emptyInstance } from './empty-instance'
import { instance } from './instance'

const root = fileURLToPath(new URL('..', import.meta.url))
const log = join(root, 'test-results', 'server.log')

/**
 * Starts the built server on a free port with an empty data folder of its own, and waits until it can serve. Its database
 * was made by a first start of nobody's; the other instances begin with a copy of that.
 * The returned function stops it; that it stops cleanly is part of what is tested.
 */
export default async function start(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-e2e-'))
  const first = mkdtempSync(join(tmpdir(), 'touchstone-e2e-first-'))
  await (await emptyInstance({ DATA_DIR: first })).stop()
  process.env.E2E_EMPTY_DB = join(first, 'db')
  cpSync(process.env.E2E_EMPTY_DB, join(dataDir, 'db'), { recursive: true })
  const { organisation, owner } = instance
  const server = spawn(process.execPath, ['server/cli/serve.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: dataDir,
      INIT_ORG_NAME: organisation.name,
      INIT_ORG_SLUG: organisation.slug,
      INIT_ORG_TIMEZONE: organisation.timezone,
      INIT_ORG_CURRENCY: organisation.currency,
      INIT_OWNER_EMAIL: owner.email,
      INIT_OWNER_PASSWORD: owner.password,
    },
  })
  process.env.E2E_BASE_URL = await ready(server)
  await healthy(process.env.E2E_BASE_URL)
  return async () => {
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    const [code, signal] = await ended
    for (const folder of [dataDir, first]) rmSync(folder, { recursive: true, force: true })
    if (code !== 0) throw new Error(`The server did not stop cleanly on SIGTERM: ${signal ?? `exit code ${code}`}\n${end()}`)
  }
}

/** The address the server prints once it can serve. */
function ready(server: ChildProcess): Promise<string> {
  mkdirSync(join(root, 'test-results'), { recursive: true })
  const file = createWriteStream(log)
  return new Promise((resolve, reject) => {
    let printed = ''
    for (const stream of [server.stdout, server.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        file.write(text)
        printed += text
        const url = /is ready.*(http:\/\/\S+)/.exec(printed)?.[1]
        if (url) resolve(url)
      })
    }
    server.once('exit', (code) => reject(new Error(`The server ended with exit code ${code} before it was ready.\n${printed}`)))
  })
}

async function healthy(url: string): Promise<void> {
  const { status } = await fetch(`${url}/api/v1/health`)
  if (status !== 200) throw new Error(`The server says it is ready, but its health check answers ${status}.\n${end()}`)
}

const end = () => readFileSync(log, 'utf8').split('\n').slice(-40).join('\n')
