import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { SPELL_ENDS, type Interval, type SpellEnd } from '@/db/vocabulary'
import { wilson } from '../domain/statistics/proportion'
import { parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { customerParameters, NONE, noteRecording, partAsOf, partsWithNone, presentAt, relationshipWindow, stretches, type Stretch, type View } from './relationships'
import { defineReport } from './report'
import { presentlyWith } from './split'

const LEAVING = [...SPELL_ENDS, 'all'] as const
const FIELDS = ['at_start', 'voluntary', 'involuntary', 'administrative', 'lapse', 'won_back'] as const
type Counts = Record<(typeof FIELDS)[number], number>

export const churnRate = defineReport({
  name: 'churn-rate',
  title: 'Who is leaving',
  definition: 'Customers lost in the period ÷ customers at its start; who became a customer in the period is not counted. Ways of leaving are shown beside: voluntary (unless stated otherwise), involuntary (we closed it), administrative (death, merger) and lapse (no purchase for the stated gap). Who returned in the period is won back; the past is not rewritten. Split by segment it follows the segment at the period’s start.',
  parameters: z.object({ ...windowParameters, interval: parameter.interval, compare: parameter.compare, ...customerParameters, leave_kind: z.enum(LEAVING).default('all').describe('Which ways of leaving count as lost.') }),
  row: z.object({
    period: rowField.period, key: rowField.key, label: rowField.label, at_start: rowField.count, lost: rowField.count.describe('Lost in the ways that `leave_kind` asks for.'),
    churn_rate: rowField.share, low: rowField.share, high: rowField.share,
    voluntary: rowField.count, involuntary: rowField.count, administrative: rowField.count, lapse: rowField.count, won_back: rowField.count, partial: rowField.partial,
  }),
  keys: ['period', 'key'],
  figures: {
    at_start: { label: 'Customers at start', unit: 'count' }, lost: { label: 'Customers lost', unit: 'count', of: 'at_start' },
    churn_rate: { label: 'Churn', unit: 'share', numerator: 'lost', denominator: 'at_start', low: 'low', high: 'high' },
    voluntary: { label: 'Left', unit: 'count' }, involuntary: { label: 'Closed by us', unit: 'count' }, administrative: { label: 'Ended (death, merger)', unit: 'count' },
    lapse: { label: 'Lapsed', unit: 'count' }, won_back: { label: 'Won back', unit: 'count' },
  },
  beforeRecords: true,
  draw: 'line',
  measure: { field: 'churn_rate', better: 'lower' },

  async answer(asked) {
    const window = await relationshipWindow(asked, { sinceObserved: true })
    await noteRecording(asked)
    const { by } = asked.split
    if (by.kind === 'attribute') asked.note(`Customers are grouped by their present ${by.name}.`)
    const periods = stretches(window, asked.parameters.interval)
    const found = periods.length === 0 ? new Map<string, Counts>() : await counted(asked, asked.parameters.interval, periods)
    const kinds: readonly SpellEnd[] = asked.parameters.leave_kind === 'all' ? SPELL_ENDS : [asked.parameters.leave_kind]
    const at = (period: string, key: string) => found.get(`${period} ${key}`) ?? empty()
    const keys = new Set([...found].filter(([, c]) => FIELDS.some((f) => c[f] > 0)).map(([name]) => name.slice(name.indexOf(' ') + 1)))
    const recorded = new Set(periods.filter((p) => { const whole = at(p.period, 'total'); return whole.at_start > 0 || whole.won_back > 0 }).map((p) => p.period))
    const rows = partsWithNone(by, keys).flatMap(({ key, label }) => periods.filter((p) => recorded.has(p.period)).map(({ period, partial }) => {
      const { at_start, won_back, ...left } = at(period, key)
      const lost = kinds.reduce((n, kind) => n + left[kind], 0)
      const rate = wilson(lost, at_start)
      return { period, key, label, at_start, lost, churn_rate: rate?.p ?? null, low: rate?.low ?? null, high: rate?.high ?? null, ...left, won_back, partial }
    }))
    return { rows }
  },

  async population(asked, { row, field }) {
    const periods = stretches(await relationshipWindow(asked, { sinceObserved: true }), asked.parameters.interval)
    const stretch = periods.find((p) => p.period === row.period)
    if (!stretch) return null
    const start = sql`${stretch.start}::date`
    const group = partAsOf(asked, row.key, start)
    if (field === 'at_start') return { of: 'customer', field, where: sql`${group} and ${presentAt(asked, start)}` }
    const own = (where: SQL) => sql`${group} and exists (select 1 from spells s where s.organisation_id = ${asked.ctx.org.id} and s.customer_id = c.id and ${where})`
    if (field === 'won_back') return { of: 'customer', field, where: own(sql`s.number > 1 and s.start_day >= ${start} and s.start_day < ${stretch.end}::date`) }
    const kind = SPELL_ENDS.find((k) => k === field)
    const wanted = kind ?? (field === 'lost' || field === 'churn_rate' ? asked.parameters.leave_kind : null)
    if (!wanted) return null
    return { of: 'customer', field: kind ?? 'lost', where: own(sql`s.start_day < ${start} and s.end_day >= ${start} and s.end_day < ${stretch.end}::date and ${wanted === 'all' ? sql`true` : sql`coalesce(s.end_kind, 'voluntary') = ${wanted}`}`) }
  },
})

const empty = (): Counts => ({ at_start: 0, voluntary: 0, involuntary: 0, administrative: 0, lapse: 0, won_back: 0 })

/**
 * Counts per period and key, from sums per period in which a relationship (or a membership within it) begins and ends:
 * the cost is one pass over the spells, not customers × periods.
 */
async function counted(asked: View, interval: Interval, periods: Stretch[]): Promise<Map<string, Counts>> {
  const whole = await countedBy(asked, interval, periods, false)
  if (asked.split.by.kind === 'none') return whole
  const parts = await countedBy(asked, interval, periods, true)
  // Parts exclude each other, so the rest is a difference.
  for (const { period } of periods) {
    const rest = { ...(whole.get(`${period} total`) ?? empty()) }
    for (const [name, counts] of parts) if (name.startsWith(`${period} `)) for (const field of FIELDS) rest[field] -= counts[field]
    parts.set(`${period} ${NONE}`, rest)
  }
  return new Map([...whole, ...parts])
}

async function countedBy(asked: View, interval: Interval, periods: Stretch[], split: boolean): Promise<Map<string, Counts>> {
  const { ctx, tx, window } = asked
  const by = split ? asked.split.by : ({ kind: 'none' } as const)
  const filter = asked.split.segment
  const having = presentlyWith(sql`s.customer_id`, ctx, asked.split.attribute)
  const key = by.kind === 'segmentation' ? sql`b.segment_id::text` : by.kind === 'attribute' ? sql`c.attributes->>${by.name}` : sql`'total'::text`
  const first = periods[0]?.period ?? window.from
  const join = (asOf: SQL | null) => {
    const on = (alias: SQL) => asOf ? sql`and ${alias}.from_day <= ${asOf} and (${alias}.to_day is null or ${alias}.to_day > ${asOf})` : sql``
    return sql`${by.kind === 'segmentation' ? sql`join memberships b on b.organisation_id = s.organisation_id and b.customer_id = s.customer_id and b.segmentation_id = ${by.segmentation.id} ${on(sql`b`)}` : sql``}
      ${by.kind === 'attribute' ? sql`join customers c on c.organisation_id = s.organisation_id and c.id = s.customer_id` : sql``}
      ${filter ? sql`join memberships f on f.organisation_id = s.organisation_id and f.customer_id = s.customer_id and f.segmentation_id = ${filter.segmentation.id} and f.segment_id = ${filter.segmentId} ${on(sql`f`)}` : sql``}`
  }
  const edges = (name: SQL) => sql`${by.kind === 'segmentation' ? sql`, b.${name}` : sql``}${filter ? sql`, f.${name}` : sql``}`
  const periodOf = (day: SQL) => sql`date_trunc(${interval}, ${day}::timestamp)::date`
  // Present at the start of every period from the one that begins on or after x, until the one on or after y.
  const changes = await tx.execute<{ period: string; key: string; n: number }>(sql`
    with stay as (
      select ${key} as key, greatest(s.start_day + 1 ${edges(sql`from_day`)}) as x, least(s.end_day + 1 ${edges(sql`to_day`)}) as y
      from spells s ${join(null)} where s.organisation_id = ${ctx.org.id} and s.start_day < ${window.to}::date and ${having}),
    change as (
      select stay.key, e.day, e.n from stay cross join lateral (values (x, 1), (y, -1)) e(day, n)
      where (y is null or x < y) and e.day is not null and e.day < ${window.to}::date)
    select case when day <= ${window.from}::date then ${first}::date when ${periodOf(sql`day`)} = day then day
      else (${periodOf(sql`day`)} + ${`1 ${interval}`}::interval)::date end::text as period, key, sum(n)::int as n
    from change where key is not null group by 1, 2`)
  const left = await tx.execute<{ period: string; key: string; kind: SpellEnd; n: number }>(sql`
    with ended as (
      select *, ${periodOf(sql`end_day`)} as period, greatest(${periodOf(sql`end_day`)}, ${window.from}::date) as begin from spells
      where organisation_id = ${ctx.org.id} and end_day >= ${window.from}::date and end_day < ${window.to}::date)
    select s.period::text as period, ${key} as key, coalesce(s.end_kind, 'voluntary') as kind, count(*)::int as n
    from ended s ${join(sql`s.begin`)} where s.start_day < s.begin and ${having} group by 1, 2, 3`)
  const back = await tx.execute<{ period: string; key: string; n: number }>(sql`
    with returned as (
      select distinct organisation_id, customer_id, ${periodOf(sql`start_day`)} as period, greatest(${periodOf(sql`start_day`)}, ${window.from}::date) as begin from spells
      where organisation_id = ${ctx.org.id} and number > 1 and start_day >= ${window.from}::date and start_day < ${window.to}::date)
    select s.period::text as period, ${key} as key, count(*)::int as n from returned s ${join(sql`s.begin`)} where ${having} group by 1, 2`)

  const slugs = by.kind === 'segmentation' ? new Map(by.parts.map((p) => [p.id, p.key])) : null
  const found = new Map<string, Counts>()
  const at = (period: string, id: string) => {
    const name = `${period} ${slugs?.get(id) ?? id}`
    const counts = found.get(name) ?? empty()
    found.set(name, counts)
    return counts
  }
  const moves = new Map(changes.rows.map((r) => [`${r.period} ${r.key}`, r.n]))
  for (const id of new Set(changes.rows.map((r) => r.key))) {
    let present = 0
    for (const { period } of periods) at(period, id).at_start = present += moves.get(`${period} ${id}`) ?? 0
  }
  for (const r of left.rows) if (r.key !== null) at(r.period, r.key)[r.kind] += r.n
  for (const r of back.rows) if (r.key !== null) at(r.period, r.key).won_back += r.n
  return found
}
