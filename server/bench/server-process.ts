import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

export type ServerProcess = { url: string; process: ChildProcess; stop(): Promise<void>; /** kill −9 */ kill(): Promise<void> }

/** The server as a process of its own, of the last build; resolves when it says that it is ready. */
export async function serverProcess(env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['server/cli/serve.mjs'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', ...env } })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => { const found = /is ready.*(http:\/\/\S+)/.exec(text)?.[1]; if (found) resolve(found) })
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready.`)))
  })
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  return { url, process: child, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}
