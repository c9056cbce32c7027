import type { z } from 'zod'
import type { OrgCtx } from '@/server/context'
import { readDue } from '@/server/domain/promises/due-words'
import { invalid } from '@/server/errors'
import { changePromiseInput } from '@/server/schemas/promises'
import { rewritePromise } from './rewrite'

/** Gives a promise another owner, clock or wording. What stood before is kept in the audit trail. Editors. */
export function changePromise(ctx: OrgCtx, input: z.input<typeof changePromiseInput>) {
  const { id, source, owner, due, text } = changePromiseInput.parse(input)
  const read = due === undefined ? null : readDue(due, { now: ctx.now.getTime(), timezone: ctx.org.timezone })
  if (read && !read.ok) throw invalid(read.reason, [{ field: 'due', reason: read.reason }])
  const changes = { ...(owner === undefined ? {} : { owner: owner || null }), ...(read ? { due_at: new Date(read.at).toISOString() } : {}), ...(text === undefined ? {} : { text }) }
  return rewritePromise(ctx, { id, source }, 'promise.changed', () => changes)
}
