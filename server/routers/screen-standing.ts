import type { OrgCtx } from '../context'
import { allRight, isWorse } from '../domain/findings/all-right'
import { readable } from '../domain/readable'
import type { Picture } from '../domain/screens/frame'
import { isFewFound } from '../domain/screens/small'
import { silentDay } from '../domain/screens/verdict'
import { dayInWords } from '../domain/time/day-in-words'
import type { LiveHub } from '../live'
import type { ReportAnswer, RowOf } from '../reports/answer'
import { timeInWords } from '../reports/freshness'
import { patientAnswer, type Later } from './shared-answers'

type Live = Pick<LiveHub, 'version'>
/** Feeds are late by days: asked about this often. */
const FEEDS_MS = 20_000
const feedsOf = async (ctx: OrgCtx, live: Live, later: Later[]) => (await patientAnswer(ctx, live, 'freshness', {}, later, FEEDS_MS)).rows as RowOf<'freshness'>[]

/** Late for longer than this, a feed is known to be: whoever can mend it has been told for a week, and everybody else no longer reads it. */
const KNOWN_DAYS = 7

/** A feed that is late; null of `channel`: of none. `known`: for so long that it is said where figures lack it, and at the wall’s foot, but not on every slide. */
export type LateFeed = { source: string; kind: string; channel: string | null; name: string; /** The newest day with records of it. */ last: string; /** The instant of it, where it is late by hours. */ since: string | null; known: boolean }

/** The feeds that are late, the longest first, whatever a slide is of: a wall never shows figures without saying so. */
export async function lateFeeds(ctx: OrgCtx, live: Live, later: Later[]): Promise<LateFeed[]> {
  return (await feedsOf(ctx, live, later)).filter((feed) => feed.late).toSorted((a, b) => a.last_record.localeCompare(b.last_record) || a.feed.localeCompare(b.feed)).map((feed) => ({ source: feed.source, kind: feed.kind, channel: feed.channel, name: feed.channel === null ? feed.feed.replace(feed.source, readable(feed.source)) : feed.label, last: feed.last_record, since: feed.silent_since, known: feed.silent_days - feed.late_after_days > KNOWN_DAYS }))
}

/** "Chat late since 7 May, and 1 more", "Phone late since 09:40": a source of which several feeds are late is one, by its own name, made readable, since the last of them fell silent. */
export function sayLateFeeds(ctx: OrgCtx, feeds: readonly LateFeed[]): string | null {
  const sources = new Map<string, LateFeed[]>()
  for (const feed of feeds) sources.set(feed.source, [...(sources.get(feed.source) ?? []), feed])
  const [first, ...more] = sources.values()
  if (!first?.[0]) return null
  return `${first.length === 1 ? first[0].name : readable(first[0].source)} late since ${sinceOf(first, ctx)}${more.length > 0 ? `, and ${more.length} more` : ''}`
}

/** Since the last of them fell silent: a day, or of a feed that is late by hours a time. */
function sinceOf(feeds: readonly LateFeed[], ctx: OrgCtx): string {
  const last = feeds.toSorted((a, b) => `${a.last} ${a.since ?? ''}`.localeCompare(`${b.last} ${b.since ?? ''}`)).at(-1)
  return last?.since ? timeInWords(new Date(last.since), ctx) : shortDay(last?.last ?? '', ctx)
}

/** "1 source late": what everybody has known for weeks, in short. */
export function countLateSources(feeds: readonly LateFeed[]): string | null {
  const n = new Set(feeds.map(({ source }) => source)).size
  return n === 0 ? null : `${n} ${n === 1 ? 'source' : 'sources'} late`
}

/** "7 May", with its year where that is not this one. */
const shortDay = (day: string, { now }: OrgCtx) => dayInWords(day).replace(` ${now.getUTCFullYear()}`, '')

/** "Are we all right?", as the front page answers it. */
export async function standing(ctx: OrgCtx, live: Live, findings: ReportAnswer, later: Later[]): Promise<Picture> {
  const news = (findings.rows as RowOf<'findings'>[]).filter((row) => !isFewFound(row))
  const owed = (await patientAnswer(ctx, live, 'promises', {}, later)).rows.find((row) => row.owner === 'total')
  const feeds = await feedsOf(ctx, live, later)
  const today = await patientAnswer(ctx, live, 'today-against-expected', {}, later)
  const number = (value: unknown) => (typeof value === 'number' ? value : 0)
  const { answer, well, clauses } = allRight({
    news: news.map((row) => ({ text: row.text, worse: isWorse(row) })), checks: number(findings.statistics.checks), overdue: number(owed?.overdue), overdueNew: number(owed?.overdue_new), promises: number(owed?.promises),
    sources: new Set(feeds.map(({ source }) => source)).size, late: new Set(feeds.filter(({ late }) => late).map(({ source }) => source)).size, silent: silentDay(today) !== null,
  })
  const sentences = clauses.map(({ figure, words }) => `${figure}${words}`).map((text) => `${text.slice(0, 1).toLocaleUpperCase('en')}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`)
  return { kind: 'sentence', answer: { text: answer, well }, sentences, more: 0, none: '', well: well === true }
}
