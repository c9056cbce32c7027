import { randomUUID } from 'node:crypto'
import { reading, requireCapability, writing, type OrgCtx } from '@/server/context'
import { readDue } from '@/server/domain/promises/due-words'
import { invalid, notFound } from '@/server/errors'
import { isCustomer, promiseDue } from '@/server/queries/promises'
import { HAND_SOURCE, makePromiseInput, type MakePromiseInput } from '@/server/schemas/promises'
import { recordBatch } from '../recording/record-batch'

/**
 * Records what was promised to a customer, entered by hand; the owner is whoever enters it unless another is named.
 * The same line sent twice with one id is one promise. Editors; `not_found` for a stranger, `invalid` naming `due`.
 */
export async function makePromise(ctx: OrgCtx, input: MakePromiseInput): Promise<{ id: string; source: string; due_at: string }> {
  requireCapability(ctx, 'edit')
  const { customer, text, due, owner, team, id = randomUUID() } = makePromiseInput.parse(input)
  const read = readDue(due, { now: ctx.now.getTime(), timezone: ctx.org.timezone })
  if (!read.ok) throw invalid(read.reason, [{ field: 'due', reason: read.reason }])
  const { known, there } = await reading(ctx, async (tx) => ({ known: await isCustomer(tx, ctx, customer), there: await promiseDue(tx, ctx, { id, source: HAND_SOURCE }) }))
  if (!known) throw notFound(`customer “${customer}”`)
  if (there !== null) return { id, source: HAND_SOURCE, due_at: there }
  const due_at = new Date(read.at).toISOString()
  const record = { id, customer, text, made_at: ctx.now.toISOString(), due_at, owner: owner || ctx.actor.label, ...(team ? { team } : {}) }
  const { errors } = await recordBatch(ctx, { kind: 'promise', records: [record], source: HAND_SOURCE })
  const [refused] = errors
  if (refused) throw invalid(`${refused.field}: ${refused.reason}`, [refused])
  await writing(ctx, async (_tx, w) => {
    await w.audit({ action: 'promise.made', subject: 'promise', subjectId: id, detail: { source: HAND_SOURCE, customer, text, due_at, owner: record.owner } })
    w.publish('promises')
  })
  return { id, source: HAND_SOURCE, due_at }
}
