import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { PlanInterval } from '@/db/vocabulary'
import { newcombe, wilson } from '../domain/statistics/proportion'
import { listPeriods } from '../domain/time/local-day'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { firstActs } from './care-acts'
import { periodOf } from './contact-chains'
import { nowSql } from './promise-state'
import { defineReport, type Asked } from './report'
import { inParts, memberAsOf } from './split'
import { once } from './once'

/** Days in which a failed moment can be put right (METRICS §3: rescue rate). */
const RESCUE_DAYS = 14
const rescue = sql`interval '1 day' * ${RESCUE_DAYS}::int`
/** Satisfaction that confirms: the top two of five, as a share of any scale's length from its low end. */
const CONTENT_SHARE = 0.75

const GROUPS = ['total', 'attended', 'unattended'] as const
const FIELDS = ['failed', 'rescued', 'too_young', 'watched', 'stayed'] as const
type View = Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>
type Question = View & Pick<Asked<unknown>, 'tx'>
type Found = { period: string; grp: (typeof GROUPS)[number] } & Record<(typeof FIELDS)[number], number>

export const recovery = defineReport({
  name: 'recovery',
  title: 'Whether failed moments are put right, and who stays',
  definition: `Rescue rate: failed moments that the customer confirmed as put right within ${RESCUE_DAYS} days ÷ failed moments more than ${RESCUE_DAYS} days old. Confirmed: a later contact about the same issue or touchpoint whose result, given by the customer, is met or exceeded, or a CSAT answer in the top two of five about it. Attended: we acted within those ${RESCUE_DAYS} days (our own initiative, goodwill, a promise kept, the issue resolved). Retention is read from day ${RESCUE_DAYS} on over the organisation’s effect window, for each customer’s first failed moment of the window, among those still there on day ${RESCUE_DAYS} (a landmark, so that who left before we could act counts for neither). Associated with attention, not shown to be caused by it: who is attended is chosen.`,
  parameters: z.object({ ...windowParameters, channel: filterParameters.channel, touchpoint: filterParameters.touchpoint, segment: filterParameters.segment.describe('Slug of a value tier, or `segmentation:segment`: customers in it on the day of the moment.') }),
  row: z.object({
    group: z.enum(GROUPS), label: rowField.label, failed: rowField.count.describe(`More than ${RESCUE_DAYS} days old.`), rescued: rowField.count, rescue_rate: rowField.share, low: rowField.share, high: rowField.share, too_young: rowField.count,
    watched: rowField.count.describe(`Customers still there on day ${RESCUE_DAYS}, with a closed window.`), stayed: rowField.count, retention: rowField.share, retention_low: rowField.share, retention_high: rowField.share,
  }),
  keys: ['group'],
  figures: {
    failed: { label: 'Failed moments', unit: 'count' }, rescued: { label: 'Put right, as the customer says', unit: 'count' }, rescue_rate: { label: 'Rescue rate', unit: 'share', numerator: 'rescued', denominator: 'failed', low: 'low', high: 'high' },
    too_young: { label: 'Not judged yet', unit: 'count' }, watched: { label: 'Customers watched', unit: 'count' }, stayed: { label: 'Stayed', unit: 'count' },
    retention: { label: 'Stayed afterwards', unit: 'share', numerator: 'stayed', denominator: 'watched', low: 'retention_low', high: 'retention_high' },
  },
  draw: 'table',
  joinsRecords: true,
  measure: { field: 'rescue_rate', better: 'higher' },
  ripens: (field, { effectWindowDays }) => (field === 'rescued' || field === 'rescue_rate' || field === 'failed' ? RESCUE_DAYS + 1 : field === 'too_young' ? 0 : RESCUE_DAYS + effectWindowDays + 1),

  async answer(asked) {
    const found = await counted(asked, null)
    const rows = rowsOf(found)
    const [yes, no] = [of(found, 'attended'), of(found, 'unattended')]
    const difference = newcombe(yes.stayed, yes.watched, no.stayed, no.watched)
    asked.note(`Retention is read over ${asked.ctx.org.effectWindowDays} days from day ${RESCUE_DAYS} after the moment.`)
    return { rows, statistics: { retention_difference: difference?.difference ?? null, difference_low: difference?.low ?? null, difference_high: difference?.high ?? null } }
  },

  async byPeriod(asked, interval) {
    const found = await counted(asked, interval)
    return listPeriods(asked.window.from, asked.window.to, interval).flatMap(({ start }) => rowsOf(found.filter((r) => r.period === start)).map((row) => ({ ...row, period: start })))
  },

  population(asked, { row, field }) {
    const name = FIELDS.find((f) => f === field)
    if (!name) return null
    const group = row.group === 'attended' ? sql`attended` : row.group === 'unattended' ? sql`not attended` : sql`true`
    return { of: 'moment', field, where: sql`(m.customer_id, m.interaction_id) in (select customer_id, interaction_id from ${failures(asked)} f where ${group} and ${CELLS[name]})` }
  },
})

/** Counts of the whole window, or of each of its periods with failed moments. */
async function counted(asked: Question, interval: PlanInterval | null): Promise<Found[]> {
  const columns = sql.join(FIELDS.map((name) => sql`count(*) filter (where ${CELLS[name]})::int as ${sql.raw(name)}`), sql`, `)
  const { rows } = await asked.tx.execute<Found>(sql`
    with f as materialized (select * from ${failures(asked, interval)} f)
    select period, case when grouping(attended) = 1 then 'total' when attended then 'attended' else 'unattended' end as grp, ${columns} from f group by grouping sets ((period), (period, attended))`)
  return rows
}

const of = (found: readonly Found[], grp: (typeof GROUPS)[number]) => found.find((r) => r.grp === grp) ?? { failed: 0, rescued: 0, too_young: 0, watched: 0, stayed: 0 }

function rowsOf(found: readonly Found[]) {
  return GROUPS.map((group) => {
    const { failed, rescued, too_young, watched, stayed } = of(found, group)
    const [rate, kept] = [wilson(rescued, failed), wilson(stayed, watched)]
    return {
      group, label: { total: 'All failed moments', attended: 'Attended', unattended: 'Not attended' }[group], failed, rescued, rescue_rate: rate?.p ?? null, low: rate?.low ?? null, high: rate?.high ?? null, too_young,
      watched, stayed, retention: kept?.p ?? null, retention_low: kept?.low ?? null, retention_high: kept?.high ?? null,
    }
  })
}

const CELLS: Record<(typeof FIELDS)[number], SQL> = {
  failed: sql`old`, rescued: sql`old and rescued`, too_young: sql`not old`, watched: sql`nth = 1 and there and closed`, stayed: sql`nth = 1 and there and closed and stayed`,
}

/** Failed moments in view: attended, rescued, old (their 14 days are over), and how the relationship stood from day 14 on. */
function failures(asked: View, interval: PlanInterval | null = null): SQL {
  const { ctx, window, split } = asked
  const { org } = ctx
  const now = nowSql(ctx)
  const period = interval ? periodOf(interval, sql`mm.day`) : sql`''::text`
  const viewed = sql`
    select mm.customer_id, mm.interaction_id, mm.interaction_id as id, mm.customer_id as person, mm.occurred_at, mm.day, mm.touchpoint_id, mi.issue_id, ${period} as period, row_number() over (partition by mm.customer_id, ${period} order by mm.occurred_at, mm.interaction_id) as nth
    from moments mm join interactions mi on mi.organisation_id = mm.organisation_id and mi.profile_id = mm.profile_id and mi.occurred_at = mm.occurred_at and mi.id = mm.interaction_id
    where mm.organisation_id = ${org.id} and mm.result = 'failed' and mm.day >= ${window.from}::date and mm.day < ${window.to}::date
      and ${inParts(sql`mm.channel_id`, split.channels)} and ${inParts(sql`mm.touchpoint_id`, split.touchpoints)} and ${memberAsOf(sql`mm.customer_id`, sql`mm.day`, ctx, split.segment)}`
  const confirmed = once(sql`
    select v.id from viewed v join profiles kp on kp.organisation_id = ${org.id} and kp.customer_id = v.customer_id
    join interactions k on k.organisation_id = kp.organisation_id and k.profile_id = kp.id and k.occurred_at > v.occurred_at and k.occurred_at <= v.occurred_at + ${rescue} and k.occurred_at <= ${now}
      and k.result in ('met', 'exceeded') and k.result_source = 'customer' and case when v.issue_id is null or k.issue_id is null then k.touchpoint_id = v.touchpoint_id else k.issue_id = v.issue_id end
    union select v.id from viewed v join profiles kp on kp.organisation_id = ${org.id} and kp.customer_id = v.customer_id
    join responses k on k.organisation_id = kp.organisation_id and k.profile_id = kp.id and k.occurred_at > v.occurred_at and k.occurred_at <= v.occurred_at + ${rescue} and k.occurred_at <= ${now}
      and k.survey = 'csat' and k.touchpoint_id = v.touchpoint_id and k.score >= coalesce(k.scale_min, 1) + (coalesce(k.scale_max, 5) - coalesce(k.scale_min, 1)) * ${CONTENT_SHARE}::float8`)
  const landmark = sql`v.day + ${RESCUE_DAYS}::int`
  const end = sql`v.day + ${RESCUE_DAYS + org.effectWindowDays}::int`
  return once(sql`
    with viewed as materialized (${viewed})
    select v.customer_id, v.interaction_id, v.period, v.nth, v.occurred_at + ${rescue} < ${now} as old, coalesce(a.act <= v.occurred_at + ${rescue}, false) as attended, k.id is not null as rescued,
      coalesce(s.start_day <= v.day and (s.end_day is null or s.end_day > ${landmark}), false) as there, ${end} < ${window.today}::date as closed, coalesce(s.end_day > ${end}, true) as stayed
    from viewed v left join ${firstActs(asked, sql`viewed`, window.from)} a on a.id = v.id left join ${confirmed} k on k.id = v.id
    left join spells s on s.organisation_id = ${org.id} and s.customer_id = v.customer_id and s.start_day <= v.day and (s.end_day is null or s.end_day > v.day)`)
}
