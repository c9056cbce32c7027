import type { z } from 'zod'
import type { OrgCtx } from '@/server/context'
import { readDue } from '@/server/domain/promises/due-words'
import { invalid } from '@/server/errors'
import { changePromisesInput } from '@/server/schemas/promises'
import { rewritePromises } from './rewrite-promises'

/** Gives promises another owner, clock or wording. What stood before is kept in the audit trail. Editors. */
export function changePromises(ctx: OrgCtx, input: z.input<typeof changePromisesInput>) {
  const { promises, owner, due, text } = changePromisesInput.parse(input)
  const read = due === undefined ? null : readDue(due, { now: ctx.now.getTime(), timezone: ctx.org.timezone })
  if (read && !read.ok) throw invalid(read.reason, [{ field: 'due', reason: read.reason }])
  const changes = { ...(owner === undefined ? {} : { owner: owner || null }), ...(read ? { due_at: new Date(read.at).toISOString() } : {}), ...(text === undefined ? {} : { text }) }
  return rewritePromises(ctx, promises, 'promise.changed', () => changes)
}
