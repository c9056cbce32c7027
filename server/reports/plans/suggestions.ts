import { sql } from 'drizzle-orm'
import { withoutWindow } from '../../domain/plans/figure'
import { dayInWords } from '../../domain/time/day-in-words'
import { EFFORT_UNKNOWN, scoreOf } from '../../domain/plans/score'
import { toMinor } from '../../domain/money'
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
import { broughtBetween, count, customersBehind, sayMoney, sizesOf, worthBehind, worthOf, type Sizes } from './worth'

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

/** Fewest customers or promises before anything is suggested. */
const LEAST = 30

const LOOKS = { value_lost: valueLost, promises: promisesBroken, moved: segmentMoved }

/**
 * Where the record says something could be made better, the best score first: most value lost, promises broken, who moved away,
 * what changed. With a subject only what could be about it is looked for; `news` are the rows of `findings`, where somebody
 * has asked for them already.
 */
export function suggestionsFor(ctx: OrgCtx, { subject, news }: { subject?: string; news?: News } = {}): Promise<(Suggestion & { measured: string })[]> {
  const wanted = (kind: string) => subject === undefined || subject.startsWith(`${kind}:`)
  return reading(ctx, async (tx) => {
    const sizes = sizesOf(ctx, tx)
    const spans = await spansOf(ctx, tx)
    const [last] = spans
    if (!last) return []
    const found: Suggestion[] = []
    for (const [kind, look] of Object.entries(LOOKS)) {
      if (!wanted(kind)) continue
      for (const span of spans) {
        const one = await look(ctx, tx, span, sizes)
        if (!one) continue
        found.push({ ...one, pickedFrom: span.from, pickedTo: span.to })
        break
      }
    }
    const all = [...found, ...(wanted('finding') ? await changed(ctx, tx, last, sizes, news ?? (await rowsOf(ctx, tx, 'findings', {}))) : [])].toSorted((a, b) => scoreOf(b) - scoreOf(a))
    return Promise.all(all.map(async (one) => ({ ...one, measured: await figureWords(tx, ctx, one.measure) })))
  })
}
type Found = Omit<Suggestion, 'pickedFrom' | 'pickedTo'>
type News = readonly Record<string, unknown>[]

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

/**
 * The touchpoint after whose failures most value was lost, each customer's first failed moment there: with those who left what
 * they brought in the year before it, with those who spent less the fall within the effect's window.
 */
async function valueLost(ctx: OrgCtx, tx: Tx, span: Span, sizes: Sizes): Promise<Found | null> {
  const { from, to } = span
  const { rows } = await tx.execute<{ slug: string; name: string; failed: number; told: number; left: number; less: number; gone: number; fallen: number }>(sql`
    with firsts as (select distinct on (m.customer_id, m.touchpoint_id) m.* from moments m where m.organisation_id = ${ctx.org.id} and m.result = 'failed' and m.day >= ${from}::date and m.day < ${to}::date
      order by m.customer_id, m.touchpoint_id, m.day, m.interaction_id)
    -- What is still open tells nothing yet.
    , known as (select f.organisation_id, f.customer_id, f.touchpoint_id, f.day, f.spent_before - f.spent_after as fall, f.window_end <= ${to}::date as told, case when f.window_end <= ${to}::date then f.effect end as effect from firsts f)
    , worth as (select k.*, case when k.effect = 'left' then greatest(${broughtBetween(ctx.org, sql`k.customer_id`, sql`k.day - 365`, sql`k.day`)}, 0) end as brought from known k)
    , by_touchpoint as (select touchpoint_id, count(*)::int as failed, count(*) filter (where told)::int as told, count(*) filter (where effect = 'left')::int as left, count(*) filter (where effect = 'spent_less')::int as less,
      coalesce(sum(brought) filter (where effect = 'left'), 0)::float8 as gone, coalesce(sum(fall) filter (where effect = 'spent_less'), 0)::float8 as fallen from worth group by 1)
    select tp.slug, tp.name, b.failed, b.told, b.left, b.less, b.gone, b.fallen from by_touchpoint b join touchpoints tp on tp.organisation_id = ${ctx.org.id} and tp.id = b.touchpoint_id
    where b.told >= ${LEAST} order by b.gone + b.fallen desc, b.left desc, b.failed desc, tp.slug limit 1`)
  const [worst] = rows
  if (!worst) return null
  // Where nobody is known to have left or spent less, no loss is claimed.
  const lost = worst.left + worst.less > 0
  const [gone, fallen, days] = [sayMoney(ctx, worst.gone), sayMoney(ctx, worst.fallen), ctx.org.effectWindowDays]
  const size = await sizes(span)
  return {
    subject: `value_lost:${worst.slug}`, title: `${worst.name}: ${worst.gone + worst.fallen > 0 ? 'most value was lost after failures here' : lost ? 'most customers left after failures here' : 'fails the most customers'}`, links: [`touchpoint:${worst.slug}`],
    why: `${count(worst.failed)} customers had a failed moment here between ${dayInWords(from)} and ${dayInWords(addDays(to, -1))}; of the ${count(worst.told)} whose ${days} days after it are over, ${lost ? `${count(worst.left)} left in them${worst.gone > 0 ? `, who had brought ${gone} in the year before` : ''}${worst.less > 0 ? `${worst.gone > 0 ? ',' : ''} and ${count(worst.less)} who stayed spent ${fallen} less than in the ${days} days before` : ''}. Associated with, not proved to be because.` : `none is known to have left in the ${days} days after it, or to have spent less.`}`,
    evidence: { report: 'moment-outcomes', parameters: { touchpoint: worst.slug, result: 'failed', from, to }, cell: { touchpoint: worst.slug, result: 'failed' }, field: 'left_rate' },
    // Failing less is what is done about it, and shows at once; who leaves shows only when the effect's window has closed.
    measure: { report: 'moment-outcomes', parameters: {}, cell: { touchpoint: worst.slug, result: 'failed' }, field: 'share_of_known' }, better: 'lower',
    ...worthOf(ctx, size, { customers: worst.failed, who: 'had a failed moment here' }, { value: worst.gone + worst.fallen, how: lost ? `${gone} a year gone with the ${count(worst.left)} who left, and ${fallen} less in ${days} days from the ${count(worst.less)} who spent less` : 'no loss is known' }), effort: EFFORT_UNKNOWN,
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
async function promisesBroken(ctx: OrgCtx, tx: Tx, span: Span, sizes: Sizes): Promise<Found | null> {
  const { from, to } = span
  const rows = (await rowsOf(ctx, tx, 'follow-through', { by: 'touchpoint', from, to })).filter((r) => r.key !== 'total' && r.key !== 'none' && n(r.due) >= LEAST)
  const worst = rows.toSorted((a, b) => n(b.broken) / n(b.due) - n(a.broken) / n(a.due))[0]
  if (!worst || n(worst.broken) === 0) return null
  const [key, label] = [String(worst.key), String(worst.label)]
  const broken = { report: 'follow-through', parameters: { by: 'touchpoint', from, to }, cell: { key }, field: 'broken' }
  return {
    subject: `promises:${key}`, title: `Promises made at “${label}” are broken most often`, links: [`touchpoint:${key}`],
    why: `Of ${n(worst.due)} promises due between ${dayInWords(from)} and ${dayInWords(addDays(to, -1))}, ${n(worst.broken)} were broken and ${n(worst.late)} kept late.`,
    evidence: broken,
    measure: { report: 'follow-through', parameters: { by: 'touchpoint' }, cell: { key }, field: 'rate' }, better: 'higher',
    ...(await worthBehind(ctx, tx, await sizes(span), span, broken, 'had a promise broken')), effort: EFFORT_UNKNOWN,
  }
}

/** The value tier from which the largest share moved to a lower one, or away. */
async function segmentMoved(ctx: OrgCtx, tx: Tx, span: Span, sizes: Sizes): Promise<Found | null> {
  const { from, to } = span
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
  const evidence = { report: 'segment-migration', parameters: { from, to }, cell: { from: String(worst.from), to: String(worst.to) }, field: 'own' }
  const fell = await fallOf(ctx, tx, span, evidence)
  return {
    subject: `moved:${String(worst.from)}:${String(worst.to)}`, title: `${String(worst.from_label)} customers are moving ${worst.to === 'none' ? 'away' : `to ${String(worst.to_label)}`}`, links: [`segment:value:${String(worst.from)}`],
    why: `${n(worst.customers)} customers, ${there} of those in ${String(worst.from_label)} on ${dayInWords(from)}, were ${worst.to === 'none' ? 'with us no more' : `in ${String(worst.to_label)}`} on ${dayInWords(to)}.`,
    evidence,
    measure: { report: 'segment-decline', parameters: { segment: `${VALUE_TIERS}:${String(worst.from)}` }, cell: { key: 'total' }, field: 'rate' }, better: 'lower',
    ...worthOf(ctx, await sizes(span), { customers: n(worst.customers), who: 'moved so' }, { value: Math.max(0, fell.before - fell.after), how: fell.after < fell.before ? `${sayMoney(ctx, fell.before - fell.after)} less than before (${sayMoney(ctx, fell.after)} since ${dayInWords(from)}, ${sayMoney(ctx, fell.before)} in as many days before)` : 'they brought no less than before' }), effort: EFFORT_UNKNOWN,
  }
}

/** What the customers behind a figure brought in the span, and in as many days before it; minor units. */
async function fallOf(ctx: OrgCtx, tx: Tx, { from, to }: Span, evidence: FigureOf): Promise<{ before: number; after: number }> {
  const behind = await customersBehind(ctx, tx, evidence)
  const whole = (a: LocalDay, b: LocalDay) => sql`coalesce(sum(${broughtBetween(ctx.org, sql`b.id`, sql`${a}::date`, sql`${b}::date`)}), 0)::float8`
  const { rows } = await tx.execute<{ before: number; after: number }>(sql`select ${whole(addDays(from, -daysBetween(from, to)), from)} as before, ${whole(from, to)} as after from ${behind ?? sql`(select null::uuid as id where false)`} b`)
  return rows[0] ?? { before: 0, after: 0 }
}

/** What the overview prints as news, as far as it is for the worse. */
async function changed(ctx: OrgCtx, tx: Tx, last: Span, sizes: Sizes, news: News): Promise<Suggestion[]> {
  const found: Suggestion[] = []
  for (const row of news) {
    const report = reportNamed(String(row.report))
    const [field, better] = [report?.measure?.field, report?.measure?.better ?? 'lower']
    if (!report || !field || (better === 'lower' ? n(row.observed) <= n(row.expected) : n(row.observed) >= n(row.expected))) continue
    const parameters = row.parameters as Record<string, string>
    const { touchpoint } = parameters
    const [from, to] = [parameters.from ?? last.from, parameters.to ?? last.to]
    const evidence = newsOf(report, parameters, field)
    // All days that stand apart caught the eye: taken for what is usual, the first of them would make it fall back by itself.
    const pickedFrom = typeof row.since === 'string' && row.since < from ? row.since : from
    const worth = await worthBehind(ctx, tx, await sizes({ from, to: last.to }), { from, to: last.to }, { ...evidence, field: COUNTED[report.name] ?? evidence.field }, 'stand behind it', priceOf(ctx, report, row))
    found.push({
      measure: measureOf(report, parameters, field), better, pickedFrom, pickedTo: to,
      subject: `finding:${report.name}:${JSON.stringify(parameters)}`.slice(0, 300), title: String(row.text).split(/ \(|[.:;] /u)[0]?.slice(0, 150) ?? report.title, why: String(row.text), links: touchpoint ? [`touchpoint:${touchpoint}`] : [],
      evidence, ...worth, effort: EFFORT_UNKNOWN,
    })
  }
  return found
}

/** What contacts beyond the expected cost; customers lost are worth what they brought themselves, not what is usual. */
function priceOf(ctx: OrgCtx, report: Report, row: Record<string, unknown>): { value: number; how: string } | null {
  if (report.name !== 'interactions-over-time' || row.money === null) return null
  const minor = toMinor(n(row.money), ctx.org.currency)
  return minor.ok ? { value: minor.minor, how: `${sayMoney(ctx, minor.minor)} more for contacts than was to be expected` } : null
}

/** The count behind a figure whose rows are customers, or name them. */
const COUNTED: Partial<Record<string, string>> = { 'moment-outcomes': 'moments', 'churn-rate': 'lost', 'interactions-over-time': 'contacts' }

/** The figure that was news, in the row it stands in. */
function newsOf(report: Report, parameters: Record<string, string>, field: string): FigureOf {
  const row: Record<string, string> = { ...(report.keys.includes('period') && parameters.from ? { period: parameters.from } : {}), ...(report.keys.includes('key') ? { key: 'total' } : {}) }
  if (report.keys.includes('result') && parameters.touchpoint) return { report: report.name, parameters, cell: { touchpoint: parameters.touchpoint, result: 'failed' }, field: 'share_of_known' }
  return { report: report.name, parameters, cell: row, field }
}

/** The figure that was news, as a measure: of its own part, in whole periods. Of moments those that fail are counted: that shows at once. */
function measureOf(report: Report, parameters: Record<string, string>, field: string): FigureOf {
  const { by, ...own } = withoutWindow({ report: report.name, parameters, cell: {}, field }).parameters
  // A split beside a filter of the same kind tells nothing more.
  const kept = by === undefined || own[String(by)] !== undefined ? own : { ...own, by }
  if (report.keys.includes('result') && typeof own.touchpoint === 'string') return { report: report.name, parameters: {}, cell: { touchpoint: own.touchpoint, result: 'failed' }, field: 'share_of_known' }
  return { report: report.name, parameters: kept, cell: report.keys.includes('key') ? { key: 'total' } : {}, field }
}
