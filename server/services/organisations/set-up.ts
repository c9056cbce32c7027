import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { users } from '@/db/schema'
import { TouchstoneError } from '@/server/errors'
import { isEmptyInstance, type Door } from '@/server/queries/people'
import { setUpInput } from '@/server/schemas/people'
import { requireGoodPassword } from '../people/new-password'
import { hashPassword } from '../people/passwords'
import { insertOrganisation, slugTaken } from './create-organisation'
import { sampleFor } from './create-sample'

const done = () => new TouchstoneError('conflict', 'This Touchstone has just been set up by somebody else. Sign in, or ask them for an invitation.')

/** Makes the first visits, and headless starts, of all server processes wait for one another. */
export const lockSetUp = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(hashtext('touchstone.set-up'))`)

/** The first visit: owner, organisation and, if wished, the sample. Of two at once the second gets `conflict`. */
export async function setUp(door: Door, input: unknown): Promise<{ slug: string; sampleSlug: string | null }> {
  const { name, email, password, organisation, sample } = setUpInput.parse(input)
  // Asked before the hash, which is dear, and again under the lock.
  if (!(await isEmptyInstance(door.db))) throw done()
  await requireGoodPassword(password, { name, email, words: [organisation.name, organisation.slug] })
  const passwordHash = await hashPassword(password)
  return slugTaken(() => door.db.maintenance(async (tx) => {
    await lockSetUp(tx)
    const [anybody] = await tx.select({ id: users.id }).from(users).limit(1)
    if (anybody) throw done()
    const owner = { userId: randomUUID(), label: name }
    await tx.insert(users).values({ id: owner.userId, email, name, passwordHash, createdAt: door.now })
    await insertOrganisation(tx, organisation, owner, door.now)
    const made = sample ? await sampleFor(tx, owner, door.now) : null
    return { slug: organisation.slug, sampleSlug: made?.slug ?? null }
  }))
}
