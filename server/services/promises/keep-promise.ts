import type { OrgCtx } from '@/server/context'
import { keepPromiseInput } from '@/server/schemas/promises'
import { rewritePromise } from './rewrite'

/** Says that a promise was kept, now: on time or late follows from its clock. Editors. */
export function keepPromise(ctx: OrgCtx, input: { id: string; source: string }) {
  return rewritePromise(ctx, keepPromiseInput.parse(input), 'promise.kept', () => ({ kept_at: ctx.now.toISOString(), withdrawn_at: null, withdrawn_by: null }))
}
