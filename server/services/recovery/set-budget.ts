import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { recoveryBudgets } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { budgetInput } from '../../schemas/recovery'
import { minorOf } from '../catalogue/minor-of'

/** What each person of a role may give away in a period without asking; null takes the limit away. Admins. */
export async function setBudget(ctx: OrgCtx, input: z.input<typeof budgetInput>): Promise<void> {
  requireCapability(ctx, 'admin')
  const { role, period, amount } = budgetInput.parse(input)
  const minor = minorOf(amount, ctx.org.currency, 'amount')
  await writing(ctx, async (tx, w) => {
    if (minor === null || minor === undefined) await tx.delete(recoveryBudgets).where(and(eq(recoveryBudgets.organisationId, ctx.org.id), eq(recoveryBudgets.role, role), eq(recoveryBudgets.period, period)))
    else {
      const said = { amount: minor, setAt: ctx.now, setBy: ctx.actor.label }
      await tx.insert(recoveryBudgets).values({ organisationId: ctx.org.id, role, period, ...said }).onConflictDoUpdate({ target: [recoveryBudgets.organisationId, recoveryBudgets.role, recoveryBudgets.period], set: said })
    }
    await w.audit({ action: 'recovery.budget_set', subject: 'organisation', subjectId: ctx.org.id, detail: { role, period, amount } })
    w.publish('recovery')
  })
}
