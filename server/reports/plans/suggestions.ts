import { sql } from 'drizzle-orm'
import { toMajor } from '../../domain/money'
import { withoutWindow } from '../../domain/plans/figure'
import { dayInWords } from '../../domain/time/day-in-words'
import { customersScore, EFFORT_UNKNOWN, usScore } from '../../domain/plans/score'
import { addDays, addMonths, daysBetween, localDayOf, type LocalDay } from '../../domain/time/local-day'
import { reading, type OrgCtx } from '../../context'
import type { Tx } from '@/db/client'
import { TouchstoneError } from '../../errors'
import { answerWithin, type FigureOf } from '../measured'
import { reportNamed } from '../registry'
import { figureWords } from './figure-words'
import type { Report } from '../report'
import { VALUE_TIERS } from '../split'
import { recordedDays } from '../window'

export type Suggestion = {
  /** What it is about, so that it is not taken up twice. */
  subject: string
  title: string
  why: string
  /** The figure it came from; its rows stand behind it. */
  evidence: FigureOf
  /** What a plan from it is measured by: the figure itself, of that part alone, without a window. */
  measure: FigureOf
  better: 'higher' | 'lower'
  /** The days that point at it: no plan's baseline. */
  pickedFrom: LocalDay
  pickedTo: LocalDay
  links: string[]
  inputs: Record<string, string>
  customers: number
  us: number
  effort: number
}
type Span = { from: LocalDay; to: LocalDay }
type Size = { customers: number; year: number }

/** Fewest customers or promises before anything is suggested. */
const LEAST = 30

/** Where the record says something could be made better: most value lost, promises broken, who moved away, what changed. */
export function suggestionsFor(ctx: OrgCtx): Promise<(Suggestion & { measured: string })[]> {
  return reading(ctx, async (tx) => {
    const spans = await spansOf(ctx, tx)
    const [last] = spans
    if (!last) return []
    const found: Suggestion[] = []
    for (const look of [valueLost, promisesBroken, segmentMoved]) {
      for (const span of spans) {
        const one = await look(ctx, tx, span, await sizeOf(ctx, tx, span))
        if (!one) continue
        found.push({ ...one, pickedFrom: span.from, pickedTo: span.to })
        break
      }
    }
    const all = [...found, ...(await changed(ctx, tx, last))]
    return Promise.all(all.map(async (one) => ({ ...one, measured: await figureWords(tx, ctx, one.measure) })))
  })
}
type Found = Omit<Suggestion, 'pickedFrom' | 'pickedTo'>

/**
 * Where to look: the last year; of a shorter record its later half first, as what points at a target can be no baseline, and
 * the whole of it only where the half tells nothing.
 */
async function spansOf(ctx: OrgCtx, tx: Tx): Promise<Span[]> {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  const { first, newest } = await recordedDays(tx, ctx, today)
  if (!first || !newest) return []
  const to = addDays(newest, 1)
  const year = addMonths(to, -12)
  const half = addDays(first, Math.floor(daysBetween(first, to) / 2))
  const whole = { from: year > first ? year : first, to }
  return half > whole.from ? [{ from: half, to }, whole] : [whole]
}

/** All customers, and what they spent in the year (minor units). */
async function sizeOf(ctx: OrgCtx, tx: Tx, { from, to }: Span): Promise<Size> {
  const { rows } = await tx.execute<Size>(sql`select (select count(*)::float8 from customers c where c.organisation_id = ${ctx.org.id}) as customers,
    (select coalesce(sum(t.amount), 0)::float8 from transactions t where t.organisation_id = ${ctx.org.id} and t.day >= ${from}::date and t.day < ${to}::date and t.currency = ${ctx.org.currency}) as year`)
  return rows[0] ?? { customers: 0, year: 0 }
}

const money = (ctx: OrgCtx, amount: number): string => new Intl.NumberFormat('en-GB', { style: 'currency', currency: ctx.org.currency, maximumFractionDigits: 0 }).format(amount)

/** The touchpoint after whose failures customers spent least compared with before: each customer's first failed moment there. */
async function valueLost(ctx: OrgCtx, tx: Tx, { from, to }: Span, size: Size): Promise<Found | null> {
  const { rows } = await tx.execute<{ slug: string; name: string; failed: number; left: number; lost: number }>(sql`
    with firsts as (select distinct on (m.customer_id, m.touchpoint_id) m.* from moments m where m.organisation_id = ${ctx.org.id} and m.result = 'failed' and m.day >= ${from}::date and m.day < ${to}::date
      order by m.customer_id, m.touchpoint_id, m.day, m.interaction_id)
    select tp.slug, tp.name, count(*)::int as failed, count(f.left_day)::int as left, coalesce(sum(greatest(f.spent_before - coalesce(f.spent_after, 0), 0)), 0)::float8 as lost
    from firsts f join touchpoints tp on tp.organisation_id = f.organisation_id and tp.id = f.touchpoint_id where f.window_end <= ${to}::date group by 1, 2 having count(*) >= ${LEAST} order by 5 desc, 4 desc, 1 limit 1`)
  const [worst] = rows
  if (!worst) return null
  const lost = money(ctx, toMajor(Math.round(worst.lost), ctx.org.currency))
  return {
    subject: `value_lost:${worst.slug}`, title: `${worst.name}: failures cost most here`, links: [`touchpoint:${worst.slug}`],
    why: `${worst.failed} customers had a failed moment here between ${dayInWords(from)} and ${dayInWords(addDays(to, -1))}; ${worst.left} of them left within the effect window, and together they spent ${lost} less than in as many days before. Associated with, not proved to be because.`,
    evidence: { report: 'moment-outcomes', parameters: { touchpoint: worst.slug, result: 'failed', from, to }, cell: { touchpoint: worst.slug, result: 'failed' }, field: 'left_rate' },
    // Failing less is what is done about it, and shows at once; who leaves shows only when the effect's window has closed.
    measure: { report: 'moment-outcomes', parameters: {}, cell: { touchpoint: worst.slug, result: 'failed' }, field: 'share_of_known' }, better: 'lower',
    inputs: { customers: `${worst.failed} of ${size.customers} customers`, us: `${lost} less spent` },
    customers: customersScore(worst.failed, size.customers), us: usScore(worst.lost, size.year), effort: EFFORT_UNKNOWN,
  }
}

async function rowsOf(ctx: OrgCtx, tx: Tx, name: string, parameters: Record<string, unknown>): Promise<Record<string, unknown>[]> {
  const report = reportNamed(name)
  if (!report) return []
  try {
    return (await answerWithin(ctx, tx, report, parameters)).rows
  } catch (error) {
    // No value tiers yet: then nobody moved from one to another.
    if (error instanceof TouchstoneError) return []
    throw error
  }
}
const n = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** The touchpoint whose promises are broken most often. */
async function promisesBroken(ctx: OrgCtx, tx: Tx, { from, to }: Span, size: Size): Promise<Found | null> {
  const rows = (await rowsOf(ctx, tx, 'follow-through', { by: 'touchpoint', from, to })).filter((r) => r.key !== 'total' && r.key !== 'none' && n(r.due) >= LEAST)
  const worst = rows.toSorted((a, b) => n(b.broken) / n(b.due) - n(a.broken) / n(a.due))[0]
  if (!worst || n(worst.broken) === 0) return null
  const [key, label] = [String(worst.key), String(worst.label)]
  return {
    subject: `promises:${key}`, title: `Promises made at “${label}” are broken most often`, links: [`touchpoint:${key}`],
    why: `Of ${n(worst.due)} promises due between ${dayInWords(from)} and ${dayInWords(addDays(to, -1))}, ${n(worst.broken)} were broken and ${n(worst.late)} kept late.`,
    evidence: { report: 'follow-through', parameters: { by: 'touchpoint', from, to }, cell: { key }, field: 'rate' },
    measure: { report: 'follow-through', parameters: { by: 'touchpoint' }, cell: { key }, field: 'rate' }, better: 'higher',
    inputs: { customers: `${n(worst.broken)} broken promises beside ${size.customers} customers`, us: 'no price is known for a broken promise' },
    customers: customersScore(n(worst.broken), size.customers), us: 2, effort: EFFORT_UNKNOWN,
  }
}

/** The value tier from which the largest share moved to a lower one, or away. */
async function segmentMoved(ctx: OrgCtx, tx: Tx, { from, to }: Span, size: Size): Promise<Found | null> {
  // Whom a new definition moved did nothing that a plan could change.
  const rows = (await rowsOf(ctx, tx, 'segment-migration', { from, to })).map((r): Record<string, unknown> => ({ ...r, customers: n(r.own), share_of_from: n(r.redefined) > 0 ? (n(r.share_of_from) * n(r.own)) / n(r.customers) : r.share_of_from }))
  const order = [...new Set(rows.map((r) => String(r.from)))].filter((key) => key !== 'total' && key !== 'none')
  const down = rows.filter((r) => {
    const [a, b] = [order.indexOf(String(r.from)), order.indexOf(String(r.to))]
    return a >= 0 && (r.to === 'none' || b > a) && n(r.customers) >= LEAST
  })
  const worst = down.toSorted((a, b) => n(b.share_of_from) - n(a.share_of_from))[0]
  if (!worst) return null
  const there = `${(n(worst.share_of_from) * 100).toFixed(0)} %`
  return {
    subject: `moved:${String(worst.from)}:${String(worst.to)}`, title: `${String(worst.from_label)} customers are moving ${worst.to === 'none' ? 'away' : `to ${String(worst.to_label)}`}`, links: [`segment:value:${String(worst.from)}`],
    why: `${n(worst.customers)} customers, ${there} of those in ${String(worst.from_label)} on ${dayInWords(from)}, were ${worst.to === 'none' ? 'with us no more' : `in ${String(worst.to_label)}`} on ${dayInWords(to)}.`,
    evidence: { report: 'segment-migration', parameters: { from, to }, cell: { from: String(worst.from), to: String(worst.to) }, field: 'own' },
    measure: { report: 'segment-decline', parameters: { segment: `${VALUE_TIERS}:${String(worst.from)}` }, cell: { key: 'total' }, field: 'rate' }, better: 'lower',
    inputs: { customers: `${n(worst.customers)} of ${size.customers} customers`, us: `${there} of the segment` },
    customers: customersScore(n(worst.customers), size.customers), us: customersScore(n(worst.customers), size.customers), effort: EFFORT_UNKNOWN,
  }
}

/** What the overview prints as news. */
async function changed(ctx: OrgCtx, tx: Tx, last: Span): Promise<Suggestion[]> {
  const rows = await rowsOf(ctx, tx, 'findings', {})
  return rows.flatMap((row): Suggestion[] => {
    const report = reportNamed(String(row.report))
    const field = report?.measure?.field
    if (!report || !field) return []
    const parameters = row.parameters as Record<string, string>
    const { touchpoint, from, to } = parameters
    return [{
      measure: measureOf(report, parameters, field), better: report.measure?.better ?? 'lower', pickedFrom: from ?? last.from, pickedTo: to ?? last.to,
      subject: `finding:${report.name}:${JSON.stringify(parameters)}`.slice(0, 300), title: String(row.text).split(/[.:;] /u)[0]?.slice(0, 150) ?? report.title, why: String(row.text), links: touchpoint ? [`touchpoint:${touchpoint}`] : [],
      evidence: { report: report.name, parameters, cell: {}, field }, inputs: { customers: 'lies outside its own usual range', us: row.money === null ? 'no price is known' : money(ctx, n(row.money)) }, customers: 3, us: 2, effort: EFFORT_UNKNOWN,
    }]
  })
}

/** The figure that was news, as a measure: of its own part, in whole periods. Of moments those that fail are counted: that shows at once. */
function measureOf(report: Report, parameters: Record<string, string>, field: string): FigureOf {
  const { by, ...own } = withoutWindow({ report: report.name, parameters, cell: {}, field }).parameters
  // A split beside a filter of the same kind tells nothing more.
  const kept = by === undefined || own[String(by)] !== undefined ? own : { ...own, by }
  if (report.keys.includes('result') && typeof own.touchpoint === 'string') return { report: report.name, parameters: {}, cell: { touchpoint: own.touchpoint, result: 'failed' }, field: 'share_of_known' }
  return { report: report.name, parameters: kept, cell: report.keys.includes('key') ? { key: 'total' } : {}, field }
}
