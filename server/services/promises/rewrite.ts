import { reading, requireCapability, writing, type OrgCtx } from '@/server/context'
import { invalid } from '@/server/errors'
import { promiseRecord } from '@/server/queries/promises'
import { recordBatch } from '../recording/record-batch'

type Ref = { id: string; source: string }
const FIELDS = ['id', 'customer', 'issue', 'interaction', 'made_at', 'due_at', 'kept_at', 'withdrawn_at', 'withdrawn_by', 'owner', 'team', 'text', 'attributes'] as const

/**
 * Records a promise anew with what changed, in place of the record it had, so that roll-ups, moments and a replay treat it
 * like any other; then says so in the audit trail, with what stood before. Editors; `not_found` for an unknown one.
 */
export async function rewritePromise(ctx: OrgCtx, { id, source }: Ref, action: string, change: (before: Record<string, unknown>) => Record<string, unknown>): Promise<Ref> {
  requireCapability(ctx, 'edit')
  const before = await reading(ctx, (tx) => promiseRecord(tx, ctx, { id, source }))
  const changes = change(before)
  const record = Object.fromEntries(FIELDS.map((field) => [field, field in changes ? changes[field] : before[field]]))
  const { errors } = await recordBatch(ctx, { kind: 'promise', records: [record], source, mode: 'replace' })
  if (errors.length > 0) throw invalid(errors.map((e) => `${e.field}: ${e.reason}`).join('; '), errors.map(({ field, reason }) => ({ field, reason })))
  await writing(ctx, async (_tx, w) => {
    await w.audit({ action, subject: 'promise', subjectId: id, detail: { source, customer: before.customer, ...changes, before: Object.fromEntries(Object.keys(changes).map((field) => [field, before[field] ?? null])) } })
    w.publish('promises')
  })
  return { id, source }
}
