import type { z } from 'zod'
import type { OrgCtx } from '@/server/context'
import { promiseRefs } from '@/server/schemas/promises'
import { rewritePromises } from './rewrite-promises'

/** Says that promises were kept, now: on time or late follows from each one's clock. Editors. */
export function keepPromises(ctx: OrgCtx, input: z.input<typeof promiseRefs>) {
  return rewritePromises(ctx, promiseRefs.parse(input).promises, 'promise.kept', () => ({ kept_at: ctx.now.toISOString(), withdrawn_at: null, withdrawn_by: null }))
}
