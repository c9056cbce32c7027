import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { Stop } from './steps.mjs'

/**
 * Asks the app for its own health until it can serve: the first question opens the database and migrates it.
 * @param {import('node:http').Server} server listening
 * @param {{ stopping: boolean }} state set by a signal; then nothing is waited for
 * @returns {Promise<Record<string, unknown> | undefined>} what /api/v1/health says; undefined when we are stopping
 * @throws {Stop} when the app says it cannot boot (globalThis.__touchstone.bootError) or answers nothing sensible
 */
export async function bootApp(server, state) {
  while (!state.stopping) {
    const { status, body } = await ask(server)
    const { bootError } = globalThis.__touchstone ?? {}
    if (bootError) throw new Stop(`Touchstone could not start: ${bootError}`)
    if (status === 200) return parse(body)
    if (status !== 503 && !state.stopping)
      throw new Stop(`Touchstone could not start: its health check answered ${status}. ${body.startsWith('<') ? '' : body.slice(0, 300)}`)
    await pause(200)
  }
  return undefined
}

function ask(server) {
  const { address, port } = server.address()
  const host = { '::': '::1', '0.0.0.0': '127.0.0.1' }[address] ?? address
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/api/v1/health', agent: false, headers: { host: `localhost:${port}` } }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text) => (body += text))
      response.on('close', () => resolve({ status: response.statusCode, body }))
    })
    // A connection cut by our own stop is no news; any other ends in the next question.
    request.on('error', () => resolve({ status: 503, body: '' }))
  })
}

function parse(body) {
  try {
    return JSON.parse(body)
  } catch {
    return {}
  }
}
