import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { newcombe, wilson } from '../domain/statistics/proportion'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { interactionsInView } from './populations'
import { defineReport, type Asked } from './report'
import { memberAsOf, presentlyIn } from './split'

const CLASSES = ['total', 'moment', 'routine'] as const
const LABELS = { total: 'Total', moment: 'Moments that matter', routine: 'Everything else' } as const
const COUNTS = ['interactions', 'losses', 'stayed', 'referrals'] as const
type Counts = Record<(typeof COUNTS)[number], number>

export const classBalance = defineReport({
  name: 'class-balance',
  title: 'Moments that matter: their share of volume, of losses and of referrals',
  definition: 'Interactions of the window that were moments that matter, beside all others. Losses: customers who left by their own decision or lapsed in the window, by whether they had a moment in the days of the effect window before leaving (for a lapse, before the last purchase). Stayed: those who were there on the leavers’ median day and did not leave in the window, by whether they had a moment in as many days before that day. Referrals of known customers, by whether one followed a moment within the same days. With a segment, interactions and moments are those of customers presently in it; who left, stayed or recommended counts where they stood that day, as cut from earlier records. Associated with, never because.',
  parameters: z.object({ ...windowParameters, segment: filterParameters.segment }),
  row: z.object({
    class: z.enum(CLASSES).describe('`moment`, `routine` (everything else) or `total`.'), label: rowField.label,
    interactions: rowField.count, share_of_interactions: rowField.share,
    losses: rowField.count, share_of_losses: rowField.share, losses_low: rowField.share, losses_high: rowField.share,
    stayed: rowField.count, share_of_stayed: rowField.share, stayed_low: rowField.share, stayed_high: rowField.share,
    referrals: rowField.count, share_of_referrals: rowField.share, referrals_low: rowField.share, referrals_high: rowField.share,
    all_interactions: rowField.count, all_losses: rowField.count, all_stayed: rowField.count, all_referrals: rowField.count,
  }),
  keys: ['class'],
  figures: {
    interactions: { label: 'Interactions', unit: 'count' }, share_of_interactions: { label: 'Share of interactions', unit: 'share', numerator: 'interactions', denominator: 'all_interactions' },
    losses: { label: 'Customers who left', unit: 'count' }, share_of_losses: { label: 'Share of those who left', unit: 'share', numerator: 'losses', denominator: 'all_losses', low: 'losses_low', high: 'losses_high' },
    stayed: { label: 'Customers who stayed', unit: 'count' }, share_of_stayed: { label: 'Share of those who stayed', unit: 'share', numerator: 'stayed', denominator: 'all_stayed', low: 'stayed_low', high: 'stayed_high' },
    referrals: { label: 'Referrals', unit: 'count' }, share_of_referrals: { label: 'Share of referrals', unit: 'share', numerator: 'referrals', denominator: 'all_referrals', low: 'referrals_low', high: 'referrals_high' },
    all_interactions: { label: 'All interactions', unit: 'number' }, all_losses: { label: 'All who left', unit: 'number' }, all_stayed: { label: 'All who stayed', unit: 'number' }, all_referrals: { label: 'All referrals', unit: 'number' },
  },
  draw: 'bars',
  sideBySide: { cell: { class: 'moment' }, fields: ['share_of_interactions', 'share_of_losses', 'share_of_stayed', 'share_of_referrals'] },

  async answer(asked) {
    const [all, moment] = await counted(asked)
    if (!all || !moment || all.interactions === 0) return { rows: [] }
    const { org } = asked.ctx
    asked.note(`A moment counts for a loss or a referral within the ${org.effectWindowDays} days before it.`)
    if (org.observedFrom === null && org.lapseDays === null) asked.note('Nobody has said since when leaving is recorded (observed_from): losses may be too low.')
    const of: Record<(typeof CLASSES)[number], Counts> = { total: all, moment, routine: less(all, moment) }
    const rows = CLASSES.map((key) => {
      const counts = of[key]
      const share = (name: keyof Counts) => wilson(counts[name], all[name])
      const [lost, stayed, referred] = [share('losses'), share('stayed'), share('referrals')]
      return {
        class: key, label: LABELS[key], interactions: counts.interactions, share_of_interactions: counts.interactions / all.interactions,
        losses: counts.losses, share_of_losses: lost?.p ?? null, losses_low: lost?.low ?? null, losses_high: lost?.high ?? null,
        stayed: counts.stayed, share_of_stayed: stayed?.p ?? null, stayed_low: stayed?.low ?? null, stayed_high: stayed?.high ?? null,
        referrals: counts.referrals, share_of_referrals: referred?.p ?? null, referrals_low: referred?.low ?? null, referrals_high: referred?.high ?? null,
        all_interactions: all.interactions, all_losses: all.losses, all_stayed: all.stayed, all_referrals: all.referrals,
      }
    })
    const difference = newcombe(moment.losses, all.losses, moment.stayed, all.stayed)
    return { rows, statistics: { window_days: org.effectWindowDays, difference: difference?.difference ?? null, difference_low: difference?.low ?? null, difference_high: difference?.high ?? null } }
  },

  population(asked, { row, field }) {
    const org = asked.ctx.org.id
    const is = row.class ?? 'total'
    if (field === 'interactions') {
      const day = sql`m.day >= ${asked.window.from}::date and m.day < ${asked.window.to}::date and ${presentlyIn(sql`m.customer_id`, asked.ctx, asked.split.segment)}`
      if (is === 'moment') return { of: 'moment', field, where: day }
      const other = sql`not exists (select 1 from moments m where m.organisation_id = i.organisation_id and m.profile_id = i.profile_id and m.interaction_id = i.id)`
      return { of: 'interaction', field, where: sql`${interactionsInView(asked)} and ${is === 'routine' ? other : sql`true`}` }
    }
    if (field !== 'losses' && field !== 'stayed') return null
    const who = sql`(with ${people(asked)} select customer_id from who where ${field === 'losses' ? sql`lost` : sql`not lost`} ${is === 'total' ? sql`` : sql`and met = ${is === 'moment'}`})`
    return { of: 'customer', field, where: sql`c.organisation_id = ${org} and c.id in ${who}` }
  },
})

const less = (all: Counts, part: Counts): Counts => Object.fromEntries(COUNTS.map((name) => [name, all[name] - part[name]])) as Counts

/**
 * CTEs ending in `who` (customer_id, lost, met): everybody who left in the window once, by the last time, and everybody who
 * stayed, each with whether a moment lay in the effect's days before their day.
 */
function people({ ctx, ctx: { org }, window, split }: Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>): SQL {
  const own = sql`organisation_id = ${org.id}`
  return sql`
    gone as (
      select customer_id, max(case when end_kind = 'lapse' then end_day - ${org.lapseDays ?? 0}::int else end_day end) as day from spells
      where ${own} and end_day >= ${window.from}::date and end_day < ${window.to}::date and coalesce(end_kind, 'voluntary') in ('voluntary', 'lapse') group by 1),
    middle as (select coalesce((select percentile_disc(0.5) within group (order by day) from gone), ${window.from}::date + (${window.to}::date - ${window.from}::date) / 2) as day),
    person as (
      select g.customer_id, g.day, true as lost from gone g where ${memberAsOf(sql`g.customer_id`, sql`g.day`, ctx, split.segment)} union all
      select distinct s.customer_id, middle.day, false from spells s cross join middle
      where s.organisation_id = ${org.id} and s.start_day <= middle.day and (s.end_day is null or s.end_day >= ${window.to}::date) and s.customer_id not in (select customer_id from gone)
        and ${memberAsOf(sql`s.customer_id`, sql`middle.day`, ctx, split.segment)}),
    had as (
      select distinct p.customer_id from person p join moments m on m.organisation_id = ${org.id} and m.customer_id = p.customer_id
      where m.day < p.day and m.day >= p.day - ${org.effectWindowDays}::int),
    who as (select p.customer_id, p.lost, h.customer_id is not null as met from person p left join had h on h.customer_id = p.customer_id)`
}

/** All, and those that were or followed a moment. Volumes come from the roll-ups. */
async function counted(asked: Asked<unknown>): Promise<[Counts, Counts] | []> {
  const { ctx, ctx: { org }, tx, window, split } = asked
  const inWindow = (day: SQL) => sql`${day} >= ${window.from}::date and ${day} < ${window.to}::date`
  const result = await tx.execute<Record<string, number>>(sql`
    with ${people(asked)},
    referred as (
      select exists (select 1 from moments m where m.organisation_id = ${org.id} and m.customer_id = x.customer_id and m.day >= x.day - ${org.effectWindowDays}::int and m.occurred_at <= x.occurred_at) as met
      from (select p.customer_id, r.occurred_at, (r.occurred_at at time zone ${org.timezone})::date as day from referrals r
        join profiles p on p.organisation_id = r.organisation_id and p.id = r.profile_id where r.organisation_id = ${org.id} and p.customer_id is not null) x
      where ${inWindow(sql`x.day`)} and ${memberAsOf(sql`x.customer_id`, sql`x.day`, ctx, split.segment)})
    select (select coalesce(sum(interactions), 0)::float8 from ${split.segment ? sql`rollup_segment_daily` : sql`rollup_daily`} where organisation_id = ${org.id} and ${inWindow(sql`day`)}
        ${split.segment ? sql`and segmentation_id = ${split.segment.segmentation.id} and segment_id = ${split.segment.segmentId}` : sql``}) as interactions,
      (select count(*)::int from moments m where m.organisation_id = ${org.id} and ${inWindow(sql`m.day`)} and ${presentlyIn(sql`m.customer_id`, ctx, split.segment)}) as moments,
      count(*) filter (where lost)::int as losses, count(*) filter (where lost and met)::int as losses_met,
      count(*) filter (where not lost)::int as stayed, count(*) filter (where not lost and met)::int as stayed_met,
      (select count(*)::int from referred) as referrals, (select (count(*) filter (where met))::int from referred) as referrals_met
    from who`)
  const r = result.rows[0]
  if (!r) return []
  const n = (name: string) => r[name] ?? 0
  return [
    { interactions: n('interactions'), losses: n('losses'), stayed: n('stayed'), referrals: n('referrals') },
    { interactions: n('moments'), losses: n('losses_met'), stayed: n('stayed_met'), referrals: n('referrals_met') },
  ]
}
