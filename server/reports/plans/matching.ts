import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { MatchedGroups } from '@/db/schema'
import type { OrgCtx } from '../../context'
import { partOf, withPart, type FigureRef } from '../../domain/plans/figure'
import type { LocalDay } from '../../domain/time/local-day'
import { memberAsOf, presentlyWith, resolveSplit, VALUE_TIERS, type Split } from '../split'
import { reportNamed } from '../registry'
import { CUSTOMER_MONTHS } from '../../queries/customer-months'

/** More pairs than these tell hardly more: so many are drawn. */
export const MOST_PAIRS = 5000
/** Fewer cannot stand for anybody. */
export const LEAST_PAIRS = 30

export const planGroups = (plan: string): { segmentation: string; plan: string; matched: string } => ({ segmentation: `plan-${plan}`, plan: 'in_the_plan', matched: 'matched' })

/** Why customers cannot be matched for a figure; null: they can. */
export function unmatchable(measure: FigureRef): string | null {
  const part = partOf(measure)
  if (!part) return 'The plan is for everybody: nobody is left to compare with.'
  if (part.kind !== 'segment' && part.kind !== 'attribute') return 'Customers can be matched where the plan’s group are customers: a segment, a region. This figure is about a place they all come to.'
  if (!('segment' in (reportNamed(measure.report)?.parameters.shape ?? {}))) return 'This figure’s report does not tell groups of customers apart.'
  return null
}

/** A figure of the plan's fixed group, and of those matched to it. */
export function figuresOfGroups(measure: FigureRef, plan: string): { measure: FigureRef; comparison: FigureRef } {
  const whole = withPart(measure, null)
  const groups = planGroups(plan)
  const of = (segment: string): FigureRef => ({ ...whole, parameters: { ...whole.parameters, segment: `${groups.segmentation}:${segment}` } })
  return { measure: of(groups.plan), comparison: of(groups.matched) }
}

/**
 * Coarsened exact matching (Iacus, King & Porro 2012), one to one: customers in relationship on the day before the baseline
 * begins, judged by records from before it only, so that nobody is matched on the figures they are then compared by (which
 * would draw both sides towards their means; Daw & Hatfield 2018). Alike means: the same value tier that day (unless the
 * group is a value tier), as long with us, and as many records in the year before. Within a class pairs are drawn by a hash
 * of customer and plan: the same each time, and blind to any figure. A list of common table expressions ending in `pair`
 * (customer_id, treated).
 */
function matching(ctx: OrgCtx, split: Split, tiers: boolean, asOf: LocalDay, plan: string): SQL {
  const org = sql`${ctx.org.id}::uuid`
  const day = sql`${asOf}::date`
  const tier = tiers ? sql`coalesce((select m.segment_id::text from memberships m join segmentations sn on sn.organisation_id = m.organisation_id and sn.id = m.segmentation_id and sn.slug = ${VALUE_TIERS}
    where m.organisation_id = ${org} and m.customer_id = c.id and m.from_day <= ${day} and (m.to_day is null or m.to_day > ${day}) limit 1), '')` : sql`''`
  return sql`
    acts as (
      select customer_id, sum(n)::float8 as n from (
        select customer_id, sum(interactions) as n from ${CUSTOMER_MONTHS} r where organisation_id = ${org} and month >= ${day} - 366 and month < date_trunc('month', ${day}) group by 1
        union all select p.customer_id, count(*) from transactions t join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id
          where t.organisation_id = ${org} and t.day >= ${day} - 365 and t.day < ${day} and p.customer_id is not null group by 1) x group by 1),
    known as (
      select c.id, (${memberAsOf(sql`c.id`, day, ctx, split.segment)} and ${presentlyWith(sql`c.id`, ctx, split.attribute)}) as treated, ${tier} as tier,
        ${day} - (select min(s.start_day) from spells s where s.organisation_id = ${org} and s.customer_id = c.id) as tenure, coalesce(a.n, 0) as acts
      from customers c left join acts a on a.customer_id = c.id
      where c.organisation_id = ${org} and exists (select 1 from spells s where s.organisation_id = ${org} and s.customer_id = c.id and s.start_day < ${day} and (s.end_day is null or s.end_day >= ${day}))),
    classed as materialized (
      select *, width_bucket(tenure::float8, array[91, 183, 366, 731, 1826]::float8[]) as tenure_class, width_bucket(acts, array[1, 3, 6, 12, 24, 48, 96]::float8[]) as acts_class, md5(${plan} || id::text) as lot from known),
    ranked as (select *, row_number() over (partition by treated, tier, tenure_class, acts_class order by lot) as n from classed),
    couple as (
      select t.id as mine, o.id as theirs, row_number() over (order by t.lot) as nth from ranked t join ranked o on o.tier = t.tier and o.tenure_class = t.tenure_class and o.acts_class = t.acts_class and o.n = t.n and not o.treated where t.treated),
    pair as (
      select mine as customer_id, true as treated from couple where nth <= ${MOST_PAIRS} union all select theirs, false from couple where nth <= ${MOST_PAIRS})`
}

type Asked = { measure: FigureRef; asOf: LocalDay; plan: string }

/** The common table expressions that end in `pair`, for whoever writes them down. */
export async function pairsSql(tx: Tx, ctx: OrgCtx, { measure, asOf, plan }: Asked): Promise<{ pairs: SQL; on: string[] }> {
  const part = partOf(measure)
  const tiers = part?.kind === 'segment' && part.value.startsWith(`${VALUE_TIERS}:`) ? false : (await tx.execute(sql`select 1 from segmentations where organisation_id = ${ctx.org.id} and slug = ${VALUE_TIERS}`)).rows.length > 0
  const split = await resolveSplit(tx, ctx, part?.kind === 'segment' ? { segment: part.value } : { attribute: part?.value })
  return { pairs: matching(ctx, split, tiers, asOf, plan), on: [...(tiers ? ['value tier'] : []), 'time with us', 'records in the year before'] }
}

/** How many would be matched, on what, and how alike the two sides are. */
export async function matchedGroups(tx: Tx, ctx: OrgCtx, asked: Asked): Promise<MatchedGroups> {
  const { pairs, on } = await pairsSql(tx, ctx, asked)
  const { rows: [found] } = await tx.execute<{ group: number; couples: number; tenure: number | null; tenure_matched: number | null; acts: number | null; acts_matched: number | null }>(sql`
    with ${pairs}, chosen as (select p.treated, c.tenure::float8 as tenure, c.acts from pair p join classed c on c.id = p.customer_id)
    select (select count(*) from classed where treated)::int as "group", (select count(*) from couple)::int as couples,
      avg(tenure) filter (where treated)::float8 as tenure, avg(tenure) filter (where not treated)::float8 as tenure_matched, avg(acts) filter (where treated)::float8 as acts, avg(acts) filter (where not treated)::float8 as acts_matched from chosen`)
  const { group = 0, couples = 0 } = found ?? {}
  const matched = Math.min(couples, MOST_PAIRS)
  return {
    of: asked.measure, asOf: asked.asOf, on, group, matched, unmatched: group - couples, notDrawn: couples - matched,
    balance: matched === 0 ? [] : [{ what: 'Days with us', plan: found?.tenure ?? 0, matched: found?.tenure_matched ?? 0 }, { what: 'Records in the year before', plan: found?.acts ?? 0, matched: found?.acts_matched ?? 0 }],
  }
}
