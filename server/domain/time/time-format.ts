import type { WallTime } from './wall-time'

/**
 * A time format such as "dd/MM/yyyy HH:mm", in the letters of Unicode TR 35 as luxon reads them, compiled into a
 * list of steps that walk over a text once. Two deviations, both towards what people write: a bare T is a literal,
 * and XXX means an offset or Z.
 */
export interface Cursor {
  text: string
  at: number
  wall: WallTime
  pm: boolean | null
}

/** Moves the cursor on; false when the text does not fit. */
export type Step = (c: Cursor) => boolean

export type CompiledSteps = { ok: true; steps: Step[]; dateOnly: boolean } | { ok: false; reason: string }

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** Reads `min` to `max` digits into a field. */
function digits(min: number, max: number, set: (w: WallTime, value: number, count: number) => void): Step {
  return (c) => {
    let value = 0
    let count = 0
    while (count < max) {
      const digit = c.text.charCodeAt(c.at + count) - 48
      if (!(digit >= 0 && digit <= 9)) break
      value = value * 10 + digit
      count++
    }
    if (count < min) return false
    c.at += count
    set(c.wall, value, count)
    return true
  }
}

function literal(text: string): Step {
  return (c) => {
    if (!c.text.startsWith(text, c.at)) return false
    c.at += text.length
    return true
  }
}

/** One of several words, ignoring case; `short` cuts them to three letters. */
function word(words: string[], short: boolean, set: (w: WallTime, index: number) => void): Step {
  const names = short ? words.map((name) => name.slice(0, 3)) : words
  return (c) => {
    const rest = c.text.slice(c.at, c.at + 9).toLowerCase()
    const index = names.findIndex((name) => rest.startsWith(name))
    if (index < 0) return false
    c.at += names[index]?.length ?? 0
    set(c.wall, index)
    return true
  }
}

const OFFSET = /(?:z|utc|gmt)|([+-])(\d\d):?(\d\d)|([+-])(\d\d?)(?!\d)/iy

/** "Z", "+05:30", "+0530", "+5" at the cursor; sets the wall time's offset. */
export const readOffset: Step = (c) => {
  OFFSET.lastIndex = c.at
  const m = OFFSET.exec(c.text)
  if (!m || Number(m[3] ?? 0) > 59) return false
  const sign = (m[1] ?? m[4]) === '-' ? -1 : 1
  c.wall.offset = sign * (Number(m[2] ?? m[5] ?? 0) * 60 + Number(m[3] ?? 0)) * 60_000 || 0
  c.at += m[0].length
  return true
}

const readHalf: Step = (c) => {
  const m = /^([ap])\.?m\.?/i.exec(c.text.slice(c.at, c.at + 4))
  if (!m) return false
  c.pm = m[1]?.toLowerCase() === 'p'
  c.at += m[0].length
  return true
}

const setYear = (w: WallTime, v: number): void => void (w.year = v)
/** The usual pivot of two-digit years (luxon, POSIX-like): 61 to 99 are 19xx, 00 to 60 are 20xx. */
const setShortYear = (w: WallTime, v: number): void => void (w.year = v > 60 ? 1900 + v : 2000 + v)
const setMonth = (w: WallTime, v: number): void => void (w.month = v)
const setDay = (w: WallTime, v: number): void => void (w.day = v)
const setHour = (w: WallTime, v: number): void => void (w.hour = v)
const setMinute = (w: WallTime, v: number): void => void (w.minute = v)
const setSecond = (w: WallTime, v: number): void => void (w.second = v)
const setFraction = (w: WallTime, v: number, count: number): void => void (w.ms = Math.trunc(v * 10 ** (3 - count)))

const TOKENS: Record<string, Step> = {
  yyyy: digits(4, 4, setYear),
  yy: digits(2, 2, setShortYear),
  MMMM: word(MONTHS, false, (w, i) => void (w.month = i + 1)),
  MMM: word(MONTHS, true, (w, i) => void (w.month = i + 1)),
  MM: digits(2, 2, setMonth),
  M: digits(1, 2, setMonth),
  dd: digits(2, 2, setDay),
  d: digits(1, 2, setDay),
  HH: digits(2, 2, setHour),
  H: digits(1, 2, setHour),
  hh: digits(2, 2, setHour),
  h: digits(1, 2, setHour),
  mm: digits(2, 2, setMinute),
  m: digits(1, 2, setMinute),
  ss: digits(2, 2, setSecond),
  s: digits(1, 2, setSecond),
  SSS: digits(3, 3, setFraction),
  S: digits(1, 9, setFraction),
  u: digits(1, 9, setFraction),
  a: readHalf,
  // The name of the day is read over, not checked: the date says it.
  EEE: word(DAYS, true, () => undefined),
  EEEE: word(DAYS, false, () => undefined),
  ...Object.fromEntries(['Z', 'ZZ', 'ZZZ', 'X', 'XX', 'XXX', 'xxx'].map((token) => [token, readOffset])),
}

/** Compiles a format; a letter it does not know, or a missing part of the date, is an error that names it. */
export function compileSteps(format: string): CompiledSteps {
  const steps: Step[] = []
  const seen = new Set<string>()
  const parts = format.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g) ?? []
  for (const part of parts) {
    const step = TOKENS[part]
    if (part === "'") return { ok: false, reason: `the format "${format}" has a quote that is not closed` }
    if (part.startsWith("'")) steps.push(literal(part === "''" ? "'" : part.slice(1, -1).replaceAll("''", "'")))
    else if (step) {
      const field = part.startsWith('E') ? 'weekday' : /^[ZXx]/.test(part) ? 'Z' : part === 'u' ? 'S' : part.charAt(0)
      if (seen.has(field)) return { ok: false, reason: `the format "${format}" names "${field}" twice` }
      seen.add(field)
      steps.push(step)
    } else if (part === 'T' || !/[A-Za-z]/.test(part)) steps.push(literal(part))
    else return { ok: false, reason: `the format "${format}" has "${part}", which is not a part of a time` }
  }
  const missing = [['y', 'year'], ['M', 'month'], ['d', 'day']].filter(([letter = '']) => !seen.has(letter))
  if (missing.length > 0) {
    return { ok: false, reason: `the format "${format}" lacks the ${missing.map(([, name]) => name).join(', ')}` }
  }
  if (seen.has('h') !== seen.has('a')) {
    return { ok: false, reason: `the format "${format}" needs both h and a (or H for hours to 23)` }
  }
  const clock = seen.has('H') || seen.has('h')
  if (!clock && (seen.has('m') || seen.has('s') || seen.has('S'))) {
    return { ok: false, reason: `the format "${format}" has minutes without hours (MM is the month, mm the minute)` }
  }
  return { ok: true, steps, dateOnly: !clock }
}
