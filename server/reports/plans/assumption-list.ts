import { asc, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { assumptions } from '@/db/schema'
import type { AssumptionState } from '@/db/vocabulary'
import type { OrgCtx } from '../../context'
import { CLAIMS } from '../../domain/plans/claims'
import type { FigureOf } from '../measured'

export type Assumption = {
  id: string | null; claim: string | null; statement: string; source: string; note: string; owner: string; reviewOn: string | null
  state: AssumptionState; evidence: string; check: FigureOf | null; claimedLow: number | null; claimedHigh: number | null; planId: string | null
}

/** The register: published claims first (as they were changed here, where they were), then one's own, oldest first. */
export async function assumptionsOf(tx: Tx, ctx: OrgCtx): Promise<Assumption[]> {
  const rows = await tx.select().from(assumptions).where(eq(assumptions.organisationId, ctx.org.id)).orderBy(asc(assumptions.createdAt), asc(assumptions.id))
  const kept = rows.map(({ id, claim, statement, source, note, ownerLabel: owner, reviewOn, state, evidence, check, claimedLow, claimedHigh, planId }): Assumption => ({ id, claim, statement, source, note, owner, reviewOn, state, evidence, check, claimedLow, claimedHigh, planId }))
  const published = CLAIMS.map(({ key, statement, source, note, check }): Assumption => kept.find((one) => one.claim === key) ?? {
    id: null, claim: key, statement, source, note, owner: '', reviewOn: null, state: 'unchecked', evidence: '',
    check: check ? { report: check.report, parameters: check.parameters, cell: check.cell, field: check.field } : null, claimedLow: check?.low ?? null, claimedHigh: check?.high ?? null, planId: null,
  })
  return [...published, ...kept.filter((one) => one.claim === null || !CLAIMS.some(({ key }) => key === one.claim))]
}
