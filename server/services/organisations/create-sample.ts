import { and, desc, eq, like } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { jobs, members, organisations } from '@/db/schema'
import { queueJob } from '@/server/jobs/queue'
import type { Me } from '@/server/queries/people'
import { insertOrganisation, maker, slugTaken } from './create-organisation'

/** The sample organisation of whoever asks: made once, then the one there is. Its records are filled in by a job. */
export async function createSample(me: Me): Promise<{ slug: string }> {
  return slugTaken(() => me.db.maintenance(async (tx) => sampleFor(tx, await maker(tx, me.userId), me.now)))
}

/** The same within a maintenance transaction. */
export async function sampleFor(tx: Tx, by: { userId: string; label: string }, now: Date): Promise<{ slug: string; id: string }> {
  const [present] = await tx.select({ id: organisations.id, slug: organisations.slug }).from(organisations)
    .innerJoin(members, and(eq(members.organisationId, organisations.id), eq(members.userId, by.userId))).where(eq(organisations.sample, true)).limit(1)
  if (present) {
    // A load that was cancelled or failed goes on where it stood.
    const [last] = await tx.select({ state: jobs.state }).from(jobs).where(and(eq(jobs.organisationId, present.id), eq(jobs.kind, 'sample'))).orderBy(desc(jobs.createdAt)).limit(1)
    if (last?.state === 'cancelled' || last?.state === 'failed') await queueJob(tx, present.id, 'sample', 'org', {}, now)
    return present
  }
  const taken = new Set((await tx.select({ slug: organisations.slug }).from(organisations).where(like(organisations.slug, 'sample%'))).map((row) => row.slug))
  let slug = 'sample'
  for (let n = 2; taken.has(slug); n++) slug = `sample-${n}`
  const id = await insertOrganisation(tx, { name: 'Sample bank', slug, timezone: 'Europe/London', currency: 'GBP', sample: true }, by, now)
  await queueJob(tx, id, 'sample', 'org', {}, now)
  return { id, slug }
}
