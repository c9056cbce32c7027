import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { jobs, members, notifications, users } from '@/db/schema'
import { testDb, testOrganisation } from '@/server/testing/database'
import { fault } from '@/server/testing/fault'
import type { OrgCtx } from '../../context'
import { CLAIMS } from '../../domain/plans/claims'
import { addDays, startOfDay } from '../../domain/time/local-day'
import { commentsOf } from '../../queries/comments'
import { planOf } from '../../queries/plans/plan'
import { trailOf } from '../../queries/plans/trail'
import { answerReport } from '../../reports/answer'
import { figureNamed } from '../../reports/measured'
import type { MeasureInput } from '../../schemas/plans'
import { commentOn, settleComment } from '../comments/comments'
import { createJourney } from '../journeys/create-journey'
import { recordBatch } from '../recording/record-batch'
import { answerQuestion } from './answer-question'
import { createPlan } from './create-plan'
import { judgePlan } from './judge-plan'
import { reviewPlan } from './review-plan'
import { changeAction, saveAction } from './save-action'
import { saveAssumption } from './save-assumption'
import { setMeasure } from './set-measure'
import { startPlan } from './start-plan'
import { stopPlan } from './stop-plan'
import { updatePlan } from './update-plan'

let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
const ada = randomUUID()

/** Contacts about bills and about questions, so many a week from Monday 2 June 2025 on; bills fall in the week of 5 January. */
const bills = [12, 11, 13, 12, 10, 14, 12, 13, 11, 12, 12, 10, 13, 12, 14, 11, 12, 13, 12, 11, 12, 13, 10, 12, 13, 12, 12, 11, 12, 13, 12, 4, 5, 3, 4, 6, 4, 3, 5, 4]
const questions = bills.map((_, week) => 9 + (week % 3))

beforeAll(async () => {
  db = await testDb()
  ;({ ctx, as } = await testOrganisation(db))
  await db.door((tx) => tx.insert(users).values({ id: ada, email: `${ada}@example.org`, name: 'Ada Lovelace' }))
  await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.insert(members).values({ organisationId: ctx.org.id, userId: ada, role: 'editor' }))
  const of = (touchpoint: string, counts: number[]) => counts.flatMap((n, week) => Array.from({ length: n }, (_, i) => ({
    id: `${touchpoint}-${week}-${i}`, customer: `c${i}`, occurred_at: `${addDays('2025-06-02', week * 7 + (i % 7))}T10:00:00Z`, channel: 'phone', touchpoint, direction: 'contact',
  })))
  await recordBatch(ctx, { kind: 'interaction', records: [...of('Pay a bill', bills), ...of('Ask a question', questions)] })
}, 60_000)
afterAll(async () => { await db.close() })

const contacts = (touchpoint: string) => ({ report: 'interactions-over-time', parameters: { touchpoint }, cell: { key: 'total' }, field: 'contacts' })
const asked = (plan: string, more: Partial<MeasureInput> = {}): MeasureInput => ({
  plan, design: 'comparison', measure: contacts('pay_a_bill'), comparison: contacts('ask_a_question'), comparison_label: 'Questions', better: 'lower', interval: 'week', smallest: 1,
  picked_from: '2025-12-01', picked_to: '2026-01-01', baseline_from: '2025-06-02', baseline_to: '2025-12-01', start_on: '2026-01-05', review_on: '2026-03-09', ...more,
})

describe('a plan', () => {
  test('from question to verdict: what is said beforehand stays, and the record decides', async () => {
    const { id: plan } = await createPlan(ctx, { name: 'Fewer calls about bills' })
    await answerQuestion(ctx, { plan, question: 'target.who', text: 'Everybody who gets a bill' })
    await answerQuestion(ctx, { plan, question: 'us.promise', unknown: true, text: 'is dropped' })
    expect((await planOf(ctx, plan)).progress).toMatchObject({ answered: 1, unknown: 1 })
    // The weeks that made us pick it are refused as a baseline.
    expect(await fault(() => setMeasure(ctx, asked(plan, { baseline_to: '2025-12-08' })))).toBe('invalid')
    expect(await fault(() => setMeasure(ctx, asked(plan, { measure: { ...contacts('pay_a_bill'), field: 'nonsense' } })))).toBe('invalid')
    expect(await fault(() => setMeasure(ctx, asked(plan, { measure: contacts('nowhere') })))).toBe('invalid')
    await setMeasure(ctx, asked(plan))
    expect(await fault(() => reviewPlan(ctx, { plan }))).toBe('conflict')
    await startPlan(ctx, { plan })
    expect(await fault(() => setMeasure(ctx, asked(plan, { smallest: 100 })))).toBe('conflict')
    const running = await planOf(ctx, plan)
    expect(running.detectable).toBeGreaterThan(0)
    expect(running.baseline.filter((b) => b.side === 'plan')).toHaveLength(26)

    // What is recorded later about the time before changes nothing that was frozen.
    await recordBatch(ctx, { kind: 'interaction', records: [1, 2, 3].map((n) => ({ id: `late-${n}`, customer: 'late', occurred_at: '2025-07-01T10:00:00Z', channel: 'phone', touchpoint: 'Pay a bill', direction: 'contact' })) })
    expect((await planOf(ctx, plan)).impact.lines).toEqual(running.impact.lines)

    expect(await reviewPlan(ctx, { plan })).toEqual({ verdict: 'moved' })
    const { rows } = await answerReport(ctx, 'plan-impact', { plan })
    const mean = (of: number[]) => of.reduce((a, b) => a + b, 0) / of.length
    const factor = mean(bills.slice(0, 26)) / mean(questions.slice(0, 26))
    const effect = mean(bills.slice(31)) - mean(bills.slice(0, 26)) - factor * (mean(questions.slice(31)) - mean(questions.slice(0, 26)))
    expect(rows.map((r) => r.group)).toEqual(['plan', 'comparison', 'difference'])
    // It was entered after its first day, and whoever reads its figures sees so.
    expect(rows[0]).toMatchObject({ status: 'reviewed', verdict: 'moved', unit: 'count', n: 9, entered_late: (await planOf(ctx, plan)).enteredLate })
    expect(rows[0]?.entered_late).toBeGreaterThan(0)
    // The baseline's size stands beside what came after; of a verdict kept without it, it is the frozen rows'.
    expect(rows.map((r) => [r.n_before, r.n])).toEqual([[26, 9], [26, 9], [52, 18]])
    await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql`update plans set result = jsonb_set(result, '{lines}', (select jsonb_agg(line - 'nBefore') from jsonb_array_elements(result->'lines') line)) where organisation_id = ${ctx.org.id} and id = ${plan}`))
    expect((await planOf(ctx, plan)).impact.lines.map((l) => l.nBefore)).toEqual([26, 26, 52])
    expect(rows[0]?.before).toBeCloseTo(mean(bills.slice(0, 26)), 9)
    expect(rows[0]?.after).toBeCloseTo(mean(bills.slice(31)), 9)
    expect(rows[2]?.difference).toBeCloseTo(effect, 9)
    expect(rows[2]?.high).toBeLessThan(0)
    expect(await fault(() => reviewPlan(ctx, { plan }))).toBe('conflict')
    expect((await trailOf(ctx, { plan })).map((a) => a.action).toSorted()).toEqual(['plan.answered', 'plan.answered', 'plan.created', 'plan.measure_set', 'plan.reviewed', 'plan.started'])
  })

  test('nothing done is not said to have moved; the verdict waits for its day', async () => {
    const { id: plan } = await createPlan(ctx, { name: 'Questions' })
    await setMeasure(ctx, asked(plan, { design: 'before_after', measure: contacts('ask_a_question'), comparison: null, smallest: 5 }))
    await startPlan(ctx, { plan })
    const early: OrgCtx = { ...ctx, now: new Date('2026-03-01T10:00:00Z') }
    expect(await fault(() => reviewPlan(early, { plan }))).toBe('invalid')
    expect((await reviewPlan(ctx, { plan })).verdict).toBe('no_change')
    const { id: stopped } = await createPlan(ctx, { name: 'Given up' })
    expect(await fault(() => startPlan(ctx, { plan: stopped }))).toBe('invalid')
    await stopPlan(ctx, { plan: stopped })
    expect((await answerReport(ctx, 'plan-portfolio', {})).rows.map((r) => [r.label, r.status, r.verdict])).toContainEqual(['Given up', 'stopped', null])
  })

  test('on its planned day a plan is judged by itself, once, and its owner is told; earlier nobody judges it', async () => {
    const { id: plan } = await createPlan(ctx, { name: 'By itself' })
    await updatePlan(ctx, { plan, owner: ada })
    await setMeasure(ctx, asked(plan))
    // Written down when its days are over, but not started: nothing of how it went is shown.
    const draft = await planOf(ctx, plan)
    expect(draft.impact.lines.map((l) => l.after)).toEqual([null, null, null])
    expect(draft.impact.says).toBeNull()
    expect(draft.impact.series.every((s) => !s.after)).toBe(true)
    expect(draft.impact.caveats.join(' ')).toContain('Not started')
    const began: OrgCtx = { ...ctx, now: new Date('2026-01-05T09:00:00Z') }
    await startPlan(began, { plan })
    const queued = async () => (await db.maintenance((tx) => tx.select({ key: jobs.key, at: jobs.runAt }).from(jobs).where(sql`organisation_id = ${ctx.org.id} and kind = 'verdict' and state = 'queued'`)))
    const [job] = await queued()
    expect(job?.key).toBe(`${plan} 2026-03-09`)
    expect(job?.at.getTime()).toBe(startOfDay('2026-03-09', ctx.org.timezone) + 8 * 3_600_000)
    const key = job?.key ?? ''
    expect(await judgePlan({ ...ctx, now: new Date('2026-03-08T10:00:00Z') }, key)).toBeNull()
    expect((await planOf(ctx, plan)).status).toBe('running')
    const onTheDay: OrgCtx = { ...ctx, now: new Date('2026-03-09T12:00:00Z') }
    // Half of what the record says would be judged for good: it waits while many are still being settled.
    const waiting = (work: ReturnType<typeof sql>) => db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(work))
    await waiting(sql`insert into settle_queue (organisation_id, customer_id) select ${ctx.org.id}, gen_random_uuid() from generate_series(1, 100)`)
    expect(await fault(() => reviewPlan(onTheDay, { plan }))).toBe('conflict')
    await db.maintenance((tx) => tx.execute(sql`update jobs set state = 'running' where organisation_id = ${ctx.org.id} and kind = 'verdict' and key = ${key}`))
    expect(await judgePlan(onTheDay, key, onTheDay.now)).toBeNull()
    expect((await queued()).map(({ at }) => at.toISOString())).toContain('2026-03-09T12:10:00.000Z')
    await waiting(sql`delete from settle_queue where organisation_id = ${ctx.org.id}`)
    expect(await judgePlan(onTheDay, key)).toBe('moved')
    expect(await judgePlan(onTheDay, key)).toBeNull()
    expect(await planOf(ctx, plan)).toMatchObject({ status: 'reviewed', verdict: 'moved' })
    const told = await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.select({ title: notifications.title, body: notifications.body }).from(notifications).where(sql`subject = ${`plan:${plan}:verdict`}`))
    expect(told).toMatchObject([{ title: '“By itself”: it moved', body: expect.stringMatching(/: difference in differences −8 \(95 % interval −11 to −4\)\. .* on its page\.$/) as string }])
    // Started when that day is past: whoever asks is answered, and no job is left waiting.
    const { id: late } = await createPlan(ctx, { name: 'Late' })
    await setMeasure(ctx, asked(late))
    await startPlan(ctx, { plan: late })
    expect((await queued()).map((one) => one.key)).toEqual([key])
  })

  test('two groups drawn by lot: lift and z', async () => {
    const { id: plan } = await createPlan(ctx, { name: 'E-mail test' })
    const drawn = (lot: MeasureInput['lot']) => asked(plan, { design: 'randomised', measure: null, comparison: null, better: 'higher', smallest: 1, lot })
    const lot = { outcome: 'opened an account', counted: 'shares' as const, control: 1000, treated: 1100, expected: 0.09 }
    // Nobody starts it without saying what will be counted and of how many, be it that nobody knows yet.
    await setMeasure(ctx, drawn(null))
    expect(await fault(() => startPlan(ctx, { plan }))).toBe('invalid')
    expect(await fault(() => setMeasure(ctx, drawn({ ...lot, treated: null })))).not.toBe('none')
    expect(await fault(() => setMeasure(ctx, drawn({ ...lot, expected: 9 })))).not.toBe('none')
    await setMeasure(ctx, drawn(lot))
    // (1.959964 + 0.841621) × √(0.09 × 0.91 × (1/1000 + 1/1100)), by hand.
    expect((await planOf(ctx, plan)).impact).toMatchObject({ unit: 'share', smallest: 0.01, detectable: expect.closeTo(0.0350317, 6), weak: expect.stringContaining('Larger groups would find it') })
    await startPlan(ctx, { plan })
    expect((await planOf(ctx, plan)).detectable).toBeCloseTo(0.0350317, 6)
    expect(await fault(() => setMeasure(ctx, drawn({ ...lot, outcome: 'rang us' })))).toBe('conflict')
    expect((await reviewPlan(ctx, { plan, groups: { control: { k: 90, n: 1000 }, treated: { k: 130, n: 1100 } } })).verdict).toBe('moved')
    const { impact } = await planOf(ctx, plan)
    // Typed in points, held against shares.
    expect(impact.smallest).toBeCloseTo(0.01, 12)
    // scipy: see domain/plans/two-proportions.test.ts
    expect(impact.z).toBeCloseTo(2.106127862592603, 9)
    expect(impact.lines.at(-1)?.difference).toBeCloseTo(0.028181818181818183, 12)
    // What nobody can know was chosen beforehand is said first.
    expect(impact.caveats.join(' ')).toMatch(/^Entered \d+ days after it began.* Newcombe interval\.$/u)
    expect(impact).toMatchObject({ measure: 'opened an account' })
    expect((await planOf(ctx, plan)).tempered).toBeNull()
  })

  test('what nobody knew of two groups by lot before the start is said in the verdict, and in its headline', async () => {
    const { id: plan } = await createPlan(ctx, { name: 'Unknown test' })
    await setMeasure(ctx, asked(plan, { design: 'randomised', measure: null, comparison: null, better: 'higher', smallest: 1, lot: { outcome: null, counted: 'shares', control: null, treated: null, expected: null } }))
    await startPlan(ctx, { plan })
    expect((await planOf(ctx, plan)).detectable).toBeNull()
    await reviewPlan(ctx, { plan, groups: { control: { k: 90, n: 1000 }, treated: { k: 130, n: 1100 } } })
    const judged = await planOf(ctx, plan)
    expect(judged).toMatchObject({ verdict: 'moved', tempered: 'unsaid' })
    expect(judged.impact.caveats.join(' ')).toMatch(/what would be counted \(“don’t know yet”\).* how large the groups would be \(“don’t know yet”\)/u)
    expect((await answerReport(ctx, 'plan-portfolio', {})).rows.find((r) => r.plan === plan)?.tempered).toBe('unsaid')
    expect((await trailOf(ctx, { plan })).find((a) => a.action === 'plan.reviewed')?.detail.said).toBe('it moved, but what would be counted was not said beforehand')
  })

  test('a plan that moved only because its comparison got worse says so wherever its verdict is told', async () => {
    const { id: plan } = await createPlan(ctx, { name: 'No doing of its own' })
    await updatePlan(ctx, { plan, owner: ada })
    // Questions fall a little (9.96 to 9.86 a week), bills far more: that they went “higher” is the comparison's doing alone.
    await setMeasure(ctx, asked(plan, { measure: contacts('ask_a_question'), comparison: contacts('pay_a_bill'), better: 'higher', start_on: '2026-01-19' }))
    await startPlan(ctx, { plan })
    expect((await reviewPlan(ctx, { plan })).verdict).toBe('moved')
    expect((await planOf(ctx, plan)).tempered).toBe('comparison')
    expect((await answerReport(ctx, 'plan-impact', { plan })).rows[0]).toMatchObject({ verdict: 'moved', tempered: 'comparison' })
    const told = await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.select({ title: notifications.title }).from(notifications).where(sql`subject = ${`plan:${plan}:verdict`}`))
    expect(told.map((one) => one.title)).toEqual(['“No doing of its own”: it moved only because the comparison got worse: nothing got better in its own group'])
  })

  test('actions: owners are told, waiting in a circle is refused, lateness and money add up', async () => {
    const { id: plan } = await createPlan(ctx, { name: 'With actions' })
    const { id: first } = await saveAction(ctx, { plan, title: 'Rewrite the bill', owner: ada, due_on: '2026-03-01', status: 'stuck', cost_planned: 1200.5, return_low: 100, return_high: 300 })
    const { id: second } = await saveAction(ctx, { plan, title: 'Train the desk', depends_on: [first], cost_planned: 99.5, cost_spent: 10, status: 'stuck' })
    expect(await fault(() => changeAction(ctx, { action: first, change: { depends_on: { was: [], to: [second] } } }))).toBe('invalid')
    expect(await fault(() => saveAction(ctx, { plan, title: 'Somebody else’s', owner: randomUUID() }))).toBe('invalid')
    expect(await fault(() => saveAction(ctx, { plan, title: 'No', return_low: 3, return_high: 2 }))).not.toBe('none')
    const { rows } = await answerReport(ctx, 'plan-portfolio', { status: 'draft' })
    expect(rows.find((r) => r.plan === plan)).toMatchObject({ actions: 2, done: 0, stuck: 2, late: 1, late_or_stuck: 2, cost_planned: 1300, cost_spent: 10, return_low: 100, return_high: 300 })
    await updatePlan(ctx, { plan, owner: ada })
    expect((await planOf(ctx, plan)).owner).toBe('Ada Lovelace')
  })

  test('comments name people, and are dealt with', async () => {
    const { id: plan } = await createPlan(ctx, { name: 'Talked about' })
    const { id, told } = await commentOn(ctx, { subject: 'plan', subject_id: plan, text: 'What do you think, @ada lovelace? @adam is nobody.', link: `/plans/${plan}` })
    expect(told).toBe(1)
    await settleComment(ctx, { comment: id, resolved: true })
    expect(await commentsOf(ctx, { subject: 'plan', subject_id: plan })).toMatchObject([{ id, resolved: true, by: 'owner', mentions: [ada] }])
    // On a cell of a map it is the same: who is named is told, and led there.
    const map = await createJourney(ctx, { name: 'Talked about' })
    expect((await commentOn(ctx, { subject: 'journey', subject_id: map.id, place: 'goal:s0', text: '@Ada Lovelace, is this so?', link: `/journeys/${map.slug}?comments=goal%3As0` })).told).toBe(1)
    expect(await commentsOf(ctx, { subject: 'journey', subject_id: map.id, place: 'goal:s1' })).toEqual([])
    expect(await commentsOf(ctx, { subject: 'journey', subject_id: map.id, place: 'goal:s0' })).toHaveLength(1)
    expect(await fault(() => commentOn(ctx, { subject: 'plan', subject_id: randomUUID(), text: 'nobody there' }))).toBe('not_found')
    expect(await fault(() => commentOn(ctx, { subject: 'report', subject_id: 'nowhere', text: 'nobody there' }))).toBe('not_found')
  })

  test('viewers read; nobody reaches another organisation’s plans', async () => {
    const { id: plan } = await createPlan(ctx, { name: 'Ours' })
    const viewer = as('viewer')
    expect((await planOf(viewer, plan)).name).toBe('Ours')
    for (const work of [() => createPlan(viewer, { name: 'x' }), () => answerQuestion(viewer, { plan, question: 'target.who' }), () => setMeasure(viewer, asked(plan)), () => startPlan(viewer, { plan }), () => reviewPlan(viewer, { plan }),
      () => stopPlan(viewer, { plan }), () => updatePlan(viewer, { plan, name: 'y' }), () => saveAction(viewer, { plan, title: 'x' }), () => commentOn(viewer, { subject: 'plan', subject_id: plan, text: 'x' })]) expect(await fault(work)).toBe('forbidden')
    const { ctx: other } = await testOrganisation(db)
    for (const work of [() => planOf(other, plan), () => answerQuestion(other, { plan, question: 'target.who' }), () => setMeasure(other, asked(plan)), () => startPlan(other, { plan }), () => stopPlan(other, { plan }), () => saveAction(other, { plan, title: 'x' })]) expect(await fault(work)).toBe('not_found')
  })
})

test('published claims stand in the register with their arithmetic, beside one’s own figures', async () => {
  const { rows } = await answerReport(ctx, 'assumptions', {})
  expect(rows.find((r) => r.key === 'interactions_growth')?.note).toContain('22.6 %')
  expect(rows.find((r) => r.key === 'volume_falls')?.note).toContain('1.2 % a year')
  expect(rows.length).toBeGreaterThanOrEqual(12)
})

test('of a report by period the own figure is the mean of whole months, never of one that is cut off, and is not judged without an interval', async () => {
  const { id } = await saveAssumption(ctx, { statement: 'They come to us forty times a month', check: { report: 'interactions-over-time', cell: { key: 'total' }, field: 'contacts' }, claimed_low: 0.5, claimed_high: 1_000_000 })
  const months = (await answerReport(ctx, 'interactions-over-time', { interval: 'month' })).rows.filter((r) => r.key === 'total')
  const whole = months.filter((r) => !r.partial)
  expect(whole.length).toBeGreaterThan(2)
  expect(whole.length).toBeLessThan(months.length)
  const found = (await answerReport(ctx, 'assumptions', {})).rows.find((r) => r.key === id)
  expect(found).toMatchObject({ months: whole.length, low: null, high: null, agrees: null })
  expect(found?.own).toBeCloseTo(whole.reduce((sum, r) => sum + r.contacts, 0) / whole.length, 9)
})

test('the ends of a published claim are in the unit its report declares', () => {
  for (const { check } of CLAIMS) if (check) expect(figureNamed(check).figure.unit).toBe(check.unit)
})
