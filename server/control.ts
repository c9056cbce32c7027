import { chmodSync, rmSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { resolve } from 'node:path'
import { socketPath } from '@/db/embedded/lock'

/**
 * The embedded database belongs to the server's process. Whoever may read its folder may also ask it for something from
 * another process (`npm run backup`, `npm run audit-check`): one line of JSON in, one line of JSON out, over a socket in that folder.
 */
export type Command = { backup: string } | { audit: 'check' }
export type Reply = { ok: string } | { error: string }

/** Long, as a backup may take minutes; not for ever. */
const PATIENCE_MS = 3_600_000

export async function answerCommands(dataDir: string, handle: (command: Command) => Promise<string>): Promise<{ close(): Promise<void> }> {
  const path = socketPath(resolve(dataDir), 'control')
  // The lock is ours, so whoever left this file is gone.
  if (process.platform !== 'win32') rmSync(path, { force: true })
  const server = createServer((socket) => {
    socket.on('error', () => {})
    createInterface({ input: socket }).once('line', (line) => {
      void replyTo(line, handle).then((reply) => socket.end(`${JSON.stringify(reply)}\n`))
    })
  })
  server.unref()
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(path, () => done())
  })
  // In a deep folder the socket stands in the temporary one, where others can see it.
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  return { close: () => new Promise((done) => { server.close(() => done()) }) }
}

async function replyTo(line: string, handle: (command: Command) => Promise<string>): Promise<Reply> {
  try {
    const { backup, audit } = JSON.parse(line) as { backup?: unknown; audit?: unknown }
    if (typeof backup === 'string') return { ok: await handle({ backup }) }
    if (audit === 'check') return { ok: await handle({ audit }) }
    throw new Error('This server does not know that command.')
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** What the process that holds the folder answers; null when none does. */
export async function command(dataDir: string, asked: Command): Promise<Reply | null> {
  const socket = createConnection(socketPath(resolve(dataDir), 'control'))
  try {
    await new Promise<void>((done, failed) => {
      socket.once('connect', done)
      socket.once('error', failed)
    })
  } catch {
    return null
  }
  return new Promise<Reply>((done, failed) => {
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('The server did not answer within an hour.')))
    socket.once('error', failed)
    createInterface({ input: socket }).once('line', (line) => {
      done(JSON.parse(line) as Reply)
      socket.end()
    })
    socket.once('close', () => failed(new Error('The server stopped before it had answered.')))
    socket.write(`${JSON.stringify(asked)}\n`)
  })
}
