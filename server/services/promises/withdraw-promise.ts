import type { z } from 'zod'
import type { OrgCtx } from '@/server/context'
import { withdrawPromiseInput } from '@/server/schemas/promises'
import { rewritePromise } from './rewrite'

/** Says that a promise no longer stands: withdrawn by us it is broken, by the customer it counts for nothing. Editors. */
export function withdrawPromise(ctx: OrgCtx, input: z.input<typeof withdrawPromiseInput>) {
  const { by, ...ref } = withdrawPromiseInput.parse(input)
  return rewritePromise(ctx, ref, 'promise.withdrawn', () => ({ withdrawn_at: ctx.now.toISOString(), withdrawn_by: by }))
}
