import type { AlertCondition } from '@/db/vocabulary'
import { reading, type OrgCtx } from '@/server/context'
import { observe, passes, rowOf, windowDays } from '@/server/domain/alerts/judge'
import { figureSentence, momentSentence, promiseSentence } from '@/server/domain/alerts/words'
import { localDayOf } from '@/server/domain/time/local-day'
import { invalid } from '@/server/errors'
import { alertEvents } from '@/server/queries/alert-events'
import { answerReport, describeReport } from '@/server/reports/answer'

type Figure = Extract<AlertCondition, { kind: 'figure' }>
type Event = Exclude<AlertCondition, { kind: 'figure' }>

/** One look at a figure: `holds` null when it cannot be told, with the reason in `said`. */
export type FigureSeen = { holds: boolean | null; observed: number | null; said: string; detail: Record<string, unknown> }
/** One look for events: those not told of yet. */
export type EventsSeen = { subjects: string[]; customers: string[]; said: string }

/** The figure as of now. Throws `not_found` or `invalid` where the report or the figure is not there (any more). */
export async function lookAtFigure(ctx: OrgCtx, condition: Figure): Promise<FigureSeen> {
  const told = describeReport(condition.report)
  const figure = told.figures[condition.field]
  if (!figure) throw invalid(`“${condition.field}” is not a figure of ${told.title}.`, [{ field: 'field', reason: 'is not a figure of this report' }])
  const window = windowDays(condition.window, localDayOf(ctx.now.getTime(), ctx.org.timezone))
  const answer = await answerReport(ctx, condition.report, { ...condition.parameters, ...window })
  const row = rowOf(answer.rows, told.keys, condition.cell)
  const seen = observe(row, condition.field, figure)
  const detail = { report: condition.report, parameters: answer.parameters, field: condition.field, cell: condition.cell, comparison: condition.comparison, threshold: condition.threshold }
  // While customers are being settled or a source is late, a figure may still move: it is told, with that said.
  if (seen.value === null) return { holds: null, observed: null, said: seen.why, detail }
  const label = typeof row?.label === 'string' && row.key !== 'total' && Object.keys(condition.cell).length > 0 ? row.label : ''
  const said = figureSentence({ ...condition, label: figure.label, unit: figure.unit, of: label === figure.label ? '' : label, value: seen.value, numerator: seen.numerator, denominator: seen.denominator, currency: ctx.org.currency })
  return { holds: passes(condition.comparison, seen.value, condition.threshold), observed: seen.value, said, detail: { ...detail, observed: seen.value, numerator: seen.numerator, denominator: seen.denominator } }
}

/** What has happened that the rule has not told of. `ruleId` null: whatever a new rule would find in the last days. */
export async function lookForEvents(ctx: OrgCtx, condition: Event, of: { ruleId: string | null; since: Date }): Promise<EventsSeen> {
  const { events, touchpoint, segment } = await reading(ctx, (tx) => alertEvents(tx, ctx, condition, of))
  const said = condition.kind === 'moment_failed' ? momentSentence(events.length, { touchpoint, critical: condition.critical, segment }) : promiseSentence(events.length, { hours: condition.hours, segment })
  return { subjects: events.map((event) => event.subject), customers: [...new Set(events.map((event) => event.customer))], said }
}
