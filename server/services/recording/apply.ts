import type { Tx } from '@/db/client'
import { NIL_ID } from '@/db/vocabulary'
import type { OrgCtx } from '@/server/context'
import { queueJob } from '@/server/jobs/queue'
import { ensureCatalogue, KNOWN, namesIn, NOTHING_KNOWN, type Catalogue, type Known } from './catalogue'
import { type Cell, type Draft, type Someone } from './draft'
import { erasedAmong } from './erasure-key'
import { addFacts } from './facts'
import { ensureIssues } from './issues'
import { lockStructure } from './lock'
import { inOrder } from './order'
import { ensurePeople, type People, type Waiting } from './people'
import { countOnce } from './plain-records'
import type { ItemOutcome } from './record'
import { addInteractions, addSources, type SourceCell } from './roll-up'
import { queueCustomers } from './settle-queue'
import { arrayOf, prepared } from './sql'
import { DAY_KINDS, insertRows, PLAIN_KINDS } from './tables'

/** What became of each draft by its index (accepted where nothing stands), and what else the batch did. */
export type Applied = { outcomes: Map<number, ItemOutcome>; created: Catalogue['created']; replaced: number; queueSettling(): Promise<void> }

/** Writes drafts and moves the roll-ups: the same order of tables and of keys in every batch, so that batches never lock each other in a circle. */
export async function apply(tx: Tx, ctx: OrgCtx, all: readonly Draft[], options: { replace: boolean; trusting: boolean; importId: string | null; settle: boolean }): Promise<Applied> {
  const org = ctx.org.id
  const { replace, trusting, importId } = options
  const outcomes = new Map<number, ItemOutcome>()
  const nothing: Applied = { outcomes, created: { channels: [], touchpoints: [] }, replaced: 0, queueSettling: async () => {} }
  if (all.length === 0) return nothing
  if (replace) {
    await lockStructure(tx, org)
    await setZone(tx, ctx)
  }
  const names = namesIn(all)
  const [has] = await prepared<{ erasures: boolean; segments: boolean; settling: boolean } & Known>(tx, 'has-what-2', `select exists (select from erasures where organisation_id = $1) as erasures,
    exists (select from segmentations where organisation_id = $1) as segments, exists (select from jobs where organisation_id = $1 and kind = 'settle' and key = 'org' and state = 'queued') as settling, ${KNOWN}`,
  [org, arrayOf('text', [...names.channels.keys()]), arrayOf('text', [...names.touchpoints.keys()])])
  const drafts = has?.erasures ? withoutErased(all, await erasedAmong(tx, org, all), outcomes) : all
  if (drafts.length === 0) return nothing

  const catalogue = await ensureCatalogue(tx, org, drafts === all ? names : namesIn(drafts), has ?? NOTHING_KNOWN)
  const waiting: Waiting = new Set()
  const people = await ensurePeople(tx, org, everybody(drafts), importId, ctx.now, waiting)
  const { conflicts, owners } = await ensureIssues(tx, org, drafts, replace, importId, ctx.now)
  const customers = await addFacts(tx, org, 'customer', drafts.filter((d) => d.kind === 'customer'), people, owners, ctx.org.timezone, importId, ctx.now)
  const issues = await addFacts(tx, org, 'issue', drafts.filter((d) => d.kind === 'issue' && !conflicts.has(d)), people, owners, ctx.org.timezone, importId, ctx.now)
  const plain = await countOnce(tx, org, drafts.filter((d) => d.fact === null), { replace, trusting, importId, now: ctx.now })
  for (const draft of [...plain.duplicates, ...customers.duplicates, ...issues.duplicates]) outcomes.set(draft.index, 'duplicate')
  for (const draft of [...plain.conflicts, ...conflicts]) outcomes.set(draft.index, conflict(draft))
  for (const draft of plain.expired) outcomes.set(draft.index, { errors: [{ field: 'id', reason: `was recorded, and has gone since this organisation does not keep a ${draft.kind.replace('_', ' ')} for longer; it stays counted and cannot be changed` }], conflict: true })

  const sources = [...customers.days, ...issues.days].map(([d, day]): SourceCell => ({ source: d.source, kind: d.kind, channelId: NIL_ID, day, records: 1 }))
  for (const kind of PLAIN_KINDS) {
    const winners = plain.winners.filter((d) => d.kind === kind)
    if (winners.length === 0) continue
    const inKeyOrder = inOrder(winners, (d) => d.who.id, (a, b) => (a.id < b.id ? -1 : 1)).map((d) => rowOf(d, catalogue))
    await insertRows(tx, org, kind, inKeyOrder)
    if (kind === 'interaction') await addInteractions(tx, org, inKeyOrder, (profile) => people.get(profile) ?? null, has?.segments ?? false)
  }
  for (const d of plain.winners) sources.push({ source: d.source, kind: d.kind, channelId: catalogue.channels.get(d.channel)?.id ?? NIL_ID, day: d.day, records: 1 })
  await addSources(tx, org, sources)
  const touched = touchedCustomers([plain.accepted, customers.accepted, issues.accepted], people)
  return {
    outcomes, created: catalogue.created, replaced: plain.replaced,
    async queueSettling() {
      await queueCustomers(tx, org, [...touched].filter((customer) => !waiting.has(customer)).toSorted())
      // Who waits, and the job that waits for them, go on waiting: settling waits for this transaction before it takes anybody.
      if (options.settle && touched.size > 0 && !has?.settling) await queueJob(tx, org, 'settle', 'org', {}, ctx.now)
    },
  }
}

/** Tells statements of this transaction the organisation's zone (services/recording/contribute). */
export async function setZone(tx: Tx, ctx: OrgCtx): Promise<void> {
  await prepared(tx, 'zone', "select set_config('app.zone', $1, true)", [ctx.org.timezone])
}

function withoutErased(drafts: readonly Draft[], erased: ReadonlySet<string>, outcomes: Map<number, ItemOutcome>): Draft[] {
  return drafts.filter((draft) => {
    const field = erased.has(draft.who.id) ? (draft.who.anonymous ? 'anonymous_id' : draft.kind === 'customer' ? 'id' : 'customer') : draft.other && erased.has(draft.other.id) ? 'referred_customer' : null
    if (field !== null) outcomes.set(draft.index, { errors: [{ field, reason: 'was erased on request; nothing more is recorded about them' }] })
    return field === null
  })
}

function everybody(drafts: readonly Draft[]): Map<string, Someone> {
  const all = new Map<string, Someone>()
  for (const { who, other } of drafts) {
    all.set(who.id, who)
    if (other) all.set(other.id, other)
  }
  return all
}

function conflict(draft: Draft): ItemOutcome {
  const reason = draft.kind === 'issue' ? `this ${draft.kind} was recorded for another customer; send "mode": "replace" to move it`
    : `another ${draft.kind.replace('_', ' ')} with this id was recorded from source "${draft.source}" with other content; send "mode": "replace" to replace it`
  return { errors: [{ field: 'id', reason }], conflict: true }
}

type Row = Record<string, Cell> & { profile_id: string; id: string }

function rowOf(draft: Draft, catalogue: Catalogue): Row {
  const row: Row = Object.assign(draft.cells, { profile_id: draft.who.id, id: draft.id })
  row.source = draft.source
  row.external_id = draft.externalId
  if (DAY_KINDS.has(draft.kind)) row.day = draft.day
  if (draft.issue) row.issue_id = draft.issue.id
  if (draft.kind === 'interaction') {
    const channel = catalogue.channels.get(draft.channel)
    row.channel_id = channel?.id ?? NIL_ID
    row.direction ??= channel?.direction ?? 'contact'
    row.touchpoint_id = catalogue.touchpoints.get(draft.touchpoint) ?? NIL_ID
  } else if (draft.touchpoint !== '') row.touchpoint_id = catalogue.touchpoints.get(draft.touchpoint) ?? null
  return row
}

function touchedCustomers(accepted: readonly (readonly Draft[])[], people: People): Set<string> {
  const touched = new Set<string>()
  const touch = (one: Someone) => {
    const customer = people.get(one.id)
    if (customer) touched.add(customer)
  }
  for (const drafts of accepted) for (const { who, other } of drafts) {
    touch(who)
    if (other) touch(other)
  }
  return touched
}
