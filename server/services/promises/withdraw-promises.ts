import type { z } from 'zod'
import type { OrgCtx } from '@/server/context'
import { withdrawPromisesInput } from '@/server/schemas/promises'
import { rewritePromises } from './rewrite-promises'

/** Says that promises no longer stand: withdrawn by us they are broken, by the customer they count for nothing. Editors. */
export function withdrawPromises(ctx: OrgCtx, input: z.input<typeof withdrawPromisesInput>) {
  const { by, promises } = withdrawPromisesInput.parse(input)
  return rewritePromises(ctx, promises, 'promise.withdrawn', () => ({ withdrawn_at: ctx.now.toISOString(), withdrawn_by: by }))
}
