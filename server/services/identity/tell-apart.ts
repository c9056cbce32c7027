import type { z } from 'zod'
import { toldApart } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { TouchstoneError } from '../../errors'
import { knownCustomer } from '../../queries/customer-page-ids'
import { tellApartInput } from '../../schemas/identity'

/** Says that two customers who look alike are two people: they are not proposed again. Editors. */
export async function tellApart(ctx: OrgCtx, input: z.input<typeof tellApartInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { customers } = tellApartInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const [a = '', b = ''] = [await knownCustomer(tx, ctx, customers[0]), await knownCustomer(tx, ctx, customers[1])].toSorted()
    if (a === b) throw new TouchstoneError('conflict', 'These two are one customer already.')
    await tx.insert(toldApart).values({ organisationId: ctx.org.id, a, b, saidAt: ctx.now, saidBy: ctx.actor.label }).onConflictDoNothing()
    await w.audit({ action: 'customer.told_apart', subject: 'customer', subjectId: a, detail: { from: b } })
    w.publish('customers')
  })
}
