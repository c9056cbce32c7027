import { sayFigure } from '../alerts/words'
import { capital } from '../capital'
import { dayInWords } from '../time/day-in-words'
import { verdictBriefly, type Tempered } from './credit'
import type { Verdict } from './verdict'

/** A plan that is over and how it ended: what was left to do for it is still told. */
export type Ended = { status: 'reviewed' | 'stopped'; verdict: Verdict | null; tempered: Tempered }

/** What a meeting saw and decided, as the minutes need it. Figures are in words already. */
export type MeetingRecord = {
  day: string
  /** Who opened it, wrote something down in it, or closed it. */
  people: readonly string[]
  lastTime: { text: string; plan: string | null; done: boolean | null }[]
  measures: { plan: string; text: string }[]
  judged: { plan: string; verdict: Verdict; tempered: Tempered; /** What was found, with its interval (`foundWords`). */ found: string | null; caveats: readonly string[] }[]
  stuck: { plan: string; ended: Ended | null; title: string; owner: string; status: string; late: boolean; due: string | null; remark: string }[]
  done: { plan: string; title: string; owner: string }[]
  /** Of the register, what somebody wanted looked at again by now. */
  assumptions: { statement: string; owner: string; reviewOn: string }[]
  /** What left its usual range since the last meeting, and how much of what was told before still stands. */
  evidence: string[]
  known: number
  decisions: { text: string; plan: string | null; by: string }[]
}

/** Minutes are a title, headings, items and plain lines, and nothing else: drawn on the page, or written as Markdown. */
export type MinutesPiece = { kind: 'title' | 'heading' | 'item' | 'text'; text: string }
const MARK = { title: '# ', heading: '## ', item: '- ', text: '' } as const

const SAID = { true: 'done', false: 'not done', null: 'nobody said' } as const
const EVIDENCE = 'New evidence'

/** The minutes of a meeting, written by themselves: what was said last time, how it stands, what was decided. */
export function minutesPieces({ day, people, lastTime, measures, judged, stuck, done, assumptions, evidence, known, decisions }: MeetingRecord): MinutesPiece[] {
  const of = (plan: string | null) => (plan ? ` (${plan})` : '')
  const piece = (kind: MinutesPiece['kind'], text: string): MinutesPiece => ({ kind, text: line(text) })
  const section = (title: string, lines: readonly string[], none: string) => [piece('heading', title), ...(lines.length > 0 ? lines.map((one) => piece('item', one)) : [piece('text', none)])]
  return [
    piece('title', `Plans, ${day}`),
    ...(people.length > 0 ? [piece('text', `Took part, by what they wrote down: ${people.join(', ')}.`)] : []),
    ...section('What we said last time', lastTime.map((d) => `${unended(d.text)}${of(d.plan)}: ${SAID[String(d.done) as keyof typeof SAID]}`), 'Nothing was decided last time.'),
    ...section('Measures against their path', measures.map((m) => `${m.plan}: ${m.text}`), 'No plan is running.'),
    ...section('Judged since', judged.map((j) => `${j.plan}: ${verdictBriefly(j.verdict, j.tempered)}${j.found ? `. ${j.found}` : ''}${j.caveats.length > 0 ? `. Before you believe it: ${j.caveats.join(' ')}` : ''}`), 'No plan was judged.'),
    ...section('Done since', done.map((a) => `${a.title}${of(a.plan)}${a.owner ? `, by ${a.owner}` : ''}`), 'No action was finished.'),
    ...section('Stuck, behind or late', stuck.map((a) => `${a.title}${of(a.plan)}${a.ended ? `, its plan ${endedBriefly(a.ended)}` : ''}: ${howItStands(a)}${a.due ? `, due ${dayInWords(a.due)}` : ''}${a.owner ? `, with ${a.owner}` : ', nobody owns it'}${a.remark ? `. ${a.remark}` : ''}`), 'No action is stuck, behind or late.'),
    ...(assumptions.length > 0 ? section('Assumptions due for a look', assumptions.map((a) => `${unended(a.statement)}: since ${dayInWords(a.reviewOn)}${a.owner ? `, with ${a.owner}` : ', nobody looks after it'}`), '') : []),
    ...section(EVIDENCE, evidence, known > 0 ? `Nothing new since the last meeting; ${known} told before ${known === 1 ? 'still stands' : 'still stand'}.` : 'No figure left its usual range.'),
    ...section('Decided', decisions.map((d) => `${unended(d.text)}${of(d.plan)}, noted by ${d.by}`), 'Nothing was decided.'),
  ]
}

/** What a verdict was given on, in a line: "Failed moments: change +2.1 points (95 % interval −9.5 to 13.7 points)"; null where nothing could be told. */
export function foundWords({ measure, label, unit, difference, low, high }: { measure: string; label: string; unit: string; difference: number | null; low: number | null; high: number | null }, currency: string): string | null {
  if (difference === null) return null
  // Shares differ by points, said once.
  const [say, unitSaid] = unit === 'share' ? [(value: number) => (value * 100).toFixed(1).replace('-', '−'), ' points'] : [(value: number) => sayFigure(value, unit, currency), '']
  return `${measure ? `${capital(measure)}: ` : ''}${label.toLowerCase()} ${difference > 0 ? '+' : ''}${say(difference)}${unitSaid}${low === null || high === null ? '' : ` (95 % interval ${say(low)} to ${say(high)}${unitSaid})`}`
}

/** As Markdown, as they are kept and downloaded. */
export const minutesOf = (record: MeetingRecord): string => {
  const lines = minutesPieces(record).flatMap(({ kind, text }, i) => [...(kind === 'heading' || (kind === 'text' && i === 1) ? [''] : []), `${MARK[kind]}${text}`, ...(kind === 'heading' ? [''] : [])])
  return [...lines, ''].join('\n')
}

/** The pieces minutes were written from: every line of theirs is one, by its mark. */
export const piecesOf = (minutes: string): MinutesPiece[] =>
  minutes.split('\n').filter((text) => text !== '').map((text) => {
    const kind = (['title', 'heading', 'item'] as const).find((one) => text.startsWith(MARK[one])) ?? 'text'
    return { kind, text: text.slice(MARK[kind].length) }
  })

/** What minutes told as new evidence. */
export function evidenceIn(minutes: string): string[] {
  const pieces = piecesOf(minutes)
  const from = pieces.findIndex(({ kind, text }) => kind === 'heading' && text === EVIDENCE)
  const rest = from < 0 ? [] : pieces.slice(from + 1)
  const to = rest.findIndex(({ kind }) => kind === 'heading')
  return rest.slice(0, to < 0 ? undefined : to).flatMap(({ kind, text }) => (kind === 'item' ? [text] : []))
}

/** What of today's evidence no meeting was told yet, and how much of it one was. */
export function newEvidence(evidence: readonly string[], minutes: readonly string[]): { evidence: string[]; known: number } {
  const told = new Set(minutes.flatMap(evidenceIn))
  const fresh = evidence.filter((one) => !told.has(line(one)))
  return { evidence: fresh, known: evidence.length - fresh.length }
}

/** The lines of minutes that tell of a plan, without their marks: they name it first, or in brackets. */
export const linesAbout = (minutes: string, plan: string): string[] =>
  piecesOf(minutes).flatMap(({ kind, text }) => (kind === 'item' && (text.startsWith(`${line(plan)}: `) || text.includes(`(${line(plan)})`)) ? [text] : []))

/** A sentence that goes on after it was typed with its stop. */
const unended = (text: string): string => text.replace(/[.:;,\s]+$/u, '')

const line = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim()

/** How a plan ended, in a few words after its name. */
export const endedBriefly = ({ status, verdict, tempered }: Ended): string => (status === 'reviewed' && verdict ? `judged “${verdictBriefly(verdict, tempered)}”` : 'stopped')

/** An action may be both stuck and late. */
const howItStands = ({ status, late }: { status: string; late: boolean }): string => [status !== 'on_track' && status, late && 'late'].filter(Boolean).join(' and ')
