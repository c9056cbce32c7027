import { randomUUID } from 'node:crypto'
import { audit } from '@/db/schema'
import type { Db, Tx } from '@/db/client'
import type { NamesHideable, RetentionKind, Role, Scope, Topic, TransactionUse } from '@/db/vocabulary'
import { now } from './clock'
import type { OrgId } from './domain/ids'
import { orderedIds } from './domain/ordered-id'
import { TouchstoneError } from './errors'
import { announcement } from './live'

/** The organisation as every floor sees it: identity and settings, read by the door. */
export type Organisation = {
  id: OrgId
  slug: string
  name: string
  timezone: string
  currency: string
  lapseDays: number | null
  effectWindowDays: number
  observedFrom: string | null
  observedFromBySource: Record<string, string>
  spentLessShare: number
  smallestChange: number
  margin: number
  discountRate: number
  dimensions: string[]
  transactionKinds: Record<string, TransactionUse>
  retention: Partial<Record<RetentionKind, number>>
  namesHiddenFrom: NamesHideable[]
  secondFactorDemanded: boolean
  sample: boolean
}

/** `email`: of a signed-in person, so that what systems wrote to their address is theirs. */
export type Actor = { kind: 'user' | 'key' | 'system'; id: string; label: string; email?: string }

/** What one may do. Roles and scopes are mapped to these in one place (`capabilities`). */
export type Capability = 'read' | 'ingest' | 'edit' | 'admin' | 'own'

/** Everything a query, report or service is given: who asks, for which organisation, as of when. */
export type OrgCtx = {
  org: Organisation
  actor: Actor
  can: ReadonlySet<Capability>
  now: Date
  db: Db
  /** Customers' names are not shown: `db` reads the tables without them (server/access). */
  namesHidden?: boolean
}

const BY_ROLE: Record<Role, Capability[]> = {
  viewer: ['read'],
  editor: ['read', 'ingest', 'edit'],
  admin: ['read', 'ingest', 'edit', 'admin'],
  owner: ['read', 'ingest', 'edit', 'admin', 'own'],
}
const BY_SCOPE: Record<Scope, Capability[]> = { read: ['read'], ingest: ['ingest'], admin: ['edit', 'admin'] }

/** Both as one table: what is written down of them is checked against it. */
export const BY_ROLE_AND_SCOPE: Readonly<Record<string, readonly Capability[]>> = { ...BY_ROLE, ...Object.fromEntries(Object.entries(BY_SCOPE).map(([scope, can]) => [`scope ${scope}`, can])) }

export const capabilitiesOfRole = (role: Role): ReadonlySet<Capability> => new Set(BY_ROLE[role])
export const capabilitiesOfScopes = (scopes: Scope[]): ReadonlySet<Capability> => new Set(scopes.flatMap((s) => BY_SCOPE[s]))

const NEEDS: Record<Capability, string> = {
  read: 'reading (a viewer, or a key with the scope read)',
  ingest: 'recording (an editor, or a key with the scope ingest)',
  edit: 'editing (an editor, or a key with the scope admin)',
  admin: 'administration (an admin, or a key with the scope admin)',
  own: 'ownership (the owner)',
}

/** Throws `forbidden` unless the actor may. Every service verb begins with it. */
export function requireCapability(ctx: OrgCtx, capability: Capability): void {
  if (!ctx.can.has(capability)) throw new TouchstoneError('forbidden', `This needs ${NEEDS[capability]}.`)
}

/** Reads in one snapshot. Requires `read`. */
export function reading<T>(ctx: OrgCtx, work: (tx: Tx) => Promise<T>): Promise<T> {
  requireCapability(ctx, 'read')
  return ctx.db.tenant({ organisationId: ctx.org.id }, work, { readOnly: true })
}

/** What a write leaves behind besides its rows. */
export type Change = {
  /** e.g. `touchpoint.reclassed` */
  action: string
  subject: string
  subjectId: string
  detail?: Record<string, unknown>
}
export type Writing = {
  /** Written to the audit trail in the same transaction. */
  audit(change: Change): Promise<void>
  /** Told to live pages when the transaction commits. */
  publish(topic: Topic): void
}

/** Where a sample's time stands still, only the ids tell which came first. */
const auditId = orderedIds()

/** The write transaction: retried whole on deadlock; audit and topics belong to it. `opening`: see TransactionOptions. */
export function writing<T>(ctx: OrgCtx, work: (tx: Tx, writing: Writing) => Promise<T>, { opening }: { opening?: string } = {}): Promise<T> {
  const topics = new Set<Topic>()
  return ctx.db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    // What an attempt that is tried again had to say, it says again.
    topics.clear()
    return work(tx, {
      async audit(change) {
        await tx.insert(audit).values({
          organisationId: ctx.org.id, id: auditId(now().getTime(), randomUUID()), at: ctx.now, actorKind: ctx.actor.kind, actorId: ctx.actor.id, actorLabel: ctx.actor.label,
          action: change.action, subject: change.subject, subjectId: change.subjectId, detail: change.detail ?? {},
        })
      },
      publish(topic) { topics.add(topic) },
    })
  }, { ...(opening ? { opening } : {}), closing: () => (topics.size > 0 ? announcement(ctx.org.id, [...topics]) : null) })
}
