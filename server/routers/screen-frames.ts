import type { OrgCtx } from '../context'
import { TouchstoneError } from '../errors'
import { log } from '../log'
import { localDayOf } from '../domain/time/local-day'
import type { Frame, Picture, Program, Takeover } from '../domain/screens/frame'
import { pictureOf, type Drawn, type Means } from '../domain/screens/pictures'
import { NotDrawable } from '../domain/screens/told'
import { storyOf } from '../domain/screens/story'
import { fill, fillAll } from '../domain/screens/variables'
import { targetOf, targetSubject } from '../domain/targets/target'
import type { LiveHub } from '../live'
import { settingOf, type Setting, type SlideRow } from '../queries/screens/screens'
import { bestStory } from '../queries/screens/story'
import { describeReport, reportRows, SETTLING, type ReportAnswer } from '../reports/answer'
import { sharedAnswer } from './shared-answers'

/** A screen as a display receives it. `failed`: why slides cannot be shown, by their id, for whoever looks after it. */
export type Shown = { program: Program; frames: Frame[]; takeovers: Takeover[]; failed: Record<string, string> }

/** Lines of promises on a wall, at most; those that fall due alike share one. */
const NEXT = 4
/** Moments looked through for the one worth telling, the newest first. */
const STORIES = 100

/** Answers every slide of a screen. A slide that cannot be answered has no picture; the others stand. `at` is the wall's clock. */
export async function shownOf(ctx: OrgCtx, live: Pick<LiveHub, 'version'>, screenId: string, variables: Readonly<Record<string, string>>, at: Date): Promise<Shown> {
  const setting = await settingOf(ctx, screenId, at)
  const { screen } = setting
  const zone = screen.timezone ?? ctx.org.timezone
  const all = { ...screen.variables, ...variables }
  const failed: Record<string, string> = {}
  // One after the other: the embedded engine has one connection, and on PostgreSQL a wall must not take them all.
  const frames: Frame[] = []
  for (const slide of screen.slides) {
    try {
      frames.push(await frameOf(ctx, live, setting, slide, all))
    } catch (error) {
      failed[slide.id] = reasonOf(error, slide.id)
      frames.push({ id: slide.id, title: slide.title ?? '', seconds: slide.seconds, schedule: slide.schedule, kind: slide.kind, picture: null, window: null, incomplete: null, hidden: 0 })
    }
  }
  return { program: { screen: screen.id, name: screen.name, organisation: ctx.org.name, zone, currency: ctx.org.currency, theme: screen.theme, names: screen.showNames, standing: ctx.org.sample ? setting.known.today : null, silentSince: setting.silentSince }, frames, takeovers: setting.takeovers, failed }
}

function reasonOf(error: unknown, slide: string): string {
  if (error instanceof NotDrawable || error instanceof TouchstoneError) return error.message
  if (error instanceof Error && error.message.startsWith('{')) return error.message
  log('error', 'slide failed', { slide, message: error instanceof Error ? error.message.slice(0, 2000) : String(error) })
  return 'This slide could not be answered. The log has the details.'
}

async function frameOf(ctx: OrgCtx, live: Pick<LiveHub, 'version'>, setting: Setting, slide: SlideRow, variables: Readonly<Record<string, string>>): Promise<Frame> {
  const say = (text: string | null) => (text ? fill(text, variables, setting.known) : null)
  const head = { id: slide.id, seconds: slide.seconds, schedule: slide.schedule, kind: slide.kind }
  if (slide.kind === 'message' || !slide.report) {
    return { ...head, title: say(slide.title) ?? '', picture: { kind: 'message', text: say(slide.text) ?? '' }, window: null, incomplete: null, hidden: 0 }
  }
  const told = describeReport(slide.report)
  const parameters = fillAll(slide.parameters, variables, setting.known)
  const cell = fillAll(slide.cell, variables, setting.known)
  const answer = await sharedAnswer(ctx, live, slide.report, parameters)
  const means: Means = { names: setting.screen.showNames, target: (field, value, last) => target(ctx, setting, told.name, field, parameters, cell, value, last) }
  const { picture, hidden } = await draw(ctx, setting, slide, told, answer, cell, means)
  const { from, to } = answer.parameters as { from?: string; to?: string }
  const dated = slide.kind !== 'expected' && slide.kind !== 'promises' && slide.kind !== 'at_risk' && from !== undefined && to !== undefined
  return { ...head, title: say(slide.title) ?? told.title, picture, hidden, window: dated ? { from, to } : null, incomplete: late(answer.incomplete, picture) }
}

function target(ctx: OrgCtx, { targets }: Setting, report: string, field: string, parameters: Record<string, unknown>, cell: Record<string, unknown>, value: number | null, last: string | null) {
  const subject = targetSubject(field, parameters, cell)
  const mine = targets.filter((t) => t.report === report && t.subject === subject)
  return mine.length === 0 ? null : targetOf(mine, last ?? localDayOf(ctx.now.getTime(), ctx.org.timezone), value)
}

async function draw(ctx: OrgCtx, setting: Setting, slide: SlideRow, told: ReturnType<typeof describeReport>, answer: ReportAnswer, cell: Record<string, string>, means: Means): Promise<Drawn> {
  if (slide.kind === 'promises') return { picture: await promises(ctx, slide, answer, means.names), hidden: 0 }
  if (slide.kind === 'story') return { picture: await story(ctx, setting, slide, told, answer, cell, means.names), hidden: 0 }
  const drawn = pictureOf(slide.kind, told, answer, { field: slide.field, cell }, means)
  return { ...drawn, picture: withChannelKinds(drawn.picture, setting) }
}

/** Channels are named by slug in answers; a wall gives each kind its colour. */
function withChannelKinds(picture: Picture, { channels }: Setting): Picture {
  const toned = <T extends { tone?: string }>(all: T[]): T[] => all.map((one) => (one.tone?.startsWith('channel:') ? { ...one, tone: `channel:${channels.find((c) => `channel:${c.slug}` === one.tone)?.kind ?? 'other'}` } : one))
  if (picture.kind === 'line' || picture.kind === 'stream') return { ...picture, lines: toned(picture.lines) }
  return picture.kind === 'bars' ? { ...picture, bars: toned(picture.bars) } : picture
}

const count = (value: unknown) => (typeof value === 'number' ? value : 0)

/** What is owed: counts of the whole, and when the next fall due. The promise's own words may name people: only with names on. */
async function promises(ctx: OrgCtx, slide: SlideRow, answer: ReportAnswer, names: boolean): Promise<Picture> {
  const row = answer.rows.find((r) => r.owner === 'total') ?? {}
  const due = await reportRows(ctx, slide.report ?? '', askedOf(answer), { row: { owner: 'total' }, field: 'due_today' }, { limit: 200, offset: 0 })
  const alike = new Map<string, { due: string; text: string | null; team: string | null; n: number }>()
  for (const r of due.rows.toSorted((a, b) => time(a.due_at) - time(b.due_at))) {
    const one = { due: new Date(time(r.due_at)).toISOString(), text: names && typeof r.text === 'string' && r.text !== '' ? r.text : null, team: typeof r.team === 'string' ? r.team : null }
    const key = JSON.stringify(one)
    alike.set(key, { ...one, n: (alike.get(key)?.n ?? 0) + 1 })
  }
  const next = [...alike.values()].slice(0, NEXT)
  return { kind: 'promises', overdue: count(row.overdue), today: count(row.due_today), later: count(row.due_later), next, more: Math.max(0, count(row.due_today) - next.reduce((sum, one) => sum + one.n, 0)) }
}

/** One record behind a cell, told: of the newest moments the one most worth it. Its own words only with names on. */
async function story(ctx: OrgCtx, setting: Setting, slide: SlideRow, told: ReturnType<typeof describeReport>, answer: ReportAnswer, cell: Record<string, string>, names: boolean): Promise<Picture> {
  const field = slide.field ?? told.measure?.field ?? ''
  const row = Object.fromEntries(told.keys.map((key) => [key, cell[key] ?? 'total']))
  const found = await reportRows(ctx, told.name, askedOf(answer), { row, field }, { limit: STORIES, offset: 0 })
  const what = cell.result ?? told.figures[field]?.label ?? told.title
  const zone = ctx.org.timezone
  const best = found.rows.length === 0 ? null : await bestStory(ctx, found.rows.map((r) => ({ source: String(r.source), id: String(r.id), day: localDayOf(time(r.occurred_at), zone) })))
  const chosen = found.rows.find((r) => r.source === best?.key.source && r.id === best?.key.id)
  if (!best || !chosen) return { kind: 'story', what, count: 0, when: null, where: null, headline: '', lines: [] }
  const { headline, lines } = storyOf(best.facts)
  const summary = names && typeof chosen.summary === 'string' && chosen.summary !== '' ? chosen.summary : null
  return {
    kind: 'story', what, count: found.total, when: new Date(time(chosen.occurred_at)).toISOString(), where: setting.channels.find(({ slug }) => slug === chosen.channel)?.name ?? null,
    headline: summary ? `“${summary}”` : headline, lines: summary ? [`${headline}.`, ...lines] : lines,
  }
}

const time = (value: unknown): number => new Date(value instanceof Date || typeof value === 'string' || typeof value === 'number' ? value : 0).getTime()
/** The parameters an answer was given to, as they can be asked again. */
const askedOf = (answer: ReportAnswer): Record<string, unknown> => Object.fromEntries(Object.entries(answer.parameters).filter(([, v]) => v !== undefined && v !== null))

/** The first reason why figures are incomplete. What has come today is counted at once: settling does not hold it back. */
const late = (reasons: readonly string[], picture: Picture): string | null => reasons.find((reason) => picture.kind !== 'expected' || !reason.includes(SETTLING)) ?? null
