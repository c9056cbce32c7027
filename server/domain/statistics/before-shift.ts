import type { Expectation } from './expectation'

/** What has lasted for more periods than these is how things are now, and no news. */
export const MOST_LASTING = 6
/** As strict as this, chance rarely takes an ordinary period for the beginning of a shift. */
const STRICT = 0.001

/**
 * The history without the periods at its end that already stand apart from what was before them, all to the same side:
 * a shift that lasts would else hide itself, since its first periods widen the range in which the next are expected.
 * `since`: the first of these periods; null where there is none. `judge` must answer what `before` lets expect at a point.
 */
export function beforeShift<T extends { period: string }>(history: readonly T[], judge: (before: readonly T[], at: T) => Expectation, valueOf: (at: T) => number): { before: readonly T[]; since: string | null } {
  for (let start = Math.max(0, history.length - MOST_LASTING); start < history.length; start++) {
    const before = history.slice(0, start)
    const [first, ...rest] = history.slice(start)
    const side = first && sideOf(judge(before, first), valueOf(first), STRICT)
    if (first && side && rest.every((at) => sideOf(judge(before, at), valueOf(at)) === side)) return { before, since: first.period }
  }
  return { before: history, since: null }
}

/** 1 above the range, −1 below it, 0 within, or where none can be told. */
function sideOf(usual: Expectation, value: number, strict?: number): number {
  if (!usual.ok || (strict !== undefined && usual.p >= strict)) return 0
  return value > usual.high ? 1 : value < usual.low ? -1 : 0
}
