import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { customers, interactions, moments, profiles, promises, referrals, responses, settleQueue, spells, touchpoints, transactions } from '@/db/schema'
import { DIRECTIONS, MOMENT_RULES, NIL_ID, RESULT_RULES, RESULTS, type Result } from '@/db/vocabulary'
import type { Db, Tx } from '@/db/client'
import type { OrgCtx, Organisation } from '@/server/context'
import { effectOf } from '@/server/domain/settle/effect'
import { momentsOf, type MomentTouchpoint } from '@/server/domain/settle/moments'
import { spellsOf } from '@/server/domain/settle/spells'
import { addDays, localDayOf, startOfDay } from '@/server/domain/time/local-day'
import { TEST_NOW, testDb, testOrganisation } from '@/server/testing/database'
import { recordBatch } from '../recording/record-batch'
import { queueAll, queueCustomers, queueDue, queueTouchpoint } from './queue'
import { runSettle } from './run-settle'
import { settleOrganisation } from './settle'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

const HOUR = 3_600_000
const zoneName = 'Asia/Kathmandu'
const today = localDayOf(TEST_NOW.getTime(), zoneName)
const tenant = <T>(ctx: OrgCtx, work: (tx: Tx) => Promise<T>) => db.tenant({ organisationId: ctx.org.id }, work)

/** An instant within 120 days before and 10 days after now, on whole hours so that ties happen. */
const instant = fc.integer({ min: -120 * 24, max: 10 * 24 }).map((h) => new Date(TEST_NOW.getTime() + h * HOUR))
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const TOUCHPOINTS = 4
const ISSUES = ['00000000-0000-5000-8000-0000000000a1', '00000000-0000-5000-8000-0000000000a2']

const history = fc.record({
  acquiredAt: maybe(instant), leftAt: maybe(instant), leaveKind: maybe(fc.constantFrom('voluntary' as const, 'involuntary' as const)),
  interactions: fc.array(fc.record({
    profile: fc.nat(1), occurredAt: instant, touchpoint: fc.integer({ min: -1, max: TOUCHPOINTS - 1 }), direction: fc.constantFrom(...DIRECTIONS),
    mood: maybe(fc.integer({ min: -2, max: 2 })), impression: maybe(fc.integer({ min: -2, max: 2 })), result: fc.option(fc.constantFrom(...RESULTS), { nil: null, freq: 2 }),
    issueId: maybe(fc.constantFrom(...ISSUES)), amount: fc.option(fc.constantFrom(1, 50, 99.99), { nil: null, freq: 3 }),
  }), { maxLength: 14 }),
  transactions: fc.array(fc.record({
    profile: fc.nat(1), occurredAt: instant, amount: fc.integer({ min: -3000, max: 12_000 }), currency: fc.constantFrom('EUR', 'EUR', 'USD'), kind: fc.constantFrom(null, 'order', 'use', 'salary'),
  }), { maxLength: 8 }),
  promises: fc.array(fc.record({
    onInteraction: maybe(fc.nat(13)), issueId: maybe(fc.constantFrom(...ISSUES)), dueAt: instant, keptAt: maybe(instant), withdrawnBy: fc.constantFrom(null, null, 'us' as const, 'customer' as const),
  }), { maxLength: 4 }),
  responses: fc.array(fc.record({
    survey: fc.constantFrom('csat' as const, 'nps' as const), occurredAt: instant, score: fc.integer({ min: 0, max: 10 }), scaleMax: fc.constantFrom(null, 5, 10), touchpoint: fc.integer({ min: -1, max: TOUCHPOINTS - 1 }),
  }), { maxLength: 4 }),
  referrals: fc.array(instant, { maxLength: 2 }),
})
type History = typeof history extends fc.Arbitrary<infer T> ? T : never

/** Drizzle takes rows with a prototype only. */
const PLAIN = { noNullPrototype: true }
const touchpoint = fc.record({
  class: fc.constantFrom('efficient' as const, 'moment_that_matters' as const, 'moment_that_matters' as const),
  momentRule: fc.record({ rule: fc.constantFrom(...MOMENT_RULES), amount: fc.constantFrom(undefined, 4000, 9000) }, PLAIN),
  resultRule: fc.record({ rules: fc.uniqueArray(fc.constantFrom(...RESULT_RULES)), otherwise: fc.constantFrom<(Result | undefined)[]>(undefined, 'met') }, PLAIN),
}, PLAIN)
const settings = fc.record({
  lapseDays: maybe(fc.constantFrom(14, 30, 60)), effectWindowDays: fc.constantFrom(30, 60),
  transactionKinds: fc.constantFrom<Organisation['transactionKinds'][]>({}, { use: 'activity', salary: 'ignore' }),
})

const key = () => ({ id: randomUUID(), source: 'default', externalId: 'x' })

async function insertHistory(ctx: OrgCtx, h: History, touchpointIds: string[]) {
  const org = { organisationId: ctx.org.id }
  const day = (at: Date) => localDayOf(at.getTime(), zoneName)
  const place = (i: number) => touchpointIds[i] ?? NIL_ID
  const ids = [randomUUID(), randomUUID()] as const
  const made = h.interactions.map((i) => ({
    ...org, ...key(), profileId: ids[i.profile] as string, occurredAt: i.occurredAt, day: day(i.occurredAt), channelId: NIL_ID, touchpointId: place(i.touchpoint), form: 'interaction' as const, direction: i.direction,
    mood: i.mood, impression: i.impression, result: i.result, resultSource: i.result && ('person' as const), issueId: i.issueId, attributes: i.amount === null ? null : { amount: i.amount },
  }))
  const bought = h.transactions.map((t) => ({ ...org, ...key(), profileId: ids[t.profile] as string, occurredAt: t.occurredAt, day: day(t.occurredAt), amount: t.amount, currency: t.currency, kind: t.kind }))
  const promised = h.promises.map((p) => ({ ...org, ...key(), profileId: ids[0], madeAt: p.dueAt, dueAt: p.dueAt, keptAt: p.keptAt, withdrawnBy: p.withdrawnBy, issueId: p.issueId, interactionId: p.onInteraction === null ? null : made[p.onInteraction]?.id ?? null }))
  const answered = h.responses.map((r) => ({ ...org, ...key(), profileId: ids[1], survey: r.survey, occurredAt: r.occurredAt, day: day(r.occurredAt), score: r.score, scaleMax: r.scaleMax, touchpointId: r.touchpoint < 0 ? null : place(r.touchpoint) }))
  const referred = h.referrals.map((at) => ({ ...org, ...key(), profileId: ids[0], occurredAt: at }))
  await tenant(ctx, async (tx) => {
    await tx.insert(profiles).values(ids.map((id, i) => ({ ...org, id, customerId: ids[0], anonymous: i === 1, externalId: id })))
    await tx.insert(customers).values({ ...org, id: ids[0], externalId: ids[0], acquiredAt: h.acquiredAt, leftAt: h.leftAt, leaveKind: h.leaveKind })
    if (made.length > 0) await tx.insert(interactions).values(made)
    if (bought.length > 0) await tx.insert(transactions).values(bought)
    if (promised.length > 0) await tx.insert(promises).values(promised)
    if (answered.length > 0) await tx.insert(responses).values(answered)
    if (referred.length > 0) await tx.insert(referrals).values(referred)
  })
  return { id: ids[0], h, made, bought, promised, answered, referred, day }
}

function expected(ctx: OrgCtx, c: Awaited<ReturnType<typeof insertHistory>>, byId: Map<string, MomentTouchpoint>) {
  const { org } = ctx
  const use = (kind: string | null) => (kind === null ? 'value' : org.transactionKinds[kind] ?? 'value')
  const past = <T extends { occurredAt: Date }>(rows: T[]) => rows.filter((r) => c.day(r.occurredAt) <= today)
  const inOrder = (times: Date[]) => times.filter((at) => c.day(at) <= today).toSorted((a, b) => a.getTime() - b.getTime())
  const seen = [...c.made, ...c.bought, ...c.referred, ...c.answered].map((r) => r.occurredAt)
  // That we promised something is no sign of theirs.
  const all = inOrder([...seen, ...c.promised.map((p) => p.madeAt)])
  const theirs = spellsOf({
    acquiredDay: c.h.acquiredAt && c.day(c.h.acquiredAt), leftDay: c.h.leftAt && c.day(c.h.leftAt), leaveKind: c.h.leaveKind, firstDay: all[0] ? c.day(all[0]) : null,
    purchaseDays: c.bought.filter((t) => t.amount >= 0 && use(t.kind) !== 'ignore').map((t) => t.day),
  }, { lapseDays: org.lapseDays, today })
  const largestOn = new Map<string, number>()
  for (const t of past(c.bought)) if (t.currency === org.currency) largestOn.set(t.day, Math.max(t.amount, largestOn.get(t.day) ?? Number.NEGATIVE_INFINITY))
  const found = momentsOf({
    interactions: past(c.made).map((i) => ({ ...i, occurredAt: i.occurredAt.getTime(), amount: i.attributes === null ? null : Math.round(i.attributes.amount * 100) })),
    promises: c.promised.map((p) => ({ ...p, dueAt: p.dueAt.getTime(), dueDay: c.day(p.dueAt), keptAt: p.keptAt && p.keptAt.getTime() })),
    csat: past(c.answered).filter((r) => r.survey === 'csat').map((r) => ({ ...r, occurredAt: r.occurredAt.getTime(), scaleMin: null })), largestOn,
  }, byId, today)
  const effect = {
    spells: theirs, spend: past(c.bought).filter((t) => t.currency === org.currency && use(t.kind) === 'value'),
    advocacyDays: [...past(c.referred).map((r) => c.day(r.occurredAt)), ...past(c.answered).filter((r) => r.survey === 'nps' && r.score >= 9 && (r.scaleMax ?? 10) === 10).map((r) => r.day)],
  }
  return {
    firstAt: all[0] ?? null, lastAt: inOrder(seen).at(-1) ?? null, spells: theirs,
    moments: found.map(({ occurredAt, ...m }) => ({ ...m, occurredAt: new Date(occurredAt), ...effectOf(m.day, { windowDays: org.effectWindowDays, spentLessShare: org.spentLessShare }, effect) })),
  }
}

async function settledRows(ctx: OrgCtx) {
  return tenant(ctx, async (tx) => ({
    customers: await tx.select({ id: customers.id, firstAt: customers.firstAt, lastAt: customers.lastAt }).from(customers).orderBy(customers.id),
    spells: await tx.select().from(spells).orderBy(spells.customerId, spells.number),
    moments: await tx.select().from(moments).orderBy(moments.customerId, moments.occurredAt, moments.interactionId),
    stamps: (await tx.execute<{ at: string }>(sql`select xmin::text as at from moments union all select xmin::text from spells order by 1`)).rows,
  }))
}

test('what the statements compute is what the pure rules say, on random histories; again changes nothing', async () => {
  await fc.assert(fc.asyncProperty(settings, fc.array(touchpoint, { minLength: TOUCHPOINTS, maxLength: TOUCHPOINTS }), fc.array(history, { minLength: 1, maxLength: 12 }), async (setting, places, histories) => {
    const { ctx } = await testOrganisation(db, { ...setting, timezone: zoneName, currency: 'EUR' })
    const placeIds = places.map(() => randomUUID())
    await tenant(ctx, (tx) => tx.insert(touchpoints).values(places.map((p, i) => ({ ...p, organisationId: ctx.org.id, id: placeIds[i] as string, slug: `t${i}`, name: `T${i}` }))))
    const byId = new Map<string, MomentTouchpoint>(places.map((p, i) => [placeIds[i] as string, { momentRule: p.class === 'moment_that_matters' ? p.momentRule : null, resultRule: p.resultRule }]))
    const made = []
    for (const h of histories) made.push(await insertHistory(ctx, h, placeIds))
    await tenant(ctx, (tx) => queueAll(tx, ctx.org.id))
    expect(await settleOrganisation(ctx)).toEqual({ customers: histories.length, left: 0 })

    const rows = await settledRows(ctx)
    for (const c of made) {
      const wanted = expected(ctx, c, byId)
      const { firstAt, lastAt } = rows.customers.find((r) => r.id === c.id) ?? {}
      expect({ firstAt, lastAt }).toEqual({ firstAt: wanted.firstAt, lastAt: wanted.lastAt })
      expect(rows.spells.filter((s) => s.customerId === c.id).map(({ customerId: _c, organisationId: _o, ...s }) => s)).toEqual(wanted.spells)
      expect(rows.moments.filter((m) => m.customerId === c.id).map((m) => ({
        id: m.interactionId, touchpointId: m.touchpointId, day: m.day, reason: m.reason, result: m.result, resultSource: m.resultSource, ordinal: m.ordinal, occurredAt: m.occurredAt,
        windowEnd: m.windowEnd, leftDay: m.leftDay, spentBefore: m.spentBefore, spentAfter: m.spentAfter, advocated: m.advocated, effect: m.effect,
      }))).toEqual(wanted.moments)
    }

    await tenant(ctx, (tx) => queueAll(tx, ctx.org.id))
    await settleOrganisation(ctx)
    expect((await settledRows(ctx)).stamps).toEqual(rows.stamps)
  }), { numRuns: 25 })
})

const nothing: History = { acquiredAt: null, leftAt: null, leaveKind: null, interactions: [], transactions: [], promises: [], responses: [], referrals: [] }
const at = (day: string) => new Date(startOfDay(day, zoneName) + 9 * HOUR)
const purchase = (day: string) => ({ profile: 0, occurredAt: at(day), amount: 1000, currency: 'EUR' as const, kind: null })

test('time passing settles again whom it changed: a lapse, a leaving announced, a promise due', async () => {
  const { ctx } = await testOrganisation(db, { timezone: zoneName, lapseDays: 30 })
  const lapsing = await insertHistory(ctx, { ...nothing, transactions: [purchase(addDays(today, -28))] }, [])
  const leaving = await insertHistory(ctx, { ...nothing, acquiredAt: at('2025-01-01'), leftAt: at(addDays(today, 2)) }, [])
  const staying = await insertHistory(ctx, { ...nothing, transactions: [purchase(addDays(today, -10))] }, [])
  const ends = async () => new Map((await settledRows(ctx)).spells.map((s) => [s.customerId, s.endDay]))
  await tenant(ctx, (tx) => queueCustomers(tx, ctx.org.id, [lapsing.id, leaving.id, staying.id]))
  await settleOrganisation(ctx)
  expect([...(await ends()).values()]).toEqual([null, null, null])

  const later = { ...ctx, now: new Date(ctx.now.getTime() + 48 * HOUR) }
  await tenant(ctx, (tx) => queueDue(tx, ctx.org, addDays(today, 1), addDays(today, 2)))
  expect((await settleOrganisation(later)).customers).toBe(2)
  expect(await ends()).toEqual(new Map([[lapsing.id, addDays(today, 2)], [leaving.id, addDays(today, 2)], [staying.id, null]]))
})

test('a touchpoint that becomes a moment queues whoever met it, and only them', async () => {
  const { ctx } = await testOrganisation(db, { timezone: zoneName })
  const [place, other] = [randomUUID(), randomUUID()]
  const met = { profile: 1, occurredAt: at('2026-01-10'), direction: 'contact' as const, mood: null, impression: null, result: null, issueId: null, amount: null }
  await tenant(ctx, (tx) => tx.insert(touchpoints).values([place, other].map((id) => ({ organisationId: ctx.org.id, id, slug: id, name: id, class: 'moment_that_matters' as const }))))
  const a = await insertHistory(ctx, { ...nothing, interactions: [{ ...met, touchpoint: 0 }] }, [place, other])
  await insertHistory(ctx, { ...nothing, interactions: [{ ...met, touchpoint: 1 }] }, [place, other])
  await tenant(ctx, (tx) => queueTouchpoint(tx, ctx.org.id, place))
  expect(await tenant(ctx, (tx) => tx.select({ id: settleQueue.customerId }).from(settleQueue))).toEqual([{ id: a.id }])
  expect(await settleOrganisation(ctx)).toEqual({ customers: 1, left: 0 })
  expect((await settledRows(ctx)).moments.map((m) => m.customerId)).toEqual([a.id])
})

test('a viewer may not settle, and another organisation is never touched', async () => {
  const a = await testOrganisation(db, { timezone: zoneName })
  const b = await testOrganisation(db, { timezone: zoneName })
  const c = await insertHistory(a.ctx, { ...nothing, transactions: [purchase('2026-01-01')] }, [])
  await tenant(a.ctx, (tx) => queueAll(tx, a.ctx.org.id))
  await expect(settleOrganisation(a.as('viewer'))).rejects.toThrow('ingest')
  expect(await settleOrganisation(b.ctx)).toEqual({ customers: 0, left: 0 })
  await settleOrganisation(a.ctx)
  expect((await settledRows(a.ctx)).spells.map((s) => s.customerId)).toEqual([c.id])
})

test('two settlers and a writer at once: whoever was queued meanwhile is settled again', async () => {
  const { ctx } = await testOrganisation(db, { timezone: zoneName })
  const made = []
  for (let i = 0; i < 20; i++) made.push(await insertHistory(ctx, { ...nothing, acquiredAt: at('2025-01-01') }, []))
  await tenant(ctx, (tx) => queueAll(tx, ctx.org.id))
  const write = (id: string) => tenant(ctx, async (tx) => {
    await tx.update(customers).set({ leftAt: at('2026-01-01') }).where(sql`id = ${id}`)
    await queueCustomers(tx, ctx.org.id, [id])
  })
  await Promise.all([settleOrganisation(ctx, { limit: 20 }), ...made.slice(0, 8).map((c) => write(c.id)), settleOrganisation(ctx, { limit: 20 })])
  await settleOrganisation(ctx)
  const { spells: rows } = await settledRows(ctx)
  expect(rows.filter((s) => s.endDay === '2026-01-01').map((s) => s.customerId).toSorted()).toEqual(made.slice(0, 8).map((c) => c.id).toSorted())
})

test.skipIf(process.env.TEST_DATABASE_URL !== undefined)('the embedded engine’s planner is told when much of an organisation is new, and only then', async () => {
  const { ctx } = await testOrganisation(db)
  const told = async () => (await db.maintenance((tx) => tx.execute<{ n: number }>(sql`select reltuples::int as n from pg_class where relname = 'transactions'`))).rows[0]?.n
  const there = async () => (await db.maintenance((tx) => tx.execute<{ n: number }>(sql`select count(*)::int as n from transactions`))).rows[0]?.n
  const buy = async (from: number, to: number) => {
    const records = Array.from({ length: to - from }, (_, i) => ({ id: `t${from + i}`, customer: `c${from + i}`, occurred_at: '2026-01-05T10:00:00Z', amount: 10 }))
    await recordBatch(ctx, { kind: 'transaction', records })
    await runSettle(ctx, { since: null, clock: ctx.now })
  }
  await buy(0, 150)
  const first = await there()
  expect(await told()).toBe(first)
  await buy(150, 160)
  expect(await told()).toBe(first)
  await buy(160, 400)
  expect(await told()).toBe(await there())
})
