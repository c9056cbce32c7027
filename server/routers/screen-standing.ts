import type { OrgCtx } from '../context'
import { allRight, isWorse } from '../domain/findings/all-right'
import type { Picture } from '../domain/screens/frame'
import { dayInWords } from '../domain/time/day-in-words'
import type { LiveHub } from '../live'
import type { ReportAnswer, RowOf } from '../reports/answer'
import { sharedAnswer } from './shared-answers'

type Live = Pick<LiveHub, 'version'>
const feedsOf = async (ctx: OrgCtx, live: Live) => (await sharedAnswer(ctx, live, 'freshness', {})).rows as RowOf<'freshness'>[]

/** A feed that is late, in a sentence; null of `channel`: of none. */
export type LateFeed = { channel: string | null; text: string }

/** The feeds that are late, whatever a slide is of: a wall never shows figures without saying so. */
export async function lateFeeds(ctx: OrgCtx, live: Live): Promise<LateFeed[]> {
  return (await feedsOf(ctx, live)).filter((feed) => feed.late).map((feed) => ({ channel: feed.channel, text: `nothing from ${feed.feed} since ${dayInWords(feed.last_record)}` }))
}

/** "Are we all right?", as the front page answers it. */
export async function standing(ctx: OrgCtx, live: Live, findings: ReportAnswer): Promise<Picture> {
  const news = findings.rows as RowOf<'findings'>[]
  const owed = (await sharedAnswer(ctx, live, 'promises', {})).rows.find((row) => row.owner === 'total')
  const feeds = await feedsOf(ctx, live)
  const number = (value: unknown) => (typeof value === 'number' ? value : 0)
  const { answer, well, clauses } = allRight({
    news: news.map((row) => ({ text: row.text, worse: isWorse(row) })), checks: number(findings.statistics.checks), overdue: number(owed?.overdue), promises: number(owed?.promises),
    sources: new Set(feeds.map(({ source }) => source)).size, late: new Set(feeds.filter(({ late }) => late).map(({ source }) => source)).size,
  })
  const sentences = clauses.map(({ figure, words }) => `${figure}${words}`).map((text) => `${text.slice(0, 1).toLocaleUpperCase('en')}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`)
  return { kind: 'sentence', answer: { text: answer, well }, sentences, more: 0, none: '', well: well === true }
}
