import { and, asc, desc, eq } from 'drizzle-orm'
import { targets } from '@/db/schema'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../../context'
import { targetSubject, type Decision } from '../../domain/targets/target'

export type TargetDecision = Decision & { id: string; owner: string; setBy: string; setAt: Date }

/** Every decision about one figure's target, newest first. */
export function targetHistory(ctx: OrgCtx, of: { report: string; field: string; parameters: Record<string, unknown>; cell: Record<string, unknown> }): Promise<TargetDecision[]> {
  return reading(ctx, (tx) => tx.select(COLUMNS).from(targets)
    .where(and(eq(targets.organisationId, ctx.org.id), eq(targets.report, of.report), eq(targets.subject, targetSubject(of.field, of.parameters, of.cell)))).orderBy(desc(targets.validFrom), desc(targets.setAt), desc(targets.id)))
}

const COLUMNS = { id: targets.id, value: targets.value, direction: targets.direction, validFrom: targets.validFrom, owner: targets.owner, setBy: targets.setBy, setAt: targets.setAt }

export type TargetRow = TargetDecision & { report: string; field: string; parameters: Record<string, string | number | boolean>; cell: Record<string, string>; subject: string }

/** All decisions of the organisation, those of one subject together, oldest first; targets are few. */
export function allTargets(tx: Tx, ctx: OrgCtx): Promise<TargetRow[]> {
  return tx.select({ ...COLUMNS, report: targets.report, field: targets.field, parameters: targets.parameters, cell: targets.cell, subject: targets.subject }).from(targets)
    .where(eq(targets.organisationId, ctx.org.id)).orderBy(asc(targets.report), asc(targets.subject), asc(targets.validFrom), asc(targets.setAt), asc(targets.id))
}

export const listTargets = (ctx: OrgCtx): Promise<TargetRow[]> => reading(ctx, (tx) => allTargets(tx, ctx))
