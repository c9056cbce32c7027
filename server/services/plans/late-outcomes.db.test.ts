import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { jobs, members, notifications, users } from '@/db/schema'
import { testDb, testOrganisation } from '@/server/testing/database'
import type { OrgCtx } from '../../context'
import { addDays } from '../../domain/time/local-day'
import { meetingFigures } from '../../queries/plans/meeting'
import { planOf } from '../../queries/plans/plan'
import { answerReport } from '../../reports/answer'
import { recordBatch } from '../recording/record-batch'
import { settleOrganisation } from '../settle/settle'
import { createPlan } from './create-plan'
import { judgePlan } from './judge-plan'
import { reviewPlan } from './review-plan'
import { setMeasure } from './set-measure'
import { startPlan } from './start-plan'
import { updatePlan } from './update-plan'

const ada = randomUUID()
let db: Db
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
beforeAll(async () => {
  db = await testDb()
  const made = await testOrganisation(db, { observedFrom: '2025-01-01', effectWindowDays: 60 })
  as = made.as
  await db.door((tx) => tx.insert(users).values({ id: ada, email: `${ada}@example.org`, name: 'Ada Lovelace' }))
  await db.tenant({ organisationId: made.ctx.org.id }, (tx) => tx.insert(members).values({ organisationId: made.ctx.org.id, userId: ada, role: 'editor' }))
  // Ten failed moments a month of as many customers from 2025 on; two of each month's leave three weeks later.
  const months = Array.from({ length: 15 }, (_, m) => `${2025 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}-05`)
  const ctx = as('owner', new Date('2026-04-01T09:00:00Z'))
  await recordBatch(ctx, { kind: 'customer', records: months.flatMap((day) => Array.from({ length: 10 }, (_, n) => ({ id: `${day} ${n}`, acquired_at: '2024-12-01T00:00:00Z', ...(n < 2 ? { left_at: `${addDays(day, 21)}T00:00:00Z` } : {}) }))) })
  await recordBatch(ctx, { kind: 'interaction', records: months.flatMap((day) => Array.from({ length: 10 }, (_, n) => ({ id: `i ${day} ${n}`, customer: `${day} ${n}`, occurred_at: `${day}T10:00:00Z`, channel: 'phone', touchpoint: 'Billing', result: 'failed', impression: -2 }))) })
  await settleOrganisation(ctx)
}, 60_000)
afterAll(() => db.close())

const measure = { report: 'moment-outcomes', parameters: {}, cell: { touchpoint: 'total', result: 'failed' }, field: 'left_rate' }
const asked = (plan: string, review_on: string) => ({ plan, design: 'before_after' as const, measure, better: 'lower' as const, interval: 'month' as const, smallest: 0.02, picked_from: null, picked_to: null, baseline_from: '2025-01-01', baseline_to: '2026-01-01', start_on: '2026-01-01', review_on })
const begun = async (ctx: OrgCtx, name: string, review: string, more: { smallest?: null } = {}) => {
  const { id } = await createPlan(ctx, { name })
  await setMeasure(ctx, { ...asked(id, review), ...more })
  return id
}

test('months whose outcome is not known yet count neither before nor after, and a review that is too early says when it is not', async () => {
  const january = as('owner', new Date('2026-01-02T09:00:00Z'))
  const early = await begun(january, 'Too early', '2026-04-01')
  // By April only January is final: it ends on the 31st, and 61 days after that is 2 April.
  expect(await planOf(january, early)).toMatchObject({ periodsAfter: 0, impact: { weak: expect.stringContaining('Review it on 1 May 2026 or later') } })
  const plan = await begun(january, 'In time', '2026-06-01')
  const draft = await planOf(january, plan)
  expect(draft.periodsAfter).toBe(3)
  expect(draft.impact.weak ?? '').not.toContain('Review it on')
  await startPlan(january, { plan })
  // November and December are not final on 2 January: they are no part of what is frozen.
  const running = await planOf(as('owner', new Date('2026-04-10T09:00:00Z')), plan)
  expect(running.baseline.map(({ period }) => period)).toEqual(['2025-01-01', '2025-02-01', '2025-03-01', '2025-04-01', '2025-05-01', '2025-06-01', '2025-07-01', '2025-08-01', '2025-09-01', '2025-10-01'])
  expect(running.impact.series.filter(({ after }) => after)).toMatchObject([{ period: '2026-01-01', value: 0.2 }])
  expect(running.impact.caveats.join(' ')).toContain('final only 61 days after')
  expect(running.frozenWith).toMatchObject({ effectWindowDays: 60, timezone: 'UTC' })

  // Another effect window is another figure: nothing is told by it, and no verdict claims anything.
  const now = as('owner', new Date('2026-06-02T09:00:00Z'))
  const other: OrgCtx = { ...now, org: { ...now.org, effectWindowDays: 90 } }
  const changed = await planOf(other, plan)
  expect(changed.impact.caveats).toEqual(['Since the baseline was frozen the effect window was 60 days and is 90 days: before and after are not one figure, so no change is told. Set back, it can be.'])
  expect(changed.impact.lines.map(({ after, difference }) => [after, difference])).toEqual([[null, null], [null, null]])
  expect(changed.impact.says).toBeNull()
  // The meeting sends nobody to a verdict that cannot be given.
  expect(changed.settingsChanged).toEqual(['the effect window was 60 days and is 90 days'])
  expect((await meetingFigures(other)).measures.map(({ name, waits }) => [name, waits])).toContainEqual(['In time', 'Nothing can be told until it is set back: since the baseline was frozen the effect window was 60 days and is 90 days'])
  expect((await planOf(now, plan)).settingsChanged).toEqual([])
  expect((await answerReport(other, 'plan-portfolio', {})).rows.map((row) => [row.label, row.settings_changed])).toEqual(expect.arrayContaining([['In time', true], ['Too early', false]]))
  // What was said beforehand stays as it was said.
  expect(changed.periodsAfter).toBe(3)
  // What depends on no such setting goes on; set back, so does this.
  expect((await planOf(now, plan)).impact.says).not.toBeNull()
  await updatePlan(now, { plan, owner: ada })
  await expect(reviewPlan(other, { plan })).rejects.toMatchObject({ fault: 'conflict' })
  await db.maintenance((tx) => tx.execute(sql`update jobs set state = 'running' where organisation_id = ${now.org.id} and kind = 'verdict'`))
  expect(await judgePlan(other, `${plan} 2026-06-01`, now.now)).toBeNull()
  expect(await db.tenant({ organisationId: now.org.id }, (tx) => tx.select({ title: notifications.title }).from(notifications).where(eq(notifications.subject, `plan:${plan}:settings`)))).toEqual([{ title: '“In time”: its day has come, and nothing can be told' }])
  // Asked again every morning: set back, the verdict comes by itself.
  const asked = await db.maintenance((tx) => tx.select({ at: jobs.runAt }).from(jobs).where(sql`organisation_id = ${now.org.id} and kind = 'verdict' and state = 'queued' and run_at > '2026-06-02'`))
  expect(asked.map(({ at }) => at.toISOString())).toEqual(['2026-06-03T08:00:00.000Z'])
  expect(await judgePlan(now, `${plan} 2026-06-01`)).not.toBeNull()
})

test('what would matter is what was said to on the first day, whatever the organisation finds worth acting on since', async () => {
  const january = as('owner', new Date('2026-01-02T09:00:00Z'))
  const plan = await begun(january, 'By the organisation’s share', '2026-06-01', { smallest: null })
  const said = (await planOf(january, plan)).impact.smallest
  expect(said).toBeCloseTo(0.2 * january.org.smallestChange, 12)
  await startPlan(january, { plan })
  const june = as('owner', new Date('2026-06-02T09:00:00Z'))
  expect((await planOf({ ...june, org: { ...june.org, smallestChange: 0.5 } }, plan)).impact.smallest).toBe(said)
})

test('a month that is over counts only once what became of its customers is known, and the meeting says when', async () => {
  const january = as('owner', new Date('2026-01-02T09:00:00Z'))
  const plan = await begun(january, 'Young', '2026-06-01')
  await startPlan(january, { plan })
  const waits = async (now: string) => (await meetingFigures(as('owner', new Date(`${now}T09:00:00Z`)))).measures.find((m) => m.plan === plan)?.waits
  // January ends with 1 February, and 61 days later all of its customers’ 60 days are over.
  expect([await waits('2026-01-20'), await waits('2026-03-01'), await waits('2026-04-10')]).toEqual(['No whole month since the start yet', 'What it tells of January 2026 is final on 3 April 2026: until then no month counts', null])
})

test('a verdict does not come by itself while a feed that its figure needs is silent; asked for, it says so', async () => {
  const { as: at } = await testOrganisation(db, { observedFrom: '2025-01-01' })
  // Four customers ring every day, in January once a day less; in the middle of February the feed dies.
  const days = Array.from({ length: 410 }, (_, n) => addDays('2025-01-01', n))
  const ctx = at('owner', new Date('2026-02-20T09:00:00Z'))
  await recordBatch(ctx, { kind: 'interaction', records: days.flatMap((day) => Array.from({ length: day < '2026-01-01' ? 4 + (Number(day.slice(8)) % 3 === 0 ? 1 : 0) : 2 }, (_, n) => ({ id: `${day} ${n}`, customer: `c${n}`, occurred_at: `${day}T10:00:00Z`, channel: 'phone', touchpoint: 'Help' }))) })
  await settleOrganisation(ctx)
  const first = at('owner', new Date('2026-01-02T09:00:00Z'))
  const { id: plan } = await createPlan(first, { name: 'Fewer calls' })
  await setMeasure(first, { ...asked(plan, '2026-05-01'), measure: { report: 'interactions-over-time', parameters: {}, cell: { key: 'total' }, field: 'contacts' }, smallest: 5 })
  await startPlan(first, { plan })
  const may = at('owner', new Date('2026-05-02T09:00:00Z'))
  await db.maintenance((tx) => tx.execute(sql`update jobs set state = 'running' where organisation_id = ${may.org.id} and kind = 'verdict'`))
  const system: OrgCtx = { ...may, actor: { kind: 'system', id: 'system', label: 'Touchstone' } }
  expect(await judgePlan(system, `${plan} 2026-05-01`, may.now)).toBeNull()
  expect(await db.tenant({ organisationId: may.org.id }, (tx) => tx.execute(sql`select run_at::date::text as day from jobs where kind = 'verdict' and state = 'queued'`))).toMatchObject({ rows: [{ day: '2026-05-03' }] })
  expect((await planOf(may, plan)).impact.caveats[0]).toMatch(/^Not all that it needs has been recorded\. Phone \(.*\): nothing since 14 February 2026, usually every day\. A change/)
  expect((await reviewPlan(may, { plan })).verdict).toBe('moved')
  expect(await planOf(may, plan)).toMatchObject({ tempered: 'missing', verdict: 'moved' })
})
