import { and, desc, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { merges } from '@/db/schema'
import { reading, requireCapability, type OrgCtx } from '../../context'
import { TouchstoneError } from '../../errors'
import { knownCustomer } from '../../queries/customer-page-ids'
import { mergeInput } from '../../schemas/identity'
import { identify } from '../recording/identify'

/**
 * Makes two known customers one: everything of `from` is `into`'s from now on. Returns the merge's number, by which it
 * can be undone. Editors; an unknown one is `not_found`, two who are one already `conflict`.
 */
export async function mergeCustomers(ctx: OrgCtx, input: z.input<typeof mergeInput>): Promise<{ merge: number }> {
  requireCapability(ctx, 'edit')
  const { from, into } = mergeInput.parse(input)
  const gone = await reading(ctx, async (tx) => {
    const [one, other] = [await knownCustomer(tx, ctx, from), await knownCustomer(tx, ctx, into)]
    if (one === other) throw new TouchstoneError('conflict', 'These two are one customer already.')
    return one
  })
  await identify(ctx, { from, fromAnonymous: false, to: into })
  const [made] = await reading(ctx, (tx) => tx.select({ merge: merges.number }).from(merges)
    .where(and(eq(merges.organisationId, ctx.org.id), eq(merges.fromCustomerId, gone), isNull(merges.undoneAt))).orderBy(desc(merges.number)).limit(1))
  if (!made) throw new TouchstoneError('conflict', 'Somebody has merged or erased one of them meanwhile. Look again.')
  return made
}
