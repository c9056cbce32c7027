import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { imports } from '@/db/schema'
import { testDb, testOrganisation } from '../testing/database'
import { recordBatch } from '../services/recording/record-batch'
import { LiveHub } from '../live'
import { describeReport } from '../reports/answer'
import { smallOrganisation } from '../reports/organisation.fixture'
import { NotDrawable } from '../domain/screens/told'
import { pictureOf } from '../domain/screens/pictures'
import { beginningOf } from './screen-preview'
import { drawable } from './screens'
import { patientAnswer, pauseAfter, presentAnswer, sharedAnswer, type Later } from './shared-answers'

type Db = Awaited<ReturnType<typeof testDb>>
let db: Db
const live = new LiveHub()
beforeAll(async () => { db = await testDb(); await live.start(db) })
afterAll(async () => { await live.close(); await db.close() })

const call = (id: string) => ({ id, customer: 'c', occurred_at: '2026-03-01T10:00:00Z', channel: 'phone' })
const total = (answer: { rows: Record<string, unknown>[] }) => answer.rows.reduce((sum, row) => sum + Number(row.interactions), 0)

test('the same question is answered once until something is published, and each organisation has its own', async () => {
  const a = await testOrganisation(db)
  const b = await testOrganisation(db)
  await recordBatch(a.ctx, { kind: 'interaction', records: [call('1')] })
  await expect.poll(() => live.version(a.ctx.org.id)).toBeGreaterThan(0)
  const first = sharedAnswer(a.ctx, live, 'interactions-over-time', { interval: 'month' })
  expect(sharedAnswer(a.as('viewer'), live, 'interactions-over-time', { interval: 'month', by: undefined })).toBe(first)
  expect(sharedAnswer(a.ctx, live, 'interactions-over-time', { interval: 'day' })).not.toBe(first)
  expect(total(await first)).toBe(1)
  expect(total(await sharedAnswer(b.ctx, live, 'interactions-over-time', { interval: 'month' }))).toBe(0)

  const before = live.version(a.ctx.org.id)
  await recordBatch(a.ctx, { kind: 'interaction', records: [call('2')] })
  await expect.poll(() => live.version(a.ctx.org.id)).toBeGreaterThan(before)
  expect(total(await sharedAnswer(a.ctx, live, 'interactions-over-time', { interval: 'month' }))).toBe(2)
})

test('a failed answer is not kept', async () => {
  const { ctx } = await testOrganisation(db)
  await expect(sharedAnswer(ctx, live, 'interactions-over-time', { by: 'nonsense' })).rejects.toThrow('by')
  const again = sharedAnswer(ctx, live, 'interactions-over-time', { by: 'nonsense' })
  await expect(again).rejects.toThrow('by')
})

test('who cannot wait is given what takes long as it was, and is told how it is renewed', async () => {
  const { ctx } = await testOrganisation(db)
  const record = async (id: string) => {
    const before = live.version(ctx.org.id)
    await recordBatch(ctx, { kind: 'interaction', records: [call(id)] })
    await expect.poll(() => live.version(ctx.org.id)).toBeGreaterThan(before)
  }
  await record('1')
  // As slow as its database is made.
  let ms = 0
  const slow = { ...ctx, db: { ...db, tenant: async (...given: Parameters<Db['tenant']>) => { const until = performance.now() + ms; while (performance.now() < until) await new Promise(setImmediate); return db.tenant(...given) } } as Db }
  const asked = async (later: Later[], least = 0) => total(await patientAnswer(slow, live, 'interactions-over-time', { interval: 'week' }, later, least))
  expect(await asked([])).toBe(1)
  await record('2')
  // Quick, it is asked anew at once; held for a while only where that was asked for.
  const [quick, held]: [Later[], Later[]] = [[], []]
  expect([await asked(held, 60_000), held.length, await asked(quick), quick.length]).toEqual([1, 1, 2, 0])
  await record('3')
  ms = 300
  expect(await asked([])).toBe(3)
  await record('4')
  const later: Later[] = []
  const began = performance.now()
  expect(await asked(later)).toBe(3)
  // Not again before ten times as long as it took has passed.
  expect(later.map(({ at, asked: since }) => at - since >= 3000)).toEqual([true])
  // While it is being renewed the one before is given still; then the new one.
  const renewing = later[0]?.renew()
  const meanwhile: Later[] = []
  expect([await asked(meanwhile), meanwhile.map(({ at }) => at)]).toEqual([3, [0]])
  expect(performance.now() - began).toBeLessThan(ms)
  await Promise.all([renewing, meanwhile[0]?.renew()])
  expect([await asked(later), later.length]).toEqual([4, 1])
})

test('what takes long pauses for ten times as long, and never so long that a wall would call its figures old', () => {
  expect([100, 300, 3_000, 40_000].map((took) => pauseAfter(took))).toEqual([0, 3_000, 30_000, 45_000])
  expect([pauseAfter(100, 60_000), pauseAfter(300, 60_000)]).toEqual([60_000, 60_000])
})

test('while a file is imported what takes a moment is given as it was and says so; not to who has written, and not once it is done', async () => {
  const { ctx } = await testOrganisation(db)
  const record = async (id: string) => {
    const before = live.version(ctx.org.id)
    await recordBatch(ctx, { kind: 'interaction', records: [call(id)] })
    await expect.poll(() => live.version(ctx.org.id)).toBeGreaterThan(before)
  }
  const slow = { ...ctx, db: { ...db, tenant: async (...given: Parameters<Db['tenant']>) => { const until = performance.now() + 60; while (performance.now() < until) await new Promise(setImmediate); return db.tenant(...given) } } as Db }
  const asked = async () => { const answer = await presentAnswer(slow, live, 'interactions-over-time', { interval: 'week' }); return [total(answer), answer.incomplete.filter((text) => text.startsWith('A file is being imported')).length] }
  await record('1')
  expect(await asked()).toEqual([1, 0])
  // No import: asked anew, however long it takes.
  await record('2')
  expect(await asked()).toEqual([2, 0])
  const id = randomUUID()
  await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.insert(imports).values({ organisationId: ctx.org.id, id, filename: 'a.csv', fileHash: 'a', mapping: {}, state: 'running', createdBy: 'test', createdAt: ctx.now }))
  await record('3')
  expect(await asked()).toEqual([2, 1])
  // Whoever wrote is answered with it.
  live.wrote(ctx.org.id)
  expect(await asked()).toEqual([3, 0])
  await record('4')
  expect(await asked()).toEqual([3, 1])
  await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.update(imports).set({ state: 'done' }).where(eq(imports.id, id)))
  expect(await asked()).toEqual([4, 0])
})

test('every report begins on a wall with a drawing that it has', async () => {
  const { ctx } = await smallOrganisation(db)
  const reasons: Record<string, string> = {}
  for (const { name, ways } of drawable()) {
    const { kind, parameters, field, cell } = await beginningOf(ctx, live, drawable(), name)
    expect(ways, name).toContain(kind)
    if (kind === 'promises' || kind === 'story' || kind === 'sentence') continue
    const answer = await sharedAnswer(ctx, live, name, { ...parameters, ...(parameters.from ? { from: '2025-03-01' } : {}) })
    try {
      pictureOf(kind, describeReport(name), answer, { field, cell }, { names: false, tiers: [], target: () => null })
    } catch (error) {
      if (!(error instanceof NotDrawable)) throw error
      reasons[name] = error.message
    }
  }
  expect(reasons).toEqual({})
  expect(await beginningOf(ctx, live, drawable(), 'cost-to-serve')).toMatchObject({ kind: 'big_number', parameters: {} })
  expect(await beginningOf(ctx, live, drawable(), 'class-balance')).toMatchObject({ kind: 'bars', parameters: {}, field: null, cell: {} })
  await expect(beginningOf(ctx, live, drawable(), 'most-valuable')).rejects.toMatchObject({ fault: 'invalid' })
})
