import { now } from './clock'

/**
 * One line of JSON per event on standard error, so that a log collector can read it. Never holds a secret or a body:
 * only what the caller names.
 */
export function log(level: 'info' | 'warn' | 'error', event: string, detail: Record<string, string | number | boolean | null> = {}): void {
  process.stderr.write(`${JSON.stringify({ at: now().toISOString(), level, event, ...detail })}\n`)
}

/** Somebody was not let in, or not allowed: for whoever looks for attacks. `where` without its query, which may hold anything. */
export function logRefusal(requestId: string, where: string, fault: string): void {
  log('warn', 'refused', { request: requestId, where: where.slice(0, 300), fault })
}

/** A failure nobody meant: its text goes to the log under the request's id, and not to the outside. */
export function logFailure(requestId: string, where: string, error: unknown): void {
  const e = error instanceof Error ? error : new Error(String(error))
  log('error', 'failure', { request: requestId, where, message: e.message.slice(0, 2000), stack: (e.stack ?? '').split('\n').slice(1, 8).join(' | ') })
}
