import { spawn } from 'node:child_process'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root; every command of this folder works from there. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** A failure whose message is all a person needs: no stack is printed for it. */
export class Stop extends Error {}

/** Runs `main`; a Stop prints its one message, anything else its stack, and both end with a non-zero exit code. */
export async function command(main) {
  process.chdir(root)
  // Whoever read our lines may go away (`npm start | head`); that is no reason to stop serving.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  try {
    await main()
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error)
    process.exit(1)
  }
}

/**
 * Runs a program quietly and collects what it prints. A SIGTERM or SIGINT to us ends it too.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, hold?: number }} options `hold`: a file descriptor the program keeps open (see lock.mjs)
 * @returns {Promise<{ code: number, output: string }>} code 127 when the program does not exist
 */
export function run(program, args, { env = process.env, hold } = {}) {
  return new Promise((done) => {
    const stdio = ['ignore', 'pipe', 'pipe', ...(hold === undefined ? [] : [hold])]
    const child = spawn(program, args, { cwd: root, env, stdio, shell: process.platform === 'win32' && program === 'npm' })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    const pass = (signal) => {
      child.kill(signal)
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    process.once('SIGINT', pass).once('SIGTERM', pass)
    const finish = (code, more = '') => {
      process.removeListener('SIGINT', pass).removeListener('SIGTERM', pass)
      done({ code, output: output + more })
    }
    child.once('error', (error) => finish(127, `${error.message}\n`))
    child.once('close', (code) => finish(code ?? 1))
  })
}

/** Says what happens, runs it, says how long it took; on failure stops with the end of what it printed. */
export async function step(what, program, args, options) {
  const since = performance.now()
  console.log(`${what} …`)
  const { code, output } = await run(program, args, options)
  if (code !== 0) throw new Stop(`${tail(output, 40)}\n${what}: failed (exit code ${code}); the reason is above.`)
  console.log(`${what}: done in ${seconds(since)}`)
}

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

export const tail = (text, lines) => text.trimEnd().split('\n').slice(-lines).join('\n')
