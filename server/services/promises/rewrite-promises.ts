import { reading, requireCapability, type OrgCtx } from '@/server/context'
import { invalid, notFound } from '@/server/errors'
import { promiseRecords } from '@/server/queries/promises'
import { recordMixed } from '../recording/record'

type Ref = { id: string; source: string }
const FIELDS = ['id', 'customer', 'issue', 'interaction', 'made_at', 'due_at', 'kept_at', 'withdrawn_at', 'withdrawn_by', 'owner', 'team', 'text', 'attributes'] as const

/**
 * Records promises anew with what changed, in place of the records they had, so that roll-ups, moments and a replay treat
 * them like any other; and says so of each in the audit trail, with what stood before. All of them or none. Editors;
 * `not_found` when one of them is unknown.
 */
export async function rewritePromises(ctx: OrgCtx, refs: readonly Ref[], action: string, change: (before: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  requireCapability(ctx, 'edit')
  const wanted = [...new Map(refs.map((ref) => [`${ref.source} ${ref.id}`, ref])).values()]
  const found = await reading(ctx, (tx) => promiseRecords(tx, ctx, wanted))
  if (found.length < wanted.length) throw notFound('promise')
  const rewritten = found.map((before) => ({ before, changes: change(before) }))
  await recordMixed(ctx, {
    mode: 'replace',
    items: rewritten.map(({ before, changes }) => ({ kind: 'promise', source: before.source, raw: Object.fromEntries(FIELDS.map((field) => [field, field in changes ? changes[field] : before[field]])) })),
    async also(_tx, w, { outcomes }) {
      const errors = outcomes.flatMap((outcome) => (typeof outcome === 'object' ? outcome.errors : []))
      if (errors.length > 0) throw invalid(errors.map((e) => `${e.field}: ${e.reason}`).join('; '), errors.map(({ field, reason }) => ({ field, reason })))
      for (const { before, changes } of rewritten) {
        await w.audit({ action, subject: 'promise', subjectId: before.id, detail: { source: before.source, customer: before.customer, ...changes, before: Object.fromEntries(Object.keys(changes).map((field) => [field, before[field] ?? null])) } })
      }
      w.publish('promises')
    },
  })
}
