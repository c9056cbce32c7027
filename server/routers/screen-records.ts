import type { OrgCtx } from '../context'
import { FEW, type Picture } from '../domain/screens/frame'
import { isSmall, manyOf } from '../domain/screens/small'
import { storyOf } from '../domain/screens/story'
import { dayInWords } from '../domain/time/day-in-words'
import { daysBetween, localDayOf } from '../domain/time/local-day'
import type { Setting, SlideRow } from '../queries/screens/screens'
import { bestStory } from '../queries/screens/story'
import { reportRows, type describeReport, type ReportAnswer } from '../reports/answer'
import { NEW_DAYS } from '../reports/promises'

/** Lines of promises on a wall, at most; those that fall due alike share one. */
const NEXT = 4
/** Moments looked through for the one worth telling, the newest first. */
const STORIES = 100

const count = (value: unknown) => (typeof value === 'number' ? value : 0)

/** What is owed: counts of the whole, and when the next fall due; a sentence where no promise is recorded. The promise's own words may name people, and a team of few is told by its next: only with names on. */
export async function promises(ctx: OrgCtx, slide: SlideRow, answer: ReportAnswer, { names, whole }: { names: boolean; whole: boolean }): Promise<Picture> {
  const row = answer.rows.find((r) => r.owner === 'total') ?? {}
  // Where none was ever made, nought overdue would read as a clean sheet.
  if (count(row.promises) === 0) return { kind: 'sentence', answer: null, sentences: [], more: 0, none: slide.parameters.from || slide.parameters.to ? 'No promises recorded in this time' : 'No promises recorded', well: false }
  const due = await reportRows(ctx, slide.report ?? '', askedOf(answer), { row: { owner: 'total' }, field: 'due_today' }, { limit: 200, offset: 0 })
  const teamOf = (r: (typeof due.rows)[number]) => (typeof r.team === 'string' && r.team !== '' ? r.team : null)
  const many = manyOf(due.rows.map(teamOf))
  const alike = new Map<string, { due: string; text: string | null; team: string | null; n: number }>()
  for (const r of due.rows.toSorted((a, b) => time(a.due_at) - time(b.due_at))) {
    const team = teamOf(r)
    const one = { due: new Date(time(r.due_at)).toISOString(), text: names && typeof r.text === 'string' && r.text !== '' ? r.text : null, team: names || (team !== null && many.has(team)) ? team : null }
    const key = JSON.stringify(one)
    alike.set(key, { ...one, n: (alike.get(key)?.n ?? 0) + 1 })
  }
  const next = [...alike.values()].slice(0, NEXT)
  return { kind: 'promises', overdue: count(row.overdue), aged: agedOf(row, whole), today: count(row.due_today), later: count(row.due_later), next, more: Math.max(0, count(row.due_today) - next.reduce((sum, one) => sum + one.n, 0)) }
}

/** "41 new in the last 7 days, the oldest since 3 March 2024": a thousand of last year ask for something else than ten of today. */
export function agedOf({ overdue, overdue_new: recent, oldest_overdue: oldest }: Record<string, unknown>, whole: boolean): string | null {
  if (count(overdue) === 0 || typeof oldest !== 'string') return null
  const when = dayInWords(oldest)
  if (count(overdue) === 1) return `since ${when}`
  return count(recent) === count(overdue) ? `all due within the last ${NEW_DAYS} days` : `${count(recent) === 0 ? 'none' : whole && isSmall(count(recent)) ? FEW : count(recent).toLocaleString('en-GB')} new in the last ${NEW_DAYS} days, the oldest since ${when}`
}

/** One record behind a cell, told: of the newest moments the one most worth it. Its own words only with names on. */
export async function story(ctx: OrgCtx, setting: Setting, slide: SlideRow, told: ReturnType<typeof describeReport>, answer: ReportAnswer, cell: Record<string, string>, names: boolean): Promise<Picture> {
  // A story is of moments, however else the report is measured; asked for no result, of any.
  const field = slide.field ?? 'moments'
  const result = cell.result ?? (typeof answer.parameters.result === 'string' ? answer.parameters.result : undefined)
  const row = Object.fromEntries(told.keys.map((key) => [key, cell[key] ?? (key === 'result' ? result : undefined) ?? 'total']))
  const found = await reportRows(ctx, told.name, askedOf(answer), { row, field }, { limit: STORIES, offset: 0 })
  const zone = ctx.org.timezone
  const best = found.rows.length === 0 ? null : await bestStory(ctx, found.rows.map((r) => ({ source: String(r.source), id: String(r.id), day: localDayOf(time(r.occurred_at), zone) })))
  const chosen = found.rows.find((r) => r.source === best?.key.source && r.id === best?.key.id)
  if (!best || !chosen) return { kind: 'story', what: result ?? '', count: 0, when: null, where: null, headline: '', lines: [] }
  const { headline, lines } = storyOf(best.facts)
  const summary = names && typeof chosen.summary === 'string' && chosen.summary !== '' ? chosen.summary : null
  return {
    kind: 'story', what: best.facts.result ?? '', count: found.total, when: whenOf(ctx, time(chosen.occurred_at), names ? (setting.screen.timezone ?? zone) : null), where: setting.channels.find(({ slug }) => slug === chosen.channel)?.name ?? null,
    headline: summary ? `“${summary}”` : headline, lines: summary ? [`${headline}.`, ...lines] : lines,
  }
}

/** A day and an hour say whose story it is to whoever was there: without names it is told of a week or a month. With them by the wall’s `clock`, a zone. */
function whenOf(ctx: OrgCtx, at: number, clock: string | null): string {
  const zone = ctx.org.timezone
  if (clock) return new Intl.DateTimeFormat('en-GB', { timeZone: clock, weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(at)
  return daysBetween(localDayOf(at, zone), localDayOf(ctx.now.getTime(), zone)) <= RECENT_DAYS ? `in the last ${RECENT_DAYS} days` : `in ${new Intl.DateTimeFormat('en-GB', { timeZone: zone, month: 'long', year: 'numeric' }).format(at)}`
}
const RECENT_DAYS = 7

const time = (value: unknown): number => new Date(value instanceof Date || typeof value === 'string' || typeof value === 'number' ? value : 0).getTime()
/** The parameters an answer was given to, as they can be asked again. */
const askedOf = (answer: ReportAnswer): Record<string, unknown> => Object.fromEntries(Object.entries(answer.parameters).filter(([, v]) => v !== undefined && v !== null))
