import type { z } from 'zod'
import type { OrgCtx } from '@/server/context'
import { promiseRefs } from '@/server/schemas/promises'
import { rewritePromises } from './rewrite-promises'

/** Takes back that promises were kept or withdrawn: they are owed again. Editors. */
export function reopenPromises(ctx: OrgCtx, input: z.input<typeof promiseRefs>) {
  return rewritePromises(ctx, promiseRefs.parse(input).promises, 'promise.reopened', () => ({ kept_at: null, withdrawn_at: null, withdrawn_by: null }))
}
