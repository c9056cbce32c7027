import type { OrgCtx } from '@/server/context'
import { promiseRef } from '@/server/schemas/promises'
import { rewritePromise } from './rewrite'

/** Takes back that a promise was kept or withdrawn: it is owed again. Editors. */
export function reopenPromise(ctx: OrgCtx, input: { id: string; source: string }) {
  return rewritePromise(ctx, promiseRef.parse(input), 'promise.reopened', () => ({ kept_at: null, withdrawn_at: null, withdrawn_by: null }))
}
