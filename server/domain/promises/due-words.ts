import { addDays, addMonths, firstOfMonth, localDayOf, type LocalDay } from '../time/local-day'
import { compileTime } from '../time/parse'

/**
 * An instant in epoch milliseconds, with how vague words were `taken`; or why the words name none, and whether they name a
 * time all the same (`timely`): one that is over, or that does not exist.
 */
export type Due = { ok: true; at: number; taken?: string } | { ok: false; reason: string; timely: boolean }

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
/** A day without a time means the end of the working day. */
const END_OF_WORK = { hour: 17, minute: 0 }
const FRIDAY = 5
/** So long after a day of the year has passed, who names it has slipped rather than meant the next year's. */
const SLIPPED_DAYS = 62
const HOW = 'Try “tomorrow 5pm”, “friday”, “in 2 hours”, “in 3 days”, “end of month” or “30 Nov 14:00”.'
const over = (what = 'That'): Due => ({ ok: false, timely: true, reason: `${what} is over already. By when?` })

/**
 * When a promise is due, from the words people use: today, tomorrow, a weekday (the next one), next week, in n
 * minutes, hours, days, weeks or months, the end of a week, month or year, 30 Nov, 2026-11-30; with 5pm, 17:00 or noon before
 * or after, else at five in the afternoon. Read in the organisation's zone. What lies before now is refused.
 */
export function readDue(words: string, { now, timezone }: { now: number; timezone: string }): Due {
  const text = words.trim().toLowerCase().replaceAll(/\s+/gu, ' ').replace(/^(by|at|on|before|until|till) /u, '').replace(/^within /u, 'in ').replace(/^the /u, '')
  if (text === '') return { ok: false, timely: false, reason: `By when? ${HOW}` }
  const soon = /^in (\w+|a few|a couple of) (minute|min|hour|h)s?$/u.exec(text)
  const many = soon ? amount(soon[1]) : null
  if (soon && many !== null) return { ok: true, at: now + many * (soon[2]?.startsWith('h') ? 3_600_000 : 60_000), ...takenFor(soon[1], many) }
  if (/^(yesterday|last (week|month|year|night)|.*\bago)$/u.test(text)) return over(`“${words.trim()}”`)
  const { rest, time } = timeIn(text)
  if (time === 'impossible') return { ok: false, timely: true, reason: `There is no such time of day. ${HOW}` }
  const today = localDayOf(now, timezone)
  const day = rest === '' ? { on: today } : dayIn(rest, today)
  if (day === null) return { ok: false, timely: false, reason: `“${words.trim()}” is not understood. ${HOW}` }
  if ('reason' in day) return { ok: false, timely: true, reason: day.reason }
  const { hour, minute } = time ?? END_OF_WORK
  const read = compileTime(undefined, timezone)
  if (!read.ok) return { ...read, timely: true }
  const found = read.read(`${day.on}T${two(hour)}:${two(minute)}`)
  if (!found.ok) return { ...found, timely: true }
  // A time alone that is over for today is tomorrow's.
  if (found.instant <= now && rest === '' && time) return readDue(`tomorrow ${two(hour)}:${two(minute)}`, { now, timezone })
  return found.instant <= now ? over() : { ok: true, at: found.instant, ...(day.taken ? { taken: day.taken } : {}) }
}

/** What says that a time follows; “on” and “at” say that too often of something else. */
const BY = new Set(['by', 'before', 'until', 'till'])
/** What says a time by itself. “Today” does not: it is mostly when something happened. */
const ALONE = new Set(['tomorrow', 'in', 'within', 'next'])
/** A time of day says it too, wherever it stands; a weekday or a date where the sentence ends with it. */
const CLOCK = /^(\d{1,2}([:.]\d{2})?(am|pm)|\d{1,2}:\d{2}|noon|midday)[.,;:!?]*$/u
const LONGEST = 6
/** What a time is made of, for words that are not understood although they sound like one. */
const TIMELY = /^(\w+day|yesterday|tomorrow|tonight|(minute|hour|day|week|fortnight|month|quarter|year|weekend)s?|morning|afternoon|evening|night|noon|midnight|christmas|easter|\d{1,4}([/.:-]\d{1,2})+([/.-]\d{2,4})?|\d{1,2}(am|pm|st|nd|rd|th)|jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/u

/**
 * The words of a sentence that say when: “Call back by friday noon” → “friday noon”; null where none do. The first of
 * several, as long as it is a time. Words that name a time which is over or does not exist, or that sound like a time and are
 * not understood, are given too: `readDue` refuses them, so that whoever wrote them is asked instead of given another time.
 */
export function dueWordsIn(sentence: string, asked: { now: number; timezone: string }): string | null {
  const words = sentence.trim().split(/\s+/u)
  const said = (from: number, to: number) => words.slice(from, to).join(' ').replace(/[.,;:!?]+$/u, '')
  let unclear: string | null = null
  for (const [at, given] of words.entries()) {
    const word = given.toLowerCase()
    const by = BY.has(word)
    const open = by || ALONE.has(word) || CLOCK.test(word)
    const begin = by ? at + 1 : at
    for (let end = Math.min(words.length, begin + LONGEST); end > begin; end--) {
      // Without a word that announces a time, only what ends the sentence is one, and “today” only with its hour.
      if (!open && (end < words.length || (end === begin + 1 && word.startsWith('today')))) continue
      if (!open && !startsTime(word)) continue
      const phrase = said(begin, end)
      const read = readDue(phrase, asked)
      if (read.ok || read.timely) return phrase
    }
    if (unclear === null && (by || word === 'in' || word === 'within' || word === 'next' || word === 'on')) unclear = soundsTimely(words.slice(at + 1, at + 5), by)
  }
  return unclear
}

/** The words up to the last that belongs to a time, where any does: “a month or so, please” → “a month”. */
function soundsTimely(words: readonly string[], by: boolean): string | null {
  const plain = words.map((word) => word.toLowerCase().replace(/[.,;:!?]+$/u, ''))
  // “by 5”: an hour, or a day?
  const last = plain.findLastIndex((word, at) => TIMELY.test(word) || (by && at === 0 && /^\d{1,2}$/u.test(word)))
  return last < 0 ? null : plain.slice(0, last + 1).join(' ')
}

const startsTime = (word: string) => /^(\d{1,2}(st|nd|rd|th)?|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}([/.]\d{2,4})?|today|tonight|yesterday|last|end)[.,;:!?]*$/u.test(word) || WEEKDAYS.includes(word.replace(/[.,;:!?]+$/u, '')) || (word.length >= 3 && monthOf(word) !== null)

const two = (n: number) => String(n).padStart(2, '0')
/** How many: a figure, a word for one, or a vague one; null for no number. */
function amount(word: string | undefined): number | null {
  if (word === undefined || word === 'a' || word === 'an') return 1
  if (word === 'a few') return 3
  if (word === 'a couple of' || word === 'a couple') return 2
  if (/^\d{1,4}$/u.test(word)) return Number(word)
  return NUMBERS.includes(word) ? NUMBERS.indexOf(word) : null
}
const takenFor = (word: string | undefined, n: number) => (word === 'a few' ? { taken: `“a few” is taken for ${n}` } : {})

/** Takes a time of day off the words' end. */
function timeIn(text: string): { rest: string; time: { hour: number; minute: number } | null | 'impossible' } {
  const ahead = /^(\d{1,2}(?:[:.]\d{2})? ?(?:am|pm)|\d{1,2}:\d{2}|noon|midday|end of day|eod) (?:on |of )?([a-z0-9].+)$/u.exec(text)
  if (ahead) return timeIn(`${ahead[2]} ${ahead[1]}`)
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

type Day = { on: LocalDay; taken?: string } | { reason: string }

const lastOfMonth = (day: LocalDay): LocalDay => addDays(addMonths(firstOfMonth(day), 1), -1)
const weekdayOf = (day: LocalDay) => new Date(`${day}T00:00:00Z`).getUTCDay()
/** 1 to 12 from a month's name or its first three letters and more; null for any other word. */
function monthOf(word: string | undefined): number | null {
  const name = (word ?? '').replace(/[.,;:!?]+$/u, '')
  const found = name.length < 3 ? -1 : MONTHS.findIndex((month) => month.startsWith(name === 'sept' ? 'sep' : name))
  return found < 0 ? null : found + 1
}

function dayIn(text: string, today: LocalDay): Day | null {
  if (text === 'today' || text === 'tonight') return { on: today }
  if (text === 'tomorrow') return { on: addDays(today, 1) }
  if (text === 'day after tomorrow') return { on: addDays(today, 2) }
  if (text === 'next week') return { on: addDays(today, 7) }
  const ahead = /^in (\w+|a few|a couple of|the next \w+|the next few) (day|week|fortnight|month)s?$/u.exec(text)
  if (ahead) {
    const word = ahead[1]?.replace(/^the next few$/u, 'a few').replace(/^the next /u, '')
    const n = amount(word)
    if (n === null) return null
    return { on: ahead[2] === 'month' ? addMonths(today, n) : addDays(today, n * (ahead[2] === 'week' ? 7 : ahead[2] === 'fortnight' ? 14 : 1)), ...takenFor(word, n) }
  }
  const weekday = WEEKDAYS.findIndex((name) => text.replace(/^(next|this) /u, '').length >= 3 && name.startsWith(text.replace(/^(next|this) /u, '')))
  if (weekday >= 0) {
    const until = (weekday - weekdayOf(today) + 7) % 7
    return { on: addDays(today, until === 0 ? 7 : until) }
  }
  if (/^\d{4}-\d{2}-\d{2}$/u.test(text)) return { on: text }
  if (/^\d{1,2}[/.]\d{1,2}([/.]\d{2,4})?$/u.test(text)) return { reason: `“${text}” may be read in two ways, or in none. Write the month as a word: “30 Nov”.` }
  return endIn(text, today) ?? dateIn(text, today)
}

/** The end of a week (its Friday), of a month or of a year. */
function endIn(text: string, today: LocalDay): Day | null {
  const span = /^(?:end of (?:the )?|(?=(?:week|month|year)[ -]end$))(this |next )?([a-z]+)(?:[ -]end)?(?: (\d{4}))?$/u.exec(text)
  if (!span) return null
  const later = span[1] === 'next ' ? 1 : 0
  if (span[2] === 'week') return { on: addDays(today, ((FRIDAY - weekdayOf(today) + 7) % 7) + later * 7), taken: 'the end of a week is taken for Friday' }
  if (span[2] === 'month') return { on: lastOfMonth(addMonths(firstOfMonth(today), later)) }
  if (span[2] === 'year') return { on: `${Number(today.slice(0, 4)) + later}-12-31` }
  const month = monthOf(span[2])
  return month === null ? null : ofYear(span[3], today, (year) => lastOfMonth(`${year}-${two(month)}-01`))
}

/** “30 Nov”, “Nov 30th”, “30 November 2026”. */
function dateIn(text: string, today: LocalDay): Day | null {
  const dated = /^(?<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?<month>[a-z]{3,9}),?(?: (?<year>\d{4}))?$/u.exec(text) ?? /^(?<month>[a-z]{3,9}) (?<day>\d{1,2})(?:st|nd|rd|th)?,?(?: (?<year>\d{4}))?$/u.exec(text)
  const month = monthOf(dated?.groups?.month)
  return dated && month !== null ? ofYear(dated.groups?.year, today, (year) => `${year}-${two(month)}-${two(Number(dated.groups?.day))}`) : null
}

/** The day in the year that is named, else in this one or, where it is long past, the next. */
function ofYear(named: string | undefined, today: LocalDay, day: (year: number) => LocalDay): Day {
  const year = Number(named ?? today.slice(0, 4))
  if (named !== undefined || day(year) >= today) return { on: day(year) }
  return day(year) >= addDays(today, -SLIPPED_DAYS) ? { reason: 'That day has just passed. If you mean next year’s, write the year.' } : { on: day(year + 1) }
}
