import { z } from 'zod'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../context'
import { waitingReasons } from '../domain/settling'
import { invalid, notFound, TouchstoneError, zodPlaces } from '../errors'
import { inTurn } from '../fair-turns'
import { waitingIn } from '../queries/waiting'
import { commonParameters } from '../schemas/report-parameters'
import { beingSorted } from './being-sorted'
import { compared } from './compare'
import { recordsOf } from './populations'
import { reportNamed, type ReportName, type reports } from './registry'
import type { Asked, Cell, Population, Report, Statistics } from './report'
import { notJudgedIn } from './segment-known'
import { resolveSplit } from './split'
import { resolveWindow } from './window'
import { withoutLoops } from './without-loops'

/** What every report returns, in REST, tRPC and on a wall alike (INTERFACES §3). */
export type ReportAnswer<Row = Record<string, unknown>> = {
  report: string
  title: string
  definition: string
  parameters: Record<string, unknown>
  /** Local day the answer is as of. */
  asOf: string
  computedAt: string
  incomplete: string[]
  notes: string[]
  statistics: Statistics
  rows: Row[]
}
export type RowOf<N extends ReportName> = z.output<(typeof reports)[N]['row']>
export type ParametersOf<N extends ReportName> = z.input<(typeof reports)[N]['parameters']>

/** Answers a report in one snapshot. Unknown names are `not_found`, bad parameters `invalid` naming the parameter. */
export async function answerReport<N extends ReportName>(ctx: OrgCtx, name: N, parameters: ParametersOf<N>): Promise<ReportAnswer<RowOf<N>>>
export async function answerReport(ctx: OrgCtx, name: string, parameters: Record<string, unknown>): Promise<ReportAnswer>
export async function answerReport(ctx: OrgCtx, name: string, parameters: Record<string, unknown>): Promise<ReportAnswer> {
  const report = find(name)
  const { parsed, unused } = parse(report, parameters)
  return readingInTurn(ctx, async (tx) => {
    const { asked, notes, incomplete } = await prepare(ctx, tx, parsed)
    await withoutLoops(report, ctx, tx)
    const answer = await report.answer(asked)
    const rows = await compared(report, asked, answer)
    const early = await notJudgedIn(asked)
    if (early) asked.note(early)
    for (const said of unused) asked.note(`${said} is not used: ${report.whole ?? 'this report does not tell that apart'}.`)
    incomplete.push(...waitingReasons(await waitingIn(tx, ctx)))
    const sorting = await beingSorted(asked, report)
    if (sorting) asked.incomplete(sorting)
    return {
      report: report.name, title: report.title, definition: report.definition,
      parameters: { ...parsed, from: asked.window.from, to: asked.window.to },
      asOf: asked.window.today, computedAt: ctx.now.toISOString(), incomplete, notes, statistics: answer.statistics ?? {}, rows,
    }
  })
}

/** The records behind one cell of a report, and the definition they were chosen by. */
export async function reportRows(ctx: OrgCtx, name: string, parameters: Record<string, unknown>, cell: Cell, page: { limit: number; offset: number }): Promise<{ of: Population['of']; total: number; rows: Record<string, unknown>[] }> {
  const report = find(name)
  const { parsed } = parse(report, parameters)
  if (!(cell.field in report.row.shape)) throw invalid(`field: “${cell.field}” is not a field of ${report.name}`, [{ field: 'field', reason: 'is not a field of this report' }])
  return readingInTurn(ctx, async (tx) => {
    const { asked } = await prepare(ctx, tx, parsed)
    await withoutLoops(report, ctx, tx)
    // Behind a ratio stand the records of its numerator.
    const field = report.figures[cell.field]?.numerator ?? cell.field
    const population = report.population ? await report.population(asked, { ...cell, field }) : null
    if (!population) throw new TouchstoneError('not_found', 'There are no single records behind this figure.')
    return { of: population.of, ...(await recordsOf(asked, population, page)) }
  })
}

/** Reports take long: who asks many of them waits behind who asks few. */
const readingInTurn = <T>(ctx: OrgCtx, work: (tx: Tx) => Promise<T>): Promise<T> => inTurn(ctx.db, ctx.org.id, () => reading(ctx, work))

/** What a report says of itself, for the inspector and for lists. */
export function describeReport(name: string) {
  const { title, definition, keys, figures, draw, measure, usual, sideBySide, ordered = [], sums = null, ofNow = false } = find(name)
  return { name, title, definition, keys, figures, draw, measure: measure ?? null, usual: usual ?? {}, ofNow, sums, ordered, sideBySide: (sideBySide as { cell: Record<string, string>; fields: readonly string[] } | undefined) ?? null, splitKeys: splitKeysOf(find(name)) }
}

/** The keys that tell parts apart only once somebody says `by`; any other key tells parts of the report’s own. */
function splitKeysOf(report: Report): string[] {
  const by = (value: string) => takes(report, 'by', value)
  const others = ['channel', 'touchpoint', 'team', 'owner', 'attribute:x'].some(by)
  return [...(by('segment') && report.keys.includes('segment') ? ['segment'] : []), ...((others || (by('segment') && !report.keys.includes('segment'))) && report.keys.includes('key') ? ['key'] : [])]
}

function find(name: string): Report {
  const report = reportNamed(name)
  if (!report) throw notFound(`report “${name}”`)
  return report
}

/** What the report makes of its parameters, and which of those that are common to all it has no use for (`name=value`). */
function parse(report: Report, parameters: Record<string, unknown>): { parsed: Record<string, unknown>; unused: string[] } {
  const given = withAttribute(Object.fromEntries(Object.entries(parameters).filter(([, v]) => v !== undefined && v !== null && v !== '')))
  const common = commonParameters.safeParse(given)
  const idle = new Set(common.success ? Object.keys(common.data).filter((name) => !takes(report, name, given[name])) : [])
  const parsed = report.parameters.strict().safeParse(Object.fromEntries(Object.entries(given).filter(([name]) => !idle.has(name))))
  if (parsed.success && common.success) return { parsed: parsed.data, unused: [...idle].map((name) => `${name}=${String(given[name])}`) }
  const places = [...(common.success ? [] : zodPlaces(common.error)), ...(parsed.success ? [] : zodPlaces(parsed.error))].filter((p, i, all) => all.findIndex((q) => q.field === p.field) === i)
  throw invalid(places.map((p) => `${p.field}: ${p.reason}`).join('; '), places)
}

/** `attribute:<name>=<value>`, as `by` names a dimension, is `attribute=<name>:<value>`. */
function withAttribute(given: Record<string, unknown>): Record<string, unknown> {
  const named = Object.keys(given).filter((key) => key.startsWith('attribute:'))
  if (named.length === 0) return given
  const [key = ''] = named
  if (named.length > 1 || 'attribute' in given) throw invalid('attribute: only one attribute can be filtered by at a time', [{ field: 'attribute', reason: 'is given twice' }])
  return { ...Object.fromEntries(Object.entries(given).filter(([k]) => k !== key)), attribute: `${key.slice('attribute:'.length)}:${String(given[key])}` }
}

/** A report may have no such parameter, or split only by some of what others split by. */
function takes(report: Report, name: string, value: unknown): boolean {
  const own = report.parameters.shape[name] as z.ZodType | undefined
  return own !== undefined && (name !== 'by' || own.safeParse(value).success)
}

/** Whether a report tells apart what a parameter asks for; what it does not is left aside, and its answer is of the whole. */
export const takesParameter = (name: string, parameter: string, value: unknown): boolean => takes(find(name), parameter, value)

async function prepare(ctx: OrgCtx, tx: Tx, parameters: Record<string, unknown>) {
  const notes: string[] = []
  const incomplete: string[] = []
  const add = (list: string[]) => (text: string) => { if (!list.includes(text)) list.push(text) }
  const text = (key: string) => (typeof parameters[key] === 'string' ? parameters[key] : undefined)
  const window = await resolveWindow(tx, ctx, { from: text('from'), to: text('to') }, add(notes))
  const split = await resolveSplit(tx, ctx, { by: text('by'), channel: text('channel'), touchpoint: text('touchpoint'), journey: text('journey'), segment: text('segment'), attribute: text('attribute') })
  const asked: Asked<Record<string, unknown>> = { ctx, tx, parameters, window, split, note: add(notes), incomplete: add(incomplete) }
  return { asked, notes, incomplete }
}
