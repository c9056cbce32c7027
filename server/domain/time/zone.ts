/**
 * Offsets of IANA time zones, fast enough for the inner loop of an import.
 *
 * Intl knows the rules but takes microseconds per question. The axis of time is therefore cut into buckets of
 * four days; per zone and bucket the offset at its start and its one change (if any) are asked for once and kept.
 * No zone has changed its offset twice within four days since 1900 (the tests compare with luxon).
 */
const BUCKET = 4 * 86_400_000
const FIRST = Math.floor(Date.UTC(1899, 11, 1) / BUCKET)
const COUNT = Math.ceil(Date.UTC(2201, 1, 1) / BUCKET) - FIRST
const MINUTE = 60_000

export interface Zone {
  readonly name: string
  /** Milliseconds to add to the UTC instant `ms` to get local wall time. */
  offset(ms: number): number
}

const zones = new Map<string, Zone>()

/** True for a name of the IANA database ("Europe/London", "UTC"); fixed offsets such as "+05:30" are none. */
export function isZone(name: string): boolean {
  if (zones.has(name)) return true
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The zone of that name, made once per process. Throws RangeError for a name that `isZone` refuses. */
export function zone(name: string): Zone {
  let found = zones.get(name)
  if (!found) {
    if (!isZone(name)) throw new RangeError(`"${name}" is not a time zone of the IANA database`)
    found = name === 'UTC' ? { name, offset: () => 0 } : cached(name, askIntl(name))
    zones.set(name, found)
  }
  return found
}

/** A zone by its place, as it is read aloud: "New York", "UTC". */
export const placeOf = (zoneName: string): string => (zoneName.split('/').at(-1) ?? zoneName).replaceAll('_', ' ')

/** Offset of `zoneName` at the instant `ms` (epoch milliseconds), in milliseconds. */
export const offsetAt = (ms: number, zoneName: string): number => zone(zoneName).offset(ms)

/**
 * The instants whose wall time in `z` is `local` (that wall time, written as if it were UTC, in ms):
 * none when clocks jump over it, two (in order) when they are set back through it.
 */
export function instantsOf(local: number, z: Zone): number[] {
  const before = z.offset(local - 86_400_000)
  const after = z.offset(local + 86_400_000)
  const early = local - before
  if (before === after) return z.offset(early) === before ? [early] : []
  const late = local - after
  const found: number[] = []
  if (z.offset(early) === before) found.push(early)
  if (z.offset(late) === after) found.push(late)
  return found
}

/** The first instant whose wall time in `z` is `local` or later: `local` itself, or the end of the gap it falls in. */
export function firstInstantAtOrAfter(local: number, z: Zone): number {
  const exact = instantsOf(local, z)[0]
  if (exact !== undefined) return exact
  let low = local - 86_400_000 * 1.5
  let high = local + 86_400_000 * 1.5
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (middle + z.offset(middle) >= local) high = middle
    else low = middle
  }
  return high
}

function askIntl(name: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (ms) => {
    const whole = Math.floor(ms / 1000) * 1000
    const p: Record<string, number> = {}
    for (const part of format.formatToParts(whole)) p[part.type] = Number(part.value)
    return Date.UTC(p.year ?? 0, (p.month ?? 1) - 1, p.day, p.hour, p.minute, p.second) - whole
  }
}

function cached(name: string, ask: (ms: number) => number): Zone {
  const known = new Uint8Array(COUNT)
  const starts = new Int32Array(COUNT)
  const ends = new Int32Array(COUNT)
  const changes = new Float64Array(COUNT)
  const learn = (i: number): void => {
    let low = (i + FIRST) * BUCKET
    let high = low + BUCKET
    const start = (starts[i] = ask(low))
    const end = (ends[i] = ask(high))
    changes[i] = high
    if (start !== end) {
      while (high - low > 1000) {
        const middle = Math.floor((low + high) / 2000) * 1000
        if (ask(middle) === start) low = middle
        else high = middle
      }
      changes[i] = high
    }
    known[i] = 1
  }
  return {
    name,
    offset(ms) {
      const i = Math.floor(ms / BUCKET) - FIRST
      if (!(i >= 0 && i < COUNT)) return ask(ms)
      if (known[i] === 0) learn(i)
      return ms < (changes[i] ?? 0) ? (starts[i] ?? 0) : (ends[i] ?? 0)
    },
  }
}

/** "+05:45", "-03:00", "Z": an offset in milliseconds as ISO 8601 writes it (whole minutes). */
export function offsetText(offset: number): string {
  if (offset === 0) return 'Z'
  const minutes = Math.round(Math.abs(offset) / MINUTE)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
