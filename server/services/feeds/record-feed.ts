import { requireCapability, type OrgCtx } from '@/server/context'
import { senderField, type FeedStep, type FieldNames } from '@/server/domain/feeds/feed'
import { identify } from '../recording/identify'
import type { BatchResult } from '../recording/record-batch'
import { recordMixed, type Item, type ItemOutcome } from '../recording/record'

/** One message of a foreign feed, already understood (server/domain/feeds). */
export type FeedMessage = {
  /** Its place in the sender's list. */
  index: number
  source?: string
  steps: readonly FeedStep[]
  fields: FieldNames
  /** Where the sender wrote fields that `fields` does not list. */
  otherwise?: string
  /** Why the message could not be understood. It has no steps then, and is counted as sent and refused. */
  refused?: readonly { field: string; reason: string }[]
  /** The sender's id alone says "the same": other content under it (a time that was filled in at receipt) is no conflict. */
  idDecides?: boolean
}

/**
 * Records what the messages mean, in one transaction, then joins the profiles they link. A message counts once,
 * whatever number of records it gives: accepted if any of them is new, duplicate if none is. Requires `ingest`.
 */
export async function recordFeed(ctx: OrgCtx, source: string, messages: readonly FeedMessage[]): Promise<BatchResult> {
  requireCapability(ctx, 'ingest')
  const parts = messages.flatMap((message) => itemsOf(message).map((item) => ({ message, item: { ...item, source: message.source ?? source } })))
  const { outcomes, created } = parts.length > 0 ? await recordMixed(ctx, { items: parts.map((p) => p.item) }) : { outcomes: [], created: { channels: [], touchpoints: [] } }
  const of = new Map<FeedMessage, ItemOutcome[]>()
  for (const [i, { message }] of parts.entries()) of.set(message, [...(of.get(message) ?? []), outcomes[i] ?? 'accepted'])
  const joined = await link(ctx, messages.filter((m) => !(of.get(m) ?? []).some((o) => refused(m, o))))
  const result: BatchResult = { accepted: 0, duplicates: 0, rejected: 0, errors: [], created }
  for (const message of messages) {
    const own = of.get(message) ?? []
    const errors = message.refused ?? own.flatMap((o) => (refused(message, o) && typeof o !== 'string' ? o.errors : [])).map((e) => ({ field: senderField(message.fields, e.field, message.otherwise), reason: e.reason }))
    if (errors.length > 0) {
      result.rejected++
      result.errors.push(...errors.map((e) => ({ ...e, index: message.index })))
    } else if (own.includes('accepted') || joined.has(message) || message.steps.length === 0) result.accepted++
    else result.duplicates++
  }
  return result
}

/** What nobody understands is handed on as no record, so that it is counted among what was sent. */
const itemsOf = (message: FeedMessage): Item[] => (message.refused ? [{ kind: 'interaction', raw: null }] : message.steps.flatMap((step) => ('kind' in step ? [step] : [])))

const refused = (message: FeedMessage, outcome: ItemOutcome): boolean => typeof outcome !== 'string' && !(outcome.conflict && message.idDecides)

/** The messages whose links joined something that was apart. The same link in many messages is carried out once. */
async function link(ctx: OrgCtx, messages: readonly FeedMessage[]): Promise<Set<FeedMessage>> {
  const joined = new Set<FeedMessage>()
  const done = new Set<string>()
  for (const message of messages) {
    for (const step of message.steps) {
      if ('kind' in step) continue
      const key = JSON.stringify(step.link)
      if (done.has(key)) continue
      done.add(key)
      if (await identify(ctx, step.link)) joined.add(message)
    }
  }
  return joined
}
