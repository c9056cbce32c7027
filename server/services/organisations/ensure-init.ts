import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { members, organisations, users } from '@/db/schema'
import { SCOPES } from '@/db/vocabulary'
import type { Env } from '@/server/env'
import { asTouchstoneError } from '@/server/errors'
import { log } from '@/server/log'
import { proposeSlug } from '@/server/domain/people/slug'
import { organisationInput } from '@/server/schemas/people'
import { ensureKey } from '../keys/ensure'
import { reasonAgainst } from '../people/new-password'
import { hashPassword } from '../people/passwords'
import { insertOrganisation } from './create-organisation'
import { sampleFor } from './create-sample'
import { lockSetUp } from './set-up'

/**
 * Headless set-up from INIT_*: makes what is missing and leaves what is there as it is, so it may run at every start
 * and in several processes at once. Without an organisation's name, owner and key belong to the sample (INIT_SAMPLE=1).
 * Throws one clear line when the settings cannot be met.
 */
export async function ensureInit(db: Db, env: Env, now: Date): Promise<void> {
  const wanted = env.INIT_ORG_NAME !== undefined || env.INIT_OWNER_EMAIL !== undefined || env.INIT_API_KEY !== undefined || env.INIT_SAMPLE === true
  if (!wanted) return
  if (env.INIT_SAMPLE && !env.INIT_OWNER_EMAIL) throw new Error('Settings are wrong. INIT_OWNER_EMAIL: must be set with INIT_SAMPLE, so that somebody can see the sample')
  if (!env.INIT_ORG_NAME && !env.INIT_SAMPLE) throw new Error('Settings are wrong. INIT_ORG_NAME: must be set when INIT_OWNER_EMAIL or INIT_API_KEY is')
  const organisation = env.INIT_ORG_NAME ? organisationFrom(env, env.INIT_ORG_NAME) : null
  // Hashed outside the transaction and only when needed: it takes a good part of a second.
  const email = env.INIT_OWNER_EMAIL?.toLowerCase()
  const [known] = email ? await db.door((tx) => tx.select({ id: users.id }).from(users).where(eq(users.email, email))) : []
  if (email && !known && !env.INIT_OWNER_PASSWORD) throw new Error('Settings are wrong. INIT_OWNER_PASSWORD: must be set for an owner who is not there yet')
  if (email && !known) await warnOfGuessable(env, email)
  const passwordHash = email && !known ? await hashPassword(env.INIT_OWNER_PASSWORD ?? '') : null
  const home = await db.maintenance(async (tx) => {
    await lockSetUp(tx)
    const owner = email ? await ensureOwner(tx, email, passwordHash, now) : null
    const own = organisation ? await ensureOrganisation(tx, organisation, owner, now) : null
    const sample = env.INIT_SAMPLE && owner ? (await sampleFor(tx, owner, now)).id : null
    return own ?? sample
  })
  if (env.INIT_API_KEY && home) await ensureKey(db, home, env.INIT_API_KEY, SCOPES, now)
}

function organisationFrom(env: Env, name: string) {
  const parsed = organisationInput.safeParse({ name, slug: env.INIT_ORG_SLUG ?? (proposeSlug(name) || 'organisation'), timezone: env.INIT_ORG_TIMEZONE, currency: env.INIT_ORG_CURRENCY })
  if (parsed.success) return parsed.data
  const what = asTouchstoneError(parsed.error).places.map((place) => `INIT_ORG_${place.field.toUpperCase()}: ${place.reason}`).join('; ')
  throw new Error(`Settings are wrong. ${what}`)
}

/** Whoever runs the server chose it: they are told, and the instance starts. */
async function warnOfGuessable(env: Env, email: string): Promise<void> {
  const reason = await reasonAgainst(env.INIT_OWNER_PASSWORD ?? '', { name: '', email, words: [env.INIT_ORG_NAME ?? '', env.INIT_ORG_SLUG ?? ''] })
  if (reason) log('warn', 'weak owner password', { setting: 'INIT_OWNER_PASSWORD', reason })
}

type Owner = { userId: string; label: string }

async function ensureOwner(tx: Tx, email: string, passwordHash: string | null, now: Date): Promise<Owner> {
  const name = email.split('@')[0] ?? email
  await tx.insert(users).values({ id: randomUUID(), email, name, passwordHash, createdAt: now }).onConflictDoNothing({ target: users.email })
  const [row] = await tx.select({ id: users.id, name: users.name }).from(users).where(eq(users.email, email))
  if (!row) throw new Error('The owner could not be made.')
  return { userId: row.id, label: row.name }
}

async function ensureOrganisation(tx: Tx, organisation: ReturnType<typeof organisationFrom>, owner: Owner | null, now: Date): Promise<string> {
  const [present] = await tx.select({ id: organisations.id }).from(organisations).where(eq(organisations.slug, organisation.slug))
  if (!present) return insertOrganisation(tx, organisation, owner, now)
  // Only into an organisation without an owner: whoever was taken out of it later must not come back with every start.
  if (owner) {
    const [led] = await tx.select({ userId: members.userId }).from(members).where(and(eq(members.organisationId, present.id), eq(members.role, 'owner'))).limit(1)
    if (!led) await tx.insert(members).values({ organisationId: present.id, userId: owner.userId, role: 'owner', createdAt: now }).onConflictDoUpdate({ target: [members.organisationId, members.userId], set: { role: 'owner' } })
  }
  return present.id
}
