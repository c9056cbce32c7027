import { DEFAULT_SOURCE, type RecordMode } from '@/server/schemas/records'
import type { RecordKind, Topic } from '@/db/vocabulary'
import { sqlState, type Tx } from '@/db/client'
import { requireCapability, writing, type OrgCtx, type Writing } from '@/server/context'
import type { FaultPlace } from '@/server/errors'
import { Drafter, type Draft } from './draft'
import { apply, type Applied } from './apply'
import { sharedStructure } from './lock'
import { localDayOf } from '@/server/domain/time/local-day'
import { addIntake, type IntakeCell } from './roll-up'

export type Item = { kind: RecordKind; raw: unknown; source?: string }
export type ItemOutcome = 'accepted' | 'duplicate' | { errors: FaultPlace[]; conflict?: boolean }
export type RecordOptions = {
  mode?: RecordMode
  /** The import that brings these in; what it first records can be taken back. */
  importId?: string
  /** False: the caller queues settling itself, once, at its end (imports, seeds). Customers are queued all the same. */
  settle?: boolean
  /** More to do in the same transaction, once it is known what became of each: how far an import has come. What it throws undoes the batch. */
  also?: (tx: Tx, writing: Writing, result: MixedResult) => Promise<void>
}
export type MixedResult = { outcomes: ItemOutcome[]; accepted: number; duplicates: number; rejected: number; created: { channels: string[]; touchpoints: string[] } }

const TOPIC: Record<RecordKind, Topic> = {
  customer: 'customers', interaction: 'interactions', transaction: 'transactions', issue: 'issues', promise: 'promises', response: 'responses', referral: 'customers', customer_value: 'customers',
}

/**
 * Records items of any kinds in one transaction, each on its own: a refused one costs its neighbours nothing. Returns
 * what became of each, in order. Requires `ingest`.
 */
export async function recordMixed(ctx: OrgCtx, input: { items: readonly Item[] } & RecordOptions): Promise<MixedResult> {
  requireCapability(ctx, 'ingest')
  const { items, mode = 'record', importId = null, settle = true } = input
  const drafter = new Drafter(ctx.org, ctx.now)
  const refused = new Map<number, FaultPlace[]>()
  const drafts: Draft[] = []
  for (const [index, item] of items.entries()) {
    const drafted = drafter.read(index, item.kind, item.raw, item.source ?? DEFAULT_SOURCE)
    if ('draft' in drafted) drafts.push(drafted.draft)
    else refused.set(index, drafted.errors)
  }
  const replace = mode === 'replace'
  const attempt = (trusting: boolean) => writing(ctx, async (tx, w) => {
    const applied = await apply(tx, ctx, drafts, { replace, trusting, importId, settle })
    const outcomes = items.map((_, index): ItemOutcome => outcomeOf(index, refused, applied))
    await addIntake(tx, ctx.org.id, localDayOf(ctx.now.getTime(), ctx.org.timezone), intakeOf(items, outcomes))
    const accepted = outcomes.filter((outcome) => outcome === 'accepted').length
    const duplicates = outcomes.filter((outcome) => outcome === 'duplicate').length
    for (const kind of new Set(items.filter((_, i) => outcomes[i] === 'accepted').map((item) => item.kind))) w.publish(TOPIC[kind])
    if (applied.created.channels.length + applied.created.touchpoints.length > 0) w.publish('catalogue')
    // A feed's batches are counted per source and day (intake_daily) and an import is audited as one thing. The trail
    // is for what people do, and for what changes the past.
    if (importId === null && accepted > 0 && (ctx.actor.kind === 'user' || applied.replaced > 0)) {
      await w.audit({ action: applied.replaced > 0 ? 'records.replaced' : 'records.recorded', subject: 'records', subjectId: items[0]?.source ?? DEFAULT_SOURCE, detail: { accepted, duplicates, replaced: applied.replaced } })
    }
    await applied.queueSettling()
    const result = { outcomes, accepted, duplicates, rejected: items.length - accepted - duplicates, created: applied.created }
    await input.also?.(tx, w, result)
    return result
  // Replacing takes the lock alone by itself.
  }, replace ? {} : { opening: sharedStructure(ctx.org.id) })
  const trusting = !replace && !replaying.has(ctx.org.id)
  try {
    const result = await attempt(trusting)
    if (!replace && !result.outcomes.some(wasThere)) replaying.delete(ctx.org.id)
    return result
  } catch (error) {
    if (!trusting || sqlState(error) !== UNIQUE_VIOLATION) throw error
    replaying.add(ctx.org.id)
    return attempt(false)
  }
}

const wasThere = (outcome: ItemOutcome): boolean => (typeof outcome === 'string' ? outcome === 'duplicate' : outcome.conflict === true)
const UNIQUE_VIOLATION = '23505'
/** Organisations whose last batch held records that had been recorded before: the next may too, and is asked about first. */
const replaying = new Set<string>()

function outcomeOf(index: number, refused: ReadonlyMap<number, FaultPlace[]>, applied: Applied): ItemOutcome {
  const errors = refused.get(index)
  return errors ? { errors } : applied.outcomes.get(index) ?? 'accepted'
}

function intakeOf(items: readonly Item[], outcomes: readonly ItemOutcome[]): Iterable<IntakeCell> {
  const cells = new Map<string, IntakeCell>()
  let last: IntakeCell | undefined
  for (const [index, { kind, source = DEFAULT_SOURCE }] of items.entries()) {
    if (last?.kind !== kind || last.source !== source) {
      const key = JSON.stringify([source, kind])
      last = cells.get(key) ?? { source, kind, sent: 0, accepted: 0, duplicates: 0, rejected: 0, conflicts: 0 }
      cells.set(key, last)
    }
    const cell: IntakeCell = last
    const outcome = outcomes[index]
    cell.sent++
    if (outcome === 'accepted') cell.accepted++
    else if (outcome === 'duplicate') cell.duplicates++
    else {
      cell.rejected++
      if (outcome?.conflict) cell.conflicts++
    }
  }
  return cells.values()
}
