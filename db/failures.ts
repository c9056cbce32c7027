/** The five-letter SQLSTATE of a driver error, also when drizzle has wrapped it; '' if there is none. */
export function sqlState(error: unknown): string {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ('code' in e && typeof e.code === 'string' && /^[0-9A-Z]{5}$/.test(e.code)) return e.code
  }
  return ''
}

/** 08: connections; 57P01–57P03: the server stops, has crashed, is starting; 53: out of connections, memory or disk. */
const AWAY = /^(08|53|57P0[123])/
const AWAY_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH'])
const AWAY_WORDS = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** Whether a failure is the database being away or full, and not a fault of ours or of the request; `full`: no room on its disk. */
export function databaseAway(error: unknown): 'away' | 'full' | null {
  const state = sqlState(error)
  if (state === '53100') return 'full'
  if (AWAY.test(state)) return 'away'
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    // Somebody else's server is no database.
    if (e.message === 'fetch failed') return null
    if (('code' in e && typeof e.code === 'string' && AWAY_CODES.has(e.code)) || AWAY_WORDS.test(e.message)) return 'away'
  }
  return null
}
