import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { jobs, members, users } from '@/db/schema'
import type { OrgCtx } from '@/server/context'
import { listNotifications } from '@/server/queries/notifications'
import { toBase64 } from '@/server/domain/journeys/base64'
import { addStep } from '@/server/domain/journeys/edit'
import { testDb, testOrganisation } from '@/server/testing/database'
import * as Y from 'yjs'
import { createJourney } from './create-journey'
import { remindReview } from './remind-review'
import { syncJourney } from './sync-journey'
import { updateJourney } from './update-journey'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

async function member(of: OrgCtx, name: string, role: 'editor' | 'owner'): Promise<OrgCtx> {
  const id = randomUUID()
  await db.door((tx) => tx.insert(users).values({ id, email: `${name}-${id}@example.org`, name }))
  await db.maintenance((tx) => tx.insert(members).values({ organisationId: of.org.id, userId: id, role }))
  return { ...of, actor: { kind: 'user', id, label: name } }
}
const told = async (of: OrgCtx) => (await listNotifications(of, { limit: 30 })).rows.map(({ kind, title, link }) => ({ kind, title, link }))

test('who drew a map is told once on its day; a changed day and a map put away tell nobody', async () => {
  const { ctx } = await testOrganisation(db)
  const [ada, bea] = [await member(ctx, 'ada', 'editor'), await member(ctx, 'bea', 'owner')]
  const { id, slug } = await createJourney(ctx, { name: 'Move house' })
  await updateJourney(ctx, { journey: slug, review_on: '2026-12-01' })
  const [job] = await db.maintenance((tx) => tx.select().from(jobs).where(eq(jobs.organisationId, ctx.org.id)))
  expect(job).toMatchObject({ kind: 'review', key: `${id} 2026-12-01` })
  const morning = job?.runAt ?? new Date(0)
  const key = `${id} 2026-12-01`
  // Nobody has worked on it yet: whoever leads is told. Too early, nobody.
  expect(await remindReview(ctx, key, new Date(morning.getTime() - 86_400_000))).toEqual([])
  expect(await remindReview(ctx, key, morning)).toEqual([bea.actor.id])
  expect(await remindReview(ctx, key, morning)).toEqual([])
  expect(await told(bea)).toEqual([{ kind: 'journey', title: '“Move house” is due for a look', link: '/journeys/move_house' }])
  const doc = new Y.Doc()
  addStep(doc, { id: 'x', phase: 'p0' }, 0)
  await syncJourney(ada, { journey: id, sitting: randomUUID(), update: toBase64(Y.encodeStateAsUpdate(doc)), vector: toBase64(Y.encodeStateVector(doc)) })
  await updateJourney(ctx, { journey: slug, review_on: '2027-01-10' })
  expect(await remindReview(ctx, `${id} 2027-01-10`, new Date('2027-01-11T12:00:00Z'))).toEqual([ada.actor.id])
  await updateJourney(ctx, { journey: slug, review_on: '2027-02-10' })
  expect(await remindReview(ctx, `${id} 2027-01-10`, new Date('2027-01-11T12:00:00Z'))).toEqual([])
  await updateJourney(ctx, { journey: slug, archived: true })
  expect(await remindReview(ctx, `${id} 2027-02-10`, new Date('2027-03-11T12:00:00Z'))).toEqual([])
})
