import type { PlanInterval } from '@/db/vocabulary'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import type { Kind, PeriodFigure } from '../domain/plans/effect'
import type { FigureRef } from '../domain/plans/figure'
import { periodNumber } from '../domain/plans/period-number'
import { betterOf, type Better } from '../domain/targets/better'
import { listPeriods, type LocalDay } from '../domain/time/local-day'
import { invalid, notFound, zodPlaces } from '../errors'
import { reportNamed } from './registry'
import type { Asked, Figure, Report } from './report'
import { resolveSplit } from './split'
import { resolveWindow } from './window'
import { whileWithoutLoops } from './without-loops'

/** One figure of one report: parameters without window, the row it stands in, and its field. */
export type FigureOf = FigureRef
export type Measured = PeriodFigure & { period: LocalDay; row: Record<string, unknown> }
type Span = { from: LocalDay; to: LocalDay }
/** Rows by what was asked. */
export type Answers = Map<string, Record<string, unknown>[]>

/** Longer baselines than this are cut; a report without periods is asked once for each. */
export const MOST_PERIODS = 120

/** The report and the figure's declaration. `not_found` for an unknown report, `invalid` for a field that is no figure. */
export function figureNamed(of: Pick<FigureOf, 'report' | 'field'>): { report: Report; figure: Figure; kind: Kind } {
  const report = reportNamed(of.report)
  if (!report) throw notFound(`report “${of.report}”`)
  const figure = report.figures[of.field]
  if (!figure) throw invalid(`field: “${of.field}” is not a figure of ${of.report}`, [{ field: 'field', reason: 'is not a figure of this report' }])
  return { report, figure, kind: figure.unit === 'share' && figure.denominator ? 'share' : figure.unit === 'count' ? 'count' : 'other' }
}

/** Days until what a figure says of a period is final (Report.ripens). */
export function ripensIn(ctx: OrgCtx, of: Pick<FigureOf, 'report' | 'field'>): number {
  return figureNamed(of).report.ripens?.(of.field, ctx.org) ?? 0
}

/** Which way a figure is better; null where nobody knows. */
export const betterNamed = (of: FigureOf): Better | null => {
  const { report } = figureNamed(of)
  return betterOf({ name: report.name, measure: report.measure ?? null, figures: report.figures }, of.field, { ...of.parameters, ...of.cell })
}

/**
 * Rows of any report within the caller's transaction, without comparison and settling remarks; with an interval, and where the
 * report can tell them at once (Report.byPeriod), those of every such period of the window. Bad parameters are `invalid`.
 */
export async function answerWithin(ctx: OrgCtx, tx: Tx, report: Report, parameters: Record<string, unknown>, interval?: PlanInterval): Promise<{ rows: Record<string, unknown>[]; notes: string[]; incomplete: string[] }> {
  const notes: string[] = []
  const incomplete: string[] = []
  const asked = { ...(await askedWithin(ctx, tx, report, parameters)), note: (t: string) => { notes.push(t) }, incomplete: (t: string) => { incomplete.push(t) } }
  const rows = await whileWithoutLoops(report, ctx, tx, async () => (interval && report.byPeriod ? report.byPeriod(asked, interval) : (await report.answer(asked)).rows))
  return { rows, notes, incomplete }
}

/** A question to a report, as its functions are given it; remarks go nowhere. Bad parameters are `invalid`. */
export async function askedWithin(ctx: OrgCtx, tx: Tx, report: Report, parameters: Record<string, unknown>): Promise<Asked<Record<string, unknown>>> {
  const parsed = report.parameters.strict().safeParse(parameters)
  if (!parsed.success) throw invalid(zodPlaces(parsed.error).map((p) => `${p.field}: ${p.reason}`).join('; '), zodPlaces(parsed.error))
  const text = (key: string) => (typeof parsed.data[key] === 'string' ? parsed.data[key] : undefined)
  const window = await resolveWindow(tx, ctx, { from: text('from'), to: text('to') }, () => undefined)
  const split = await resolveSplit(tx, ctx, { by: text('by'), channel: text('channel'), touchpoint: text('touchpoint'), journey: text('journey'), segment: text('segment'), attribute: text('attribute') })
  return { ctx, tx, parameters: parsed.data, window, split, rowsOnly: true, note: () => undefined, incomplete: () => undefined }
}

/**
 * A figure in every whole period of a span that is over, oldest first: from the report's own periods, or read for all of them at
 * once (Report.byPeriod), or by asking it for each. Cut-off periods and those without a figure are left out. Figures that stand in one answer share it
 * by `asked`.
 */
export async function measuredPeriods(ctx: OrgCtx, tx: Tx, of: FigureOf, span: Span, interval: PlanInterval, today: LocalDay, asked: Answers = new Map()): Promise<Measured[]> {
  const { report, figure } = figureNamed(of)
  const ask = async (parameters: Record<string, unknown>, each?: PlanInterval) => {
    const key = JSON.stringify([report.name, parameters, each])
    const rows = asked.get(key) ?? (await answerWithin(ctx, tx, report, parameters, each)).rows
    asked.set(key, rows)
    return rows
  }
  const periods = listPeriods(span.from, span.to, interval).filter(({ start, end }) => start >= span.from && end <= span.to && end <= today).slice(-MOST_PERIODS)
  const [first, last] = [periods[0], periods.at(-1)]
  if (!first || !last) return []
  const own = 'period' in report.row.shape && 'interval' in report.parameters.shape
  if (own || report.byPeriod) {
    const window = { from: first.start, to: last.end }
    const rows = own ? await ask({ ...of.parameters, interval, ...window }) : await ask({ ...of.parameters, ...window }, interval)
    return periods.flatMap(({ start }) => pick(rows.filter((row) => row.period === start), of, figure, start, interval))
  }
  const all: Measured[] = []
  for (const { start, end } of periods) {
    const rows = await ask({ ...of.parameters, from: start, to: end })
    all.push(...pick(rows, of, figure, start, interval))
  }
  return all
}

/** A figure over a whole span; null without one. */
export async function measuredWhole(ctx: OrgCtx, tx: Tx, of: FigureOf, span: Partial<Span>): Promise<(Measured & { low: number | null; high: number | null }) | null> {
  const { report, figure } = figureNamed(of)
  const { rows } = await answerWithin(ctx, tx, report, { ...of.parameters, ...span })
  const [found] = pick(rows, of, figure, span.from ?? '', 'month')
  return found ? { ...found, low: number(found.row[figure.low ?? '']), high: number(found.row[figure.high ?? '']) } : null
}

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

function pick(rows: readonly Record<string, unknown>[], of: FigureOf, figure: Figure, period: LocalDay, interval: PlanInterval): Measured[] {
  const row = rows.find((r) => Object.entries(of.cell).every(([key, value]) => String(r[key]) === value))
  const value = row ? number(row[of.field]) : null
  if (!row || value === null) return []
  const part = (name: string | undefined) => (name ? number(row[name]) : null)
  return [{ period, at: period === '' ? 0 : periodNumber(period, interval), value, numerator: part(figure.numerator), denominator: part(figure.denominator), row }]
}
