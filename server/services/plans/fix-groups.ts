import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { segmentations, segments, type MatchedGroups } from '@/db/schema'
import type { OrgCtx } from '../../context'
import type { FigureRef } from '../../domain/plans/figure'
import type { LocalDay } from '../../domain/time/local-day'
import { invalid } from '../../errors'
import { LEAST_PAIRS, matchedGroups, pairsSql, planGroups, unmatchable } from '../../reports/plans/matching'
import { lockStructure } from '../recording/lock'
import { moveMemberships } from '../segments/memberships'
import { segmentId } from '../segments/save'

/** Members are so from before any record: the groups are the same people in every period. */
const ALWAYS = '1900-01-01'
const NAMES = { plan: 'In the plan', matched: 'Matched' } as const

/**
 * Fixes a plan's customers and those matched to them as two segments nobody else is offered, so that every report that tells
 * segments apart tells these two apart. Done again, they become the new ones. `invalid` where too few have a like.
 */
export async function fixGroups(tx: Tx, ctx: OrgCtx, { plan, name, measure, asOf }: { plan: string; name: string; measure: FigureRef; asOf: LocalDay }): Promise<MatchedGroups> {
  const reason = unmatchable(measure)
  if (reason) throw invalid(reason, [{ field: 'matched', reason }])
  await lockStructure(tx, ctx.org.id)
  const groups = await matchedGroups(tx, ctx, { measure, asOf, plan })
  if (groups.matched < LEAST_PAIRS) throw invalid(`${groups.matched} customers have a like; it takes ${LEAST_PAIRS}.`, [{ field: 'matched', reason: `takes ${LEAST_PAIRS} customers with a like` }])
  const id = (await segmentationOf(tx, ctx, plan)) ?? await create(tx, ctx, plan, name, asOf)
  const { pairs } = await pairsSql(tx, ctx, { measure, asOf, plan })
  await moveMemberships(tx, ctx, id, sql`${pairs},
    wanted as (select customer_id, case when treated then ${segmentId(id, NAMES.plan)}::uuid else ${segmentId(id, NAMES.matched)}::uuid end as segment_id, ${ALWAYS}::date as from_day, null::date as to_day from pair),
    ${differing(ctx, id)}`)
  return groups
}

/** Lets the groups go, where a plan does not compare matched customers any more. */
export async function dropGroups(tx: Tx, ctx: OrgCtx, plan: string): Promise<void> {
  const id = await segmentationOf(tx, ctx, plan)
  if (!id) return
  await lockStructure(tx, ctx.org.id)
  await moveMemberships(tx, ctx, id, sql`wanted as (select null::uuid as customer_id, null::uuid as segment_id, null::date as from_day, null::date as to_day where false), ${differing(ctx, id)}`)
  await tx.execute(sql`delete from rollup_segment_daily where organisation_id = ${ctx.org.id} and segmentation_id = ${id} and interactions = 0`)
}

const differing = (ctx: OrgCtx, id: string) => sql`
    old as materialized (select customer_id, segment_id, from_day, to_day from memberships where organisation_id = ${ctx.org.id}::uuid and segmentation_id = ${id}::uuid),
    put as materialized (select * from wanted except select * from old),
    gone as materialized (select * from old except select * from wanted)`

async function segmentationOf(tx: Tx, ctx: OrgCtx, plan: string): Promise<string | null> {
  const [row] = await tx.select({ id: segmentations.id }).from(segmentations).where(and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.planId, plan)))
  return row?.id ?? null
}

/** Archived from the start, and without a rule: it is never cut, and offered nowhere. */
async function create(tx: Tx, ctx: OrgCtx, plan: string, name: string, asOf: LocalDay): Promise<string> {
  const id = randomUUID()
  const groups = planGroups(plan)
  await tx.insert(segmentations).values({ organisationId: ctx.org.id, id, slug: groups.segmentation, name, planId: plan, archivedAt: ctx.now, computedAt: ctx.now, definition: { kind: 'rules', template: null, segments: [], rest: 'Nobody', definedOn: asOf } })
  await tx.insert(segments).values([{ slug: groups.plan, name: NAMES.plan, rank: 1 }, { slug: groups.matched, name: NAMES.matched, rank: 2 }].map((segment) => ({ organisationId: ctx.org.id, segmentationId: id, id: segmentId(id, segment.name), ...segment })))
  return id
}
