import { timingSafeEqual } from 'node:crypto'
import { and, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { apiKeyHashes, apiKeys, members, organisations, planShareHashes, planShares, screenDevices, screenTokenHashes, sessions, users } from '@/db/schema'
import type { NamesHideable, Role } from '@/db/vocabulary'
import { capabilitiesOfRole, capabilitiesOfScopes, type Capability, type OrgCtx, type Organisation } from './context'
import type { OrgId } from './domain/ids'
import { hashSecret } from './domain/key-hash'
import { NO_SECOND_FACTOR, TouchstoneError } from './errors'

/**
 * THE DOOR. A session, an API key or the system comes in; a context for one organisation goes out. The only file that
 * mints an OrgId and the only reader of the tables that belong to no tenant (with server/services/people).
 */

const ALL: ReadonlySet<Capability> = new Set(['read', 'ingest', 'edit', 'admin', 'own'])

type OrganisationRow = typeof organisations.$inferSelect

export function organisationFrom(row: OrganisationRow): Organisation {
  const { id, createdAt: _createdAt, asOf: _asOf, ...rest } = row
  return { ...rest, id: id as OrgId }
}

/** Sample organisations are asked as of their reference instant, so that their stories never age. */
function nowFor(row: OrganisationRow, now: Date): Date {
  return row.asOf ? new Date(row.asOf) : now
}

/**
 * The one place where it is decided who sees customers' names. Who does not is given a database whose reads look at the
 * tables without them (db/names-hidden.ts), so that no question they ask can forget it. `who` null: always sees them.
 */
function seeing(db: Db, row: Pick<Organisation, 'namesHiddenFrom'>, who: NamesHideable | null): Pick<OrgCtx, 'db' | 'namesHidden'> {
  if (who === null || !row.namesHiddenFrom.includes(who)) return { db }
  return { db: { ...db, tenant: (scope, work, options) => db.tenant({ ...scope, namesHidden: true }, work, options) }, namesHidden: true }
}

/** For jobs, seeds and tests. Throws `not_found`. */
export async function systemCtx(db: Db, organisationId: string, now: Date): Promise<OrgCtx> {
  const [row] = await db.door((tx) => tx.select().from(organisations).where(eq(organisations.id, organisationId)))
  if (!row) throw new TouchstoneError('not_found', 'That organisation does not exist.')
  return { org: organisationFrom(row), actor: { kind: 'system', id: 'system', label: 'Touchstone' }, can: ALL, now: nowFor(row, now), db }
}

/** What an organisation's displays are answered with, all of them together. */
export async function wallCtx(db: Db, organisationId: string, now: Date): Promise<OrgCtx> {
  const ctx = await systemCtx(db, organisationId, now)
  return { ...ctx, can: new Set<Capability>(['read']), ...seeing(db, ctx.org, 'screens') }
}

/** A signed-in person in the organisation named in the URL. Strangers and unknown slugs get the same `not_found`. */
export async function sessionCtx(db: Db, session: { sessionId: string; userId: string }, orgSlug: string, now: Date): Promise<OrgCtx & { role: Role }> {
  const found = await db.maintenance(async (tx) => {
    const [live] = await tx.select({ id: sessions.id }).from(sessions)
      .where(and(eq(sessions.id, session.sessionId), eq(sessions.userId, session.userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)))
    if (!live) throw new TouchstoneError('unauthenticated', 'This session has ended. Sign in again.')
    const [row] = await tx.select({ org: organisations, role: members.role, name: users.name, email: users.email, password: isNotNull(users.passwordHash), second: isNotNull(users.secondFactorSince) }).from(members)
      .innerJoin(organisations, eq(organisations.id, members.organisationId)).innerJoin(users, eq(users.id, members.userId))
      .where(and(eq(members.userId, session.userId), eq(organisations.slug, orgSlug)))
    return row
  })
  if (!found) throw new TouchstoneError('not_found', 'There is no such organisation, or you are not a member of it.')
  // Who has no password signs in at a provider, whose second factor counts.
  if (found.org.secondFactorDemanded && found.password && !found.second) throw new TouchstoneError('forbidden', 'This organisation asks for a second factor. Set yours up first.', [{ field: NO_SECOND_FACTOR, reason: 'is missing' }])
  return {
    org: organisationFrom(found.org), actor: { kind: 'user', id: session.userId, label: found.name || found.email, email: found.email },
    can: capabilitiesOfRole(found.role), role: found.role, now: nowFor(found.org, now),
    ...seeing(db, found.org, found.role === 'viewer' || found.role === 'editor' ? found.role : null),
  }
}

/** How often an API key's last use is written down; more often would make a write of every read. */
const USED_EVERY_MS = 60_000

/** The organisation an API key opens. Unknown and revoked keys get the same `unauthenticated`. */
export async function keyCtx(db: Db, key: string, now: Date): Promise<OrgCtx> {
  const hash = hashSecret(key)
  const found = await db.maintenance(async (tx) => {
    const [row] = await tx.select({ key: apiKeys, org: organisations, hash: apiKeyHashes.hash }).from(apiKeyHashes)
      .innerJoin(apiKeys, and(eq(apiKeys.organisationId, apiKeyHashes.ofOrganisation), eq(apiKeys.id, apiKeyHashes.apiKeyId)))
      .innerJoin(organisations, eq(organisations.id, apiKeyHashes.ofOrganisation)).where(eq(apiKeyHashes.hash, hash))
    if (!row || row.key.revokedAt || !timingSafeEqual(row.hash, hash)) return undefined
    if (!row.key.lastUsedAt || now.getTime() - row.key.lastUsedAt.getTime() > USED_EVERY_MS) {
      await tx.update(apiKeys).set({ lastUsedAt: sql`${now.toISOString()}::timestamptz` }).where(and(eq(apiKeys.organisationId, row.key.organisationId), eq(apiKeys.id, row.key.id)))
    }
    return row
  })
  if (!found) throw new TouchstoneError('unauthenticated', 'This API key is unknown or has been revoked.')
  return {
    org: organisationFrom(found.org), actor: { kind: 'key', id: found.key.id, label: found.key.name },
    can: capabilitiesOfScopes(found.key.scopes), now: nowFor(found.org, now), ...seeing(db, found.org, found.key.scopes.includes('admin') ? null : 'keys'),
  }
}

/** A display: the one screen it may show, and what its variables stand for. */
export type Display = { id: string; screenId: string; variables: Record<string, string> }

/**
 * What a display's token opens: its own screen, whose slides the server answers for it. The context is not handed out to
 * any other question: no route but the screen's stream takes such a token. Unknown and revoked ones are `unauthenticated`.
 */
export async function displayCtx(db: Db, token: string, now: Date): Promise<{ ctx: OrgCtx; display: Display }> {
  const hash = hashSecret(token)
  const found = await db.maintenance(async (tx) => {
    const [row] = await tx.select({ device: screenDevices, org: organisations, hash: screenTokenHashes.hash }).from(screenTokenHashes)
      .innerJoin(screenDevices, and(eq(screenDevices.organisationId, screenTokenHashes.ofOrganisation), eq(screenDevices.id, screenTokenHashes.deviceId)))
      .innerJoin(organisations, eq(organisations.id, screenTokenHashes.ofOrganisation)).where(eq(screenTokenHashes.hash, hash))
    return row && !row.device.revokedAt && timingSafeEqual(row.hash, hash) ? row : undefined
  })
  if (!found) throw new TouchstoneError('unauthenticated', 'This display is not paired, or has been revoked.')
  const { device, org } = found
  return {
    ctx: { org: organisationFrom(org), actor: { kind: 'key', id: device.id, label: device.name }, can: new Set<Capability>(['read']), now: nowFor(org, now), ...seeing(db, org, 'screens') },
    display: { id: device.id, screenId: device.screenId, variables: device.variables },
  }
}

/** What a plan's link opens: that plan, to read. The context is handed to no other question. Unknown and revoked links are `not_found`. */
export async function shareCtx(db: Db, token: string, now: Date): Promise<{ ctx: OrgCtx; planId: string }> {
  const hash = hashSecret(token)
  const found = await db.maintenance(async (tx) => {
    const [row] = await tx.select({ share: planShares, org: organisations, hash: planShareHashes.hash }).from(planShareHashes)
      .innerJoin(planShares, and(eq(planShares.organisationId, planShareHashes.ofOrganisation), eq(planShares.id, planShareHashes.shareId)))
      .innerJoin(organisations, eq(organisations.id, planShareHashes.ofOrganisation)).where(eq(planShareHashes.hash, hash))
    return row && !row.share.revokedAt && timingSafeEqual(row.hash, hash) ? row : undefined
  })
  if (!found) throw new TouchstoneError('not_found', 'This link shows nothing, or nothing any more.')
  const { share, org } = found
  return { planId: share.planId, ctx: { org: organisationFrom(org), actor: { kind: 'key', id: share.id, label: 'A shared link' }, can: new Set<Capability>(['read']), now: nowFor(org, now), ...seeing(db, org, 'viewer') } }
}
