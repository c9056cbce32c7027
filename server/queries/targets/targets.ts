import { and, asc, desc, eq } from 'drizzle-orm'
import { targets } from '@/db/schema'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../../context'
import { isRate, targetSubject, type Decision } from '../../domain/targets/target'
import { describeReport } from '../../reports/answer'
import { reportNamed } from '../../reports/registry'

export type TargetDecision = Decision & { id: string; owner: string; setBy: string; setAt: Date }

/** Every decision about one figure's target, newest first. */
export function targetHistory(ctx: OrgCtx, of: { report: string; field: string; parameters: Record<string, unknown>; cell: Record<string, unknown> }): Promise<TargetDecision[]> {
  const subject = subjectOf(of)
  return reading(ctx, async (tx) => (await tx.select({ ...COLUMNS, ...SUBJECT }).from(targets)
    .where(and(eq(targets.organisationId, ctx.org.id), eq(targets.report, of.report), eq(targets.field, of.field))).orderBy(desc(targets.validFrom), desc(targets.setAt), desc(targets.id)))
    .filter((row) => subjectOf(row) === subject).map(({ report: _report, field: _field, parameters: _parameters, cell: _cell, ...decision }) => decision))
}

/** Of what is stored, too, the subject is made anew: once a split was part of it that did not belong there. */
function subjectOf({ report, field, parameters, cell }: { report: string; field: string; parameters: Record<string, unknown>; cell: Record<string, unknown> }): string {
  const figure = reportNamed(report) && describeReport(report).figures[field]
  return targetSubject(field, parameters, cell, figure ? isRate(figure.unit) : false)
}

const COLUMNS = { id: targets.id, value: targets.value, direction: targets.direction, validFrom: targets.validFrom, owner: targets.owner, setBy: targets.setBy, setAt: targets.setAt }
const SUBJECT = { report: targets.report, field: targets.field, parameters: targets.parameters, cell: targets.cell }

export type TargetRow = TargetDecision & { report: string; field: string; parameters: Record<string, string | number | boolean>; cell: Record<string, string>; subject: string }

/** All decisions of the organisation, oldest first; targets are few. */
export async function allTargets(tx: Tx, ctx: OrgCtx): Promise<TargetRow[]> {
  const rows = await tx.select({ ...COLUMNS, ...SUBJECT }).from(targets)
    .where(eq(targets.organisationId, ctx.org.id)).orderBy(asc(targets.report), asc(targets.validFrom), asc(targets.setAt), asc(targets.id))
  return rows.map((row) => ({ ...row, subject: subjectOf(row) }))
}

export const listTargets = (ctx: OrgCtx): Promise<TargetRow[]> => reading(ctx, (tx) => allTargets(tx, ctx))
