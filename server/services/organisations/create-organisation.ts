import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { sqlState, type Tx } from '@/db/client'
import { audit, members, organisations, users } from '@/db/schema'
import { invalid, TouchstoneError } from '@/server/errors'
import type { Me } from '@/server/queries/people'
import { organisationInput, type OrganisationInput } from '@/server/schemas/people'

type Maker = { userId: string; label: string }

/** Another organisation, owned by whoever makes it. Answers its slug. */
export async function createOrganisation(me: Me, input: unknown): Promise<{ slug: string }> {
  const parsed = organisationInput.parse(input)
  return slugTaken(() => me.db.maintenance(async (tx) => {
    await insertOrganisation(tx, parsed, await maker(tx, me.userId), me.now)
    return { slug: parsed.slug }
  }))
}

/** Who makes it, as the audit trail names them. */
export async function maker(tx: Tx, userId: string): Promise<Maker> {
  const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId))
  if (!user) throw new TouchstoneError('unauthenticated', 'This session has ended. Sign in again.')
  return { userId, label: user.name }
}

/** Within a maintenance transaction: the row, its owner and the audit line. `by` null: made headless, without an owner yet. */
export async function insertOrganisation(tx: Tx, input: OrganisationInput & { sample?: boolean }, by: Maker | null, now: Date): Promise<string> {
  const id = randomUUID()
  await tx.insert(organisations).values({ id, ...input, sample: input.sample ?? false, createdAt: now })
  if (by) await tx.insert(members).values({ organisationId: id, userId: by.userId, role: 'owner', createdAt: now })
  await tx.insert(audit).values({
    organisationId: id, id: randomUUID(), at: now, actorKind: by ? 'user' : 'system', actorId: by?.userId ?? 'system', actorLabel: by?.label ?? 'Touchstone',
    action: 'organisation.created', subject: 'organisation', subjectId: id, detail: { name: input.name, slug: input.slug },
  })
  return id
}

/** Turns the unique constraint's refusal into a word at the field: whoever comes second in a race reads it too. */
export async function slugTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (sqlState(error) === '23505' && mentions(error, 'organisations_slug')) throw invalid('This address is taken.', [{ field: 'slug', reason: 'is taken by another organisation here' }])
    throw error
  }
}

function mentions(error: unknown, constraint: string): boolean {
  for (let e: unknown = error; e instanceof Error; e = e.cause) if ('constraint' in e && e.constraint === constraint) return true
  return false
}
