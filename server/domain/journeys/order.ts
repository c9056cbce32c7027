/**
 * Keys that sort things between others without touching the others: a move changes one key, so two people who move
 * different steps never undo each other. Keys are fractions written in base 62 without trailing zeros.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A key after `low` and before `high`; null is the respective end. Equal or crossed bounds give a key just after `low`. */
export function between(low: string | null, high: string | null): string {
  const above = high !== null && (low === null || low < high) ? high : null
  let key = ''
  for (let at = 0; ; at++) {
    const from = digit(low, at, 0)
    const to = above !== null && above.startsWith(key) ? digit(above, at, DIGITS.length) : DIGITS.length
    const middle = Math.floor((from + to) / 2)
    if (middle > from) return key + DIGITS.charAt(middle)
    key += DIGITS.charAt(from)
  }
}

function digit(key: string | null, at: number, otherwise: number): number {
  if (key === null || at >= key.length) return otherwise === 0 ? 0 : otherwise
  return Math.max(0, DIGITS.indexOf(key.charAt(at)))
}

/** `count` keys in ascending order, evenly spread. */
export function spread(count: number): string[] {
  const keys: string[] = []
  for (let i = 0, last: string | null = null; i < count; i++) keys.push((last = after(last)))
  return keys
}

/** A key after all: grows by steps of one, so that long lists keep short keys. */
export function after(last: string | null): string {
  if (last === null) return 'a'
  const index = DIGITS.indexOf(last.charAt(0))
  if (index + 1 < DIGITS.length) return DIGITS.charAt(index + 1)
  return last.charAt(0) + after(last.length > 1 ? last.slice(1) : null)
}

type Ordered = { id: string; order: string }
/** By key, then by id: the same for everybody, whatever arrived first. */
export const byOrder = (a: Ordered, b: Ordered) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1)
