/**
 * Purchase histories as their sufficient statistics: repeat purchase days x, recency t (weeks from the first purchase
 * day to the last), age T (weeks from the first purchase day to the end of observation), and how many customers share
 * them. Equal ones are one row, so that a million identical customers cost what one does.
 */
export type History = { x: number; t: number; T: number; n: number }

/** The same in columns, with what likelihoods need of them told once: distinct x, distinct (x, t) and (x, T). */
export type Histories = {
  rows: number
  /** Σ n. */
  customers: number
  /** Σ n over x > 0. */
  repeaters: number
  x: Float64Array; t: Float64Array; T: Float64Array; n: Float64Array
  /** Distinct x with the number of customers, and each row's place among them. */
  frequencies: { x: Float64Array; n: Float64Array; of: Int32Array }
  /** Distinct (x, t) and (x, T) with each row's place among them. */
  recencies: Pairs
  ages: Pairs
}
export type Pairs = { x: Float64Array; t: Float64Array; of: Int32Array }

/** Throws a RangeError on histories that cannot be: x not whole or negative, t beyond T, repeat purchases at t = 0. */
export function histories(given: Iterable<History>): Histories {
  const merged = new Map<string, History>()
  for (const { x, t, T, n } of given) {
    if (!Number.isInteger(x) || x < 0 || !(T >= 0) || !(t >= 0) || t > T + 1e-9 || (x === 0) !== (t === 0) || !(n >= 0)) throw new RangeError(`no purchase history: x ${x}, t ${t}, T ${T}, n ${n}`)
    if (n === 0) continue
    const key = `${x} ${t} ${T}`
    const there = merged.get(key)
    if (there) there.n += n
    else merged.set(key, { x, t, T, n })
  }
  return historiesOf([...merged.values()])
}

/** As `histories`, of rows known to be valid and distinct. */
export function historiesOf(list: readonly History[]): Histories {
  const column = (field: keyof History) => Float64Array.from(list, (row) => row[field])
  return historyColumns({ x: column('x'), t: column('t'), T: column('T'), n: column('n') })
}

/** The same from columns of one length, so that half a million histories need no object each. */
export function historyColumns({ x, t, T, n }: Pick<Histories, 'x' | 't' | 'T' | 'n'>): Histories {
  const places = new Map<number, number>()
  const of = Int32Array.from(x, (value) => {
    const place = places.get(value) ?? places.size
    places.set(value, place)
    return place
  })
  const perX = new Float64Array(places.size)
  let customers = 0
  let repeaters = 0
  for (let i = 0; i < x.length; i++) {
    const count = n[i] ?? 0
    perX[of[i] ?? 0] = (perX[of[i] ?? 0] ?? 0) + count
    customers += count
    if ((x[i] ?? 0) > 0) repeaters += count
  }
  return { rows: x.length, customers, repeaters, x, t, T, n, frequencies: { x: Float64Array.from(places.keys()), n: perX, of }, recencies: pairs(x, t), ages: pairs(x, T) }
}

/** Distinct histories that a likelihood is rehearsed on. */
const REHEARSED = 20_000

/** One in so many of `rows` leaves about `most`; null where that is not worth the trouble. */
export function thinning(rows: number, most: number): number | null {
  const every = Math.floor(rows / most)
  return every < 3 ? null : every
}

/** A part of a large base to find the neighbourhood of its estimates with: one history in so many. Null of a base that is not large. */
export function thinned({ rows, x, t, T, n }: Histories): Histories | null {
  const every = thinning(rows, REHEARSED)
  if (every === null) return null
  const part: History[] = []
  for (let i = 0; i < rows; i += every) part.push({ x: x[i] ?? 0, t: t[i] ?? 0, T: T[i] ?? 0, n: n[i] ?? 0 })
  return historiesOf(part)
}

function pairs(x: Float64Array, t: Float64Array): Pairs {
  const byX = new Map<number, Map<number, number>>()
  const xs: number[] = []
  const ts: number[] = []
  const of = new Int32Array(x.length)
  for (let i = 0; i < x.length; i++) {
    const [a = 0, b = 0] = [x[i], t[i]]
    let inner = byX.get(a)
    if (!inner) byX.set(a, (inner = new Map()))
    let place = inner.get(b)
    if (place === undefined) {
      place = xs.length
      inner.set(b, place)
      xs.push(a)
      ts.push(b)
    }
    of[i] = place
  }
  return { x: Float64Array.from(xs), t: Float64Array.from(ts), of }
}
