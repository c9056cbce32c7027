export type Flat = Record<string, string | number | boolean | null>

/** What a record's attributes may hold (server/schemas/records): beyond it the rest is left out, not the record refused. */
const MOST_KEYS = 50
const MOST_CHARACTERS = 9_000
const LONGEST = 2_000
const DEEPEST = 6

/**
 * Somebody else's nested properties as flat attributes: objects by dotted name, lists as their JSON text. The sender
 * follows another contract and cannot be asked to mend it, so text is cut at 2,000 characters and NULs are dropped.
 */
export function flatten(...groups: (Record<string, unknown> | null | undefined)[]): Flat {
  const out: Flat = {}
  let room = MOST_CHARACTERS
  let keys = MOST_KEYS
  const put = (name: string, value: string | number | boolean | null) => {
    const key = clean(name).slice(0, 200)
    const cost = key.length + (typeof value === 'string' ? value.length : 8)
    if (key === '' || key === '__proto__' || key in out || keys === 0 || cost > room) return
    out[key] = value
    room -= cost
    keys--
  }
  const walk = (name: string, value: unknown, depth: number): void => {
    if (value === undefined) return
    if (value === null || typeof value === 'boolean') put(name, value)
    else if (typeof value === 'number') { if (Number.isFinite(value)) put(name, value) }
    else if (typeof value === 'string') put(name, clean(value))
    else if (Array.isArray(value) || depth >= DEEPEST) put(name, clean(textOf(value)))
    else if (typeof value === 'object') for (const [k, v] of Object.entries(value)) walk(name === '' ? k : `${name}.${k}`, v, depth + 1)
  }
  for (const group of groups) walk('', group ?? {}, 0)
  return out
}

const clean = (text: string) => text.slice(0, LONGEST).replaceAll(/[\0\p{Cs}]/gu, '')

/** Values nested so deep that they cannot be written down become a short remark. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return '(nested too deep)'
  }
}
