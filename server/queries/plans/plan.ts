import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { planActions, planShares, workshopNotes } from '@/db/schema'
import { reading, type OrgCtx } from '../../context'
import { toMajor } from '../../domain/money'
import { progressOf } from '../../domain/plans/steps'
import { localDayOf } from '../../domain/time/local-day'
import { impactOf, judgedOn, periodsAfter, settingsChangedIn, type Impact } from '../../reports/plans/impact'
import { baselineOf, lateOf, mayDelete, planRow, temperedOf } from '../../reports/plans/plan-row'
import { TouchstoneError } from '../../errors'

/** Everything a plan's page shows: what was said, what is done, what the measure says. `not_found`. */
export function planOf(ctx: OrgCtx, id: string) {
  return reading(ctx, async (tx) => {
    const row = await planRow(tx, ctx, id)
    const { organisationId: _o, ownerLabel: owner, result: _r, ...plan } = row
    const baseline = await baselineOf(tx, ctx, id)
    // The figures of a verdict stay as they were on its day.
    const impact = judgedOn(row, baseline) ?? await impactOf(ctx, tx, row).catch((error: unknown) => {
      if (error instanceof TouchstoneError) return { failed: error.message } as const
      throw error
    })
    const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
    return {
      ...plan, owner, today, tempered: temperedOf(row), mayDelete: mayDelete(ctx, row), progress: progressOf(row.answers), periodsAfter: periodsAfter(ctx, row),
      // Before the start as it would be today.
      enteredLate: lateOf(row.startedAt ? row : { startOn: row.startOn, startedAt: ctx.now }, ctx) ?? 0,
      impact: 'failed' in impact ? EMPTY : impact, measureFailed: 'failed' in impact ? impact.failed : null,
      // While it runs: then neither change nor verdict can be told.
      settingsChanged: row.status === 'running' ? settingsChangedIn(ctx, row) : [],
      names: await namesOf(tx, ctx, Object.values(row.answers).flatMap(({ picks }) => picks)),
      baseline: baseline.map(({ side, period, value, numerator, denominator }) => ({ side, period, value, numerator, denominator })),
      actions: await actionsOf(tx, ctx, id),
      notes: await notesOf(tx, ctx, id),
      shares: await tx.select({ id: planShares.id, at: planShares.createdAt, by: planShares.createdBy }).from(planShares)
        .where(and(eq(planShares.organisationId, ctx.org.id), eq(planShares.planId, id), isNull(planShares.revokedAt))).orderBy(asc(planShares.createdAt)),
    }
  })
}
export type Plan = Awaited<ReturnType<typeof planOf>>

const EMPTY: Impact = { lines: [], kind: 'other', unit: 'number', measure: '', smallest: null, detectable: null, weak: null, says: null, wrongWay: false, caveats: [], series: [], effect: null, z: null, p: null }

/** A plan's actions in their order; money in major units. */
export async function actionsOf(tx: Tx, ctx: OrgCtx, plan: string | null) {
  const rows = await tx.select().from(planActions).where(and(eq(planActions.organisationId, ctx.org.id), plan === null ? undefined : eq(planActions.planId, plan))).orderBy(asc(planActions.planId), asc(planActions.position))
  const major = (minor: number | null) => (minor === null ? null : toMajor(minor, ctx.org.currency))
  return rows.map(({ organisationId: _o, costPlanned, costSpent, returnLow, returnHigh, ...action }) => ({ ...action, costPlanned: major(costPlanned), costSpent: major(costSpent), returnLow: major(returnLow), returnHigh: major(returnHigh) }))
}
export type PlanAction = Awaited<ReturnType<typeof actionsOf>>[number]

export async function notesOf(tx: Tx, ctx: OrgCtx, plan: string) {
  return tx.select({ id: workshopNotes.id, kind: workshopNotes.kind, text: workshopNotes.text, at: workshopNotes.createdAt, by: workshopNotes.createdBy, actionId: workshopNotes.actionId }).from(workshopNotes)
    .where(and(eq(workshopNotes.organisationId, ctx.org.id), eq(workshopNotes.planId, plan))).orderBy(asc(workshopNotes.createdAt), asc(workshopNotes.id))
}

/** What was picked from the record, by the name it has there. */
export async function namesOf(tx: Tx, ctx: OrgCtx, picks: string[]): Promise<Record<string, string>> {
  const { rows } = await tx.execute<{ pick: string; name: string }>(sql`
    select * from (select slug as pick, name from touchpoints where organisation_id = ${ctx.org.id}
      union all select slug, name from journeys where organisation_id = ${ctx.org.id} and slug not in (select slug from touchpoints where organisation_id = ${ctx.org.id})
      union all select g.slug || ':' || s.slug, s.name || ' (' || g.name || ')' from segments s join segmentations g on g.organisation_id = s.organisation_id and g.id = s.segmentation_id where s.organisation_id = ${ctx.org.id}) n
    where n.pick = any(${sql.param(picks)}::text[])`)
  return Object.fromEntries(rows.map(({ pick, name }) => [pick, name]))
}
