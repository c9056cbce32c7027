import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { recoveryActs, recoveryCases } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { caseInput } from '../../schemas/recovery'
import { openCase, whichCase } from './case-row'

/** Gives a customer back to the list; with something done already the case is closed without an outcome instead. Editors. */
export async function releaseCase(ctx: OrgCtx, input: z.input<typeof caseInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { case: id } = caseInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const row = await openCase(tx, ctx, id)
    const acts = await tx.select({ id: recoveryActs.id }).from(recoveryActs).where(sql`${eq(recoveryActs.organisationId, ctx.org.id)} and ${eq(recoveryActs.caseId, id)}`).limit(1)
    if (acts.length > 0) await tx.update(recoveryCases).set({ closedAt: ctx.now }).where(whichCase(ctx, id))
    else await tx.delete(recoveryCases).where(whichCase(ctx, id))
    await w.audit({ action: 'recovery.released', subject: 'customer', subjectId: row.profileId, detail: { case: id } })
    w.publish('recovery')
  })
}
