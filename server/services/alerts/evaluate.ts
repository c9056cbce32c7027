import type { AlertCondition, AlertWindow } from '@/db/vocabulary'
import { reading, type OrgCtx } from '@/server/context'
import { observe, passes, rowOf, windowDays, type Observed } from '@/server/domain/alerts/judge'
import { isOutside, usualRange, type Seen } from '@/server/domain/alerts/usual'
import { isUsual, longerWindows, usualDays } from '@/server/domain/alerts/usual-windows'
import { figureSentence, momentSentence, promiseSentence, usualSentence, windowSaid } from '@/server/domain/alerts/words'
import { RECOUNTING, SETTLING, SORTING } from '@/server/domain/settling'
import { localDayOf } from '@/server/domain/time/local-day'
import { invalid } from '@/server/errors'
import { alertEvents } from '@/server/queries/alert-events'
import { answerReport, describeReport } from '@/server/reports/answer'
import { resolveWindow } from '@/server/reports/window'

type Figure = Extract<AlertCondition, { kind: 'figure' }>
type Event = Exclude<AlertCondition, { kind: 'figure' }>

/** One look at a figure: `holds` null when it cannot be told, with the reason in `said`. */
export type FigureSeen = { holds: boolean | null; observed: number | null; said: string; /** How many it rests on, where they are too few to tell. */ few: number | null; /** What has not come: the figure is told all the same. */ lacks: string | null; detail: Record<string, unknown> }
/** One look for events: those not told of yet. */
export type EventsSeen = { subjects: string[]; customers: string[]; said: string }

/** The figure as of now. Throws `not_found` or `invalid` where the report or the figure is not there (any more). */
export async function lookAtFigure(ctx: OrgCtx, condition: Figure): Promise<FigureSeen> {
  const told = describeReport(condition.report)
  const figure = told.figures[condition.field]
  if (!figure) throw invalid(`“${condition.field}” is not a figure of ${told.title}.`, [{ field: 'field', reason: 'is not a figure of this report' }])
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  const { comparison } = condition
  // Some figures stand beside their own range; the others are held against their own past.
  const range = told.usual[condition.field]
  const past = isUsual(comparison) && !range ? usualDays(condition.window, today, await firstDay(ctx)) : null
  if (isUsual(comparison) && !range && !past) throw invalid('What was expected is known only of whole days: yesterday, or the last 7, 28 or 90 days.', [{ field: 'window', reason: 'has no like to be held against' }])
  const ask = async (days: { from?: string; to?: string }) => {
    const answer = await answerReport(ctx, condition.report, { ...condition.parameters, ...days })
    const row = rowOf(answer.rows, told.keys, condition.cell)
    return { answer, row, seen: observe(row, condition.field, figure) }
  }
  const { answer, row, seen } = await ask(past?.looked ?? windowDays(condition.window, today))
  const detail = { report: condition.report, parameters: answer.parameters, field: condition.field, cell: condition.cell, comparison, ...(isUsual(comparison) ? {} : { threshold: condition.threshold }) }
  // While customers are being settled or a source is late, a figure may still move: it is told, with that said.
  const late = answer.incomplete.find((text) => !text.includes(SETTLING)) ?? null
  if (seen.value === null) return { holds: null, observed: null, said: seen.why, few: seen.few ?? null, lacks: late, detail }
  // Figures of segments that are half filled, or of days that are others by now, are not low.
  const moving = answer.incomplete.find((text) => text.includes(SORTING) || text.includes(RECOUNTING))
  if (moving) return { holds: null, observed: seen.value, said: moving, few: null, lacks: late, detail }
  const of = [
    ...Object.keys(condition.cell).flatMap((key) => { const label = row?.[`${key}_label`]; return typeof label === 'string' && condition.cell[key] !== 'total' ? [label.replace(/^\p{Lu}(?=\p{Ll})/u, (first) => first.toLowerCase())] : [] }),
    ...(typeof row?.label === 'string' && row.key !== 'total' && Object.keys(condition.cell).length > 0 && row.label !== figure.label ? [row.label] : []),
  ].join(', ')
  // What stands beside its own range is of the running day, and its part is all there is to name.
  const ofDay = range !== undefined
  const words = { label: ofDay && of ? of : figure.label, unit: figure.unit, of: ofDay ? '' : of, value: seen.value, window: windowSaid(condition.window, { ofNow: told.ofNow, ofDay }), numerator: seen.numerator, denominator: seen.denominator, currency: ctx.org.currency }
  const all = { ...detail, observed: seen.value, numerator: seen.numerator, denominator: seen.denominator }
  if (!isUsual(comparison)) return { holds: passes(comparison, seen.value, condition.threshold), observed: seen.value, said: figureSentence({ ...words, comparison, threshold: condition.threshold }), few: null, lacks: late, detail: all }
  const unknown = (said: string): FigureSeen => ({ holds: null, observed: null, said, few: null, lacks: late, detail })
  // A late source makes a figure incomplete, never low. Who is still being settled is so for seconds.
  if (late) return unknown(`It cannot be held against what was expected: ${late}`)
  const usual = range ? ownRange(row, range) : usualRange(figure.unit, await earlierOf(past?.earlier ?? [], ask), seen)
  if (!usual) return unknown('There are fewer than four earlier windows like it: too few to say what was expected.')
  return { holds: isOutside(comparison, seen.value, usual), observed: seen.value, said: usualSentence({ ...words, ...usual }), few: null, lacks: null, detail: { ...all, low: usual.low, high: usual.high } }
}

const firstDay = (ctx: OrgCtx) => reading(ctx, async (tx) => (await resolveWindow(tx, ctx, {}, () => undefined)).first)

function ownRange(row: Record<string, unknown> | null, { low, high }: { low: string; high: string }): { low: number; high: number } | null {
  const [from, to] = [row?.[low], row?.[high]]
  return typeof from === 'number' && typeof to === 'number' ? { low: from, high: to } : null
}

/** Earlier windows in which the figure can be told, one after the other: they share one connection. */
async function earlierOf(windows: readonly { from: string; to: string }[], ask: (days: { from: string; to: string }) => Promise<{ seen: Observed }>): Promise<Seen[]> {
  const found: Seen[] = []
  for (const days of windows) {
    const { seen } = await ask(days)
    if (seen.value !== null) found.push(seen)
  }
  return found
}

export type Longer = { window: AlertWindow; rests_on: number }
/** The shortest longer window in which enough cases fall for the figure to be judged; null where none has them. */
export async function longerWindow(ctx: OrgCtx, condition: Figure): Promise<Longer | null> {
  for (const window of longerWindows(condition.window, condition.comparison)) {
    const { observed, detail } = await lookAtFigure(ctx, { ...condition, window })
    if (observed !== null) return { window, rests_on: typeof detail.denominator === 'number' ? detail.denominator : 0 }
  }
  return null
}

/** What has happened that the rule has not told of. `ruleId` null: whatever a new rule would find in the last days. */
export async function lookForEvents(ctx: OrgCtx, condition: Event, of: { ruleId: string | null; since: Date }): Promise<EventsSeen> {
  const { events, touchpoint, segment } = await reading(ctx, (tx) => alertEvents(tx, ctx, condition, of))
  const said = condition.kind === 'moment_failed' ? momentSentence(events.length, { touchpoint, critical: condition.critical, segment, places: [...new Set(events.flatMap(({ place }) => place ?? []))] }) : promiseSentence(events.length, { hours: condition.hours, segment })
  return { subjects: events.map((event) => event.subject), customers: [...new Set(events.map((event) => event.customer))], said }
}
