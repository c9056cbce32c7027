import { addDays, localDayOf, type LocalDay } from '../time/local-day'
import { compileTime } from '../time/parse'

/** An instant in epoch milliseconds, or why the words name none. */
export type Due = { ok: true; at: number } | { ok: false; reason: string }

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** A day without a time means the end of the working day. */
const END_OF_WORK = { hour: 17, minute: 0 }
const HOW = 'Try “tomorrow 5pm”, “friday”, “in 2 hours”, “in 3 days” or “30 Nov 14:00”.'

/**
 * When a promise is due, from the words people use: today, tomorrow, a weekday (the next one), next week, in n
 * minutes, hours, days or weeks, 30 Nov, 2026-11-30; with 5pm, 17:00 or noon, else at five in the afternoon. Read in the
 * organisation's zone. What lies before now is refused.
 */
export function readDue(words: string, { now, timezone }: { now: number; timezone: string }): Due {
  const text = words.trim().toLowerCase().replaceAll(/\s+/gu, ' ').replace(/^(by|at|on|before|until|till) /u, '').replace(/^within /u, 'in ')
  if (text === '') return { ok: false, reason: `By when? ${HOW}` }
  const soon = /^in (an?|\d{1,4}) (minute|min|hour|h)s?$/u.exec(text)
  if (soon) return { ok: true, at: now + amount(soon[1]) * (soon[2]?.startsWith('h') ? 3_600_000 : 60_000) }
  const { rest, time } = timeIn(text)
  if (time === 'impossible') return { ok: false, reason: `There is no such time of day. ${HOW}` }
  const today = localDayOf(now, timezone)
  const day = rest === '' ? today : dayIn(rest, today)
  if (day === null) return { ok: false, reason: `“${words.trim()}” is not understood. ${HOW}` }
  const { hour, minute } = time ?? END_OF_WORK
  const read = compileTime(undefined, timezone)
  if (!read.ok) return read
  const found = read.read(`${day}T${two(hour)}:${two(minute)}`)
  if (!found.ok) return found
  // A time alone that is over for today is tomorrow's.
  if (found.instant <= now && rest === '' && time) return readDue(`tomorrow ${two(hour)}:${two(minute)}`, { now, timezone })
  return found.instant <= now ? { ok: false, reason: 'That is over already.' } : { ok: true, at: found.instant }
}

/** What says that a time follows; “on” and “at” say that too often of something else. */
const BY = new Set(['by', 'before', 'until', 'till'])
/** What says a time by itself. “Today” does not: it is mostly when something happened. */
const ALONE = new Set(['tomorrow', 'in', 'within', 'next'])
const LONGEST = 6

/**
 * The words of a sentence that say when: “Call back by friday noon” → “friday noon”; null where none do, or where they
 * name a time that is over. The first of several, as long as it is understood.
 */
export function dueWordsIn(sentence: string, asked: { now: number; timezone: string }): string | null {
  const words = sentence.trim().split(/\s+/u)
  for (const [at, word] of words.entries()) {
    const by = BY.has(word.toLowerCase())
    if (!by && !ALONE.has(word.toLowerCase())) continue
    const begin = by ? at + 1 : at
    for (let end = Math.min(words.length, begin + LONGEST); end > begin; end--) {
      const said = words.slice(begin, end).join(' ').replace(/[.,;:!?]+$/u, '')
      if (readDue(said, asked).ok) return said
    }
  }
  return null
}

const two = (n: number) => String(n).padStart(2, '0')
const amount = (word: string | undefined) => (word === undefined || word.startsWith('a') ? 1 : Number(word))

/** Takes a time of day off the words' end. */
function timeIn(text: string): { rest: string; time: { hour: number; minute: number } | null | 'impossible' } {
  const named = /^(.*?) ?\b(noon|midday|eod|end of day)$/u.exec(text)
  if (named) return { rest: trimmed(named[1]), time: named[2]?.startsWith('e') ? END_OF_WORK : { hour: 12, minute: 0 } }
  const twelve = /^(.*?) ?\b(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)$/u.exec(text)
  const clock = twelve ?? /^(.*?) ?\b(\d{1,2}):(\d{2})()$/u.exec(text)
  if (!clock) return { rest: text, time: null }
  const [written, minute] = [Number(clock[2]), Number(clock[3] ?? 0)]
  if (minute > 59 || (clock[4] ? written < 1 || written > 12 : written > 23)) return { rest: '', time: 'impossible' }
  const hour = clock[4] ? (written % 12) + (clock[4] === 'pm' ? 12 : 0) : written
  return { rest: trimmed(clock[1]), time: { hour, minute } }
}

const trimmed = (text: string | undefined) => (text ?? '').replace(/[ ,]*(at|by)?[ ,]*$/u, '').trim()

function dayIn(text: string, today: LocalDay): LocalDay | null {
  if (text === 'today' || text === 'tonight') return today
  if (text === 'tomorrow') return addDays(today, 1)
  if (text === 'day after tomorrow') return addDays(today, 2)
  if (text === 'next week') return addDays(today, 7)
  const ahead = /^in (an?|\d{1,4}) (day|week)s?$/u.exec(text)
  if (ahead) return addDays(today, amount(ahead[1]) * (ahead[2] === 'week' ? 7 : 1))
  const weekday = WEEKDAYS.findIndex((name) => text.replace(/^(next|this) /u, '').length >= 3 && name.startsWith(text.replace(/^(next|this) /u, '')))
  if (weekday >= 0) {
    const until = (weekday - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7
    return addDays(today, until === 0 ? 7 : until)
  }
  if (/^\d{4}-\d{2}-\d{2}$/u.test(text)) return text
  const dated = /^(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})$/u.exec(text)
  const month = dated ? MONTHS.indexOf((dated[2] ?? '').slice(0, 3)) + 1 : 0
  if (!dated || month === 0) return null
  const inYear = (year: number) => `${year}-${two(month)}-${two(Number(dated[1]))}`
  const year = Number(today.slice(0, 4))
  return inYear(year) < today ? inYear(year + 1) : inYear(year)
}
