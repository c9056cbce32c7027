import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { expectLaws, table } from '../services/recording/testing'
import { testDb, testOrganisation } from '../testing/database'
import { loadDays } from './load'
import { runSample } from './run-sample'
import { sampleDays } from './sample/generate'
import { runStress } from './stress'

const PLAN = { customers: 50, from: '2026-04-01' }
const NOW = new Date('2026-06-01T09:00:00Z')

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())
const bank = async (): Promise<OrgCtx> => ({ ...(await testOrganisation(db, { timezone: 'Europe/London', currency: 'GBP' })).ctx, now: NOW })
const rows = (ctx: OrgCtx) => table(ctx, sql`
  select 'interaction' as kind, external_id, day::text, summary as said from interactions where organisation_id = ${ctx.org.id}
  union all select 'transaction', external_id, day::text, amount::text from transactions where organisation_id = ${ctx.org.id}
  union all select 'customer', external_id, left_at::text, name from customers where organisation_id = ${ctx.org.id}
  union all select 'known visitor', external_id, null, (customer_id is not null)::text from profiles where organisation_id = ${ctx.org.id} and anonymous
  order by 1, 2, 3`)

test('a load that was cut off goes on where it stood and ends the same as one that was not', async () => {
  const whole = await bank()
  const { accepted } = await loadDays(whole, sampleDays(PLAN), { batch: 60 })

  const cut = await bank()
  const stop = new AbortController()
  let batches = 0
  await expect(loadDays(cut, sampleDays(PLAN), { batch: 60, signal: stop.signal, onDay: () => { if (++batches === 3) stop.abort(new Error('The job was cancelled.')) } })).rejects.toThrow('The job was cancelled.')
  const before = (await rows(cut)).length
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan((await rows(whole)).length)

  const rest = await loadDays(cut, sampleDays(PLAN), { batch: 60 })
  expect(rest.accepted).toBeLessThan(accepted)
  expect(await rows(cut)).toEqual(await rows(whole))
  await expectLaws(cut)
})

test('a stopped sample leaves what came to the ordinary settling', async () => {
  const ctx = await bank()
  const stop = new AbortController()
  stop.abort(new Error('The job was cancelled.'))
  await expect(runSample(ctx, { plan: PLAN, signal: stop.signal, clock: NOW })).rejects.toThrow('The job was cancelled.')
  expect(await table(ctx, sql`select kind, state from jobs where organisation_id = ${ctx.org.id}`)).toEqual([{ kind: 'settle', state: 'queued' }])
})

test('a sample is for those who may administer', async () => {
  const { as } = await testOrganisation(db)
  await expect(runSample(as('editor'), { plan: PLAN, clock: NOW })).rejects.toMatchObject({ fault: 'forbidden' })
  await expect(runStress(as('editor'), { customers: 1, interactions: 1, months: 1, channels: 1, touchpoints: 1 })).rejects.toMatchObject({ fault: 'forbidden' })
})

test('the fast path of the stress scenario keeps the roll-up law, and again adds nothing', async () => {
  const ctx = await bank()
  const plan = { customers: 40, interactions: 3000, months: 6, channels: 3, touchpoints: 12 }
  expect(await runStress(ctx, plan)).toEqual({ interactions: 3000 })
  await expectLaws(ctx)
  const counts = () => table(ctx, sql`select (select count(*)::int from records where organisation_id = ${ctx.org.id}) as records, (select count(distinct channel_id)::int from interactions where organisation_id = ${ctx.org.id}) as channels,
    (select count(distinct touchpoint_id)::int from interactions where organisation_id = ${ctx.org.id}) as touchpoints, (select count(distinct profile_id)::int from interactions where organisation_id = ${ctx.org.id}) as customers`)
  expect(await counts()).toEqual([{ records: 3240, channels: 3, touchpoints: 12, customers: 40 }])
  expect(await runStress(ctx, plan)).toEqual({ interactions: 3000 })
  expect(await counts()).toEqual([{ records: 3240, channels: 3, touchpoints: 12, customers: 40 }])
})
