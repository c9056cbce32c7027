import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { fault } from '@/server/testing/fault'
import { shareCtx } from '../../access'
import { now } from '../../clock'
import type { OrgCtx } from '../../context'
import { commentsOf } from '../../queries/comments'
import { plansAtAGlance } from '../../queries/plans/glance'
import { meetingFigures, meetingView } from '../../queries/plans/meeting'
import { planOf } from '../../queries/plans/plan'
import { listOpportunities } from '../../queries/plans/plans'
import { trailOf } from '../../queries/plans/trail'
import { answerReport } from '../../reports/answer'
import { commentOn, settleComment } from '../comments/comments'
import { createPlan } from './create-plan'
import { deleteDraft } from './delete-draft'
import { closeMeeting, decide, settleDecision, startMeeting } from './meeting'
import { saveOpportunity } from './opportunities'
import { reviewPlan } from './review-plan'
import { saveAction } from './save-action'
import { setMeasure } from './set-measure'
import { sharePlan } from './share-plan'
import { startPlan } from './start-plan'
import { stopPlan } from './stop-plan'
import { addNote } from './workshop'

let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
beforeAll(async () => {
  db = await testDb()
  ;({ ctx, as } = await testOrganisation(db))
}, 60_000)
afterAll(async () => { await db.close() })


test('its trail tells what was said about it and its actions, and what meetings wrote of it', async () => {
  const { id: plan } = await createPlan(ctx, { name: 'Spoken of' })
  const { id: other } = await createPlan(ctx, { name: 'Spoken of too' })
  const { id: action } = await saveAction(ctx, { plan, title: 'Ring them', status: 'stuck' })
  const { id: comment } = await commentOn(ctx, { subject: 'plan', subject_id: plan, text: 'Is it enough?' })
  await commentOn(ctx, { subject: 'action', subject_id: action, text: 'They are away' })
  await commentOn(ctx, { subject: 'plan', subject_id: other, text: 'Not of this one' })
  await settleComment(ctx, { comment, resolved: true })
  await addNote(ctx, { plan, text: 'Ring at night' })
  const { id: meeting } = await startMeeting(ctx)
  const { id: decision } = await decide(ctx, { meeting, plan, text: 'Ask the desk' })
  await decide(ctx, { meeting, plan: other, text: 'Nothing' })
  await closeMeeting(ctx, { meeting })
  await settleDecision(ctx, { decision, done: true })
  const trail = await trailOf(ctx, { plan })
  expect(trail.map(({ action: did, text, about }) => [did, text, about])).toEqual([
    ['meeting.decision_settled', 'Ask the desk', null], ['meeting.closed', `Ring them (Spoken of): stuck, nobody owns it\nAsk the desk (Spoken of), noted by ${ctx.actor.label}`, null], ['plan.decided', '', null], ['workshop.note_added', 'Ring at night', null],
    ['comment.resolved', 'Is it enough?', null], ['comment.added', 'They are away', 'Ring them'], ['comment.added', 'Is it enough?', null], ['plan.action_added', '', null], ['plan.created', '', null],
  ])
  // Dated by the day on which it was done, whatever the organisation's clock says.
  expect(Math.abs((trail[0]?.at.getTime() ?? 0) - now().getTime())).toBeLessThan(60_000)
  expect(await trailOf(as('viewer'), { plan })).toHaveLength(9)
})

test('a draft that was never begun is deleted by whoever stands for it or an admin, by its name; what has begun stays', async () => {
  const { id: opportunity } = await saveOpportunity(ctx, { title: 'Fewer calls', customers: 3, us: 3, effort: 1 })
  const { id: plan } = await createPlan(ctx, { name: 'Never begun', opportunity })
  const { id: action } = await saveAction(ctx, { plan, title: 'Ring them' })
  await commentOn(ctx, { subject: 'action', subject_id: action, text: 'Who?' })
  await addNote(ctx, { plan, text: 'A note' })
  const token = (await sharePlan(ctx, { plan })).path.split('/').at(-1) ?? ''
  const editor: OrgCtx = { ...as('editor'), actor: { kind: 'user', id: randomUUID(), label: 'somebody else' } }
  expect((await planOf(editor, plan)).mayDelete).toBe(false)
  expect((await planOf({ ...editor, actor: ctx.actor }, plan)).mayDelete).toBe(true)
  expect(await fault(() => deleteDraft(editor, { plan, name: 'Never begun' }))).toBe('forbidden')
  expect(await fault(() => deleteDraft(as('viewer'), { plan, name: 'Never begun' }))).toBe('forbidden')
  expect(await fault(() => deleteDraft(as('admin'), { plan, name: 'Never' }))).toBe('invalid')
  const { ctx: elsewhere } = await testOrganisation(db)
  expect(await fault(() => deleteDraft(elsewhere, { plan, name: 'Never begun' }))).toBe('not_found')
  await deleteDraft(ctx, { plan, name: 'Never begun' })
  expect(await fault(() => planOf(ctx, plan))).toBe('not_found')
  expect(await fault(() => shareCtx(db, token, now()))).toBe('not_found')
  expect((await answerReport(ctx, 'plan-portfolio', {})).rows.map((r) => r.plan)).not.toContain(plan)
  expect((await listOpportunities(ctx)).find((o) => o.id === opportunity)?.state).toBe('open')
  expect(await commentsOf(ctx, { subject: 'action', subject_id: action })).toEqual([])
  const { rows } = await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql`select detail->>'name' as name from audit where action = 'plan.draft_deleted' and subject_id = ${plan}`))
  expect(rows).toEqual([{ name: 'Never begun' }])
  const { id: begun } = await createPlan(ctx, { name: 'Begun' })
  await setMeasure(ctx, { plan: begun, design: 'randomised', measure: null, better: 'higher', interval: 'month', smallest: null, baseline_from: '2025-01-01', baseline_to: '2025-06-01', start_on: '2025-06-01', review_on: '2025-09-01', lot: { outcome: null, counted: 'shares', control: null, treated: null, expected: null } })
  await startPlan(ctx, { plan: begun })
  expect(await fault(() => deleteDraft(ctx, { plan: begun, name: 'Begun' }))).toBe('conflict')
  await stopPlan(ctx, { plan: begun })
  expect(await fault(() => deleteDraft(ctx, { plan: begun, name: 'Begun' }))).toBe('conflict')
})

test('only what moved is done: an opportunity whose plan ends otherwise can be taken up again, and says how it ended', async () => {
  const { id: opportunity } = await saveOpportunity(ctx, { title: 'More replies', customers: 3, us: 3, effort: 1 })
  const stands = async () => { const found = (await listOpportunities(ctx)).find((o) => o.id === opportunity); return { state: found?.state, plans: found?.plans.map((p) => p.verdict ?? p.status) } }
  const begin = async () => {
    const { id: plan } = await createPlan(ctx, { name: 'A letter by lot', opportunity })
    await setMeasure(ctx, { plan, design: 'randomised', measure: null, better: 'higher', interval: 'month', smallest: null, baseline_from: '2025-01-01', baseline_to: '2025-06-01', start_on: '2025-06-01', review_on: '2025-09-01', lot: { outcome: 'replied', counted: 'shares', control: 1000, treated: 1000, expected: 0.1 } })
    await startPlan(ctx, { plan })
    return plan
  }
  const first = await begin()
  expect(await stands()).toEqual({ state: 'planned', plans: ['running'] })
  expect(await reviewPlan(ctx, { plan: first, groups: { control: { k: 10, n: 100 }, treated: { k: 11, n: 100 } } })).toEqual({ verdict: 'cant_tell' })
  expect(await stands()).toEqual({ state: 'open', plans: ['cant_tell'] })
  // One of two that still runs holds it; stopped it does so no more.
  const [second, third] = [await begin(), await begin()]
  await stopPlan(ctx, { plan: second })
  expect((await stands()).state).toBe('planned')
  expect(await reviewPlan(ctx, { plan: third, groups: { control: { k: 90, n: 1000 }, treated: { k: 150, n: 1000 } } })).toEqual({ verdict: 'moved' })
  // A tenth of what was expected of the control, as it was shown before the start; not of what it turned out to be.
  const { impact } = await planOf(ctx, third)
  expect(impact.smallest).toBeCloseTo(0.01, 12)
  expect(impact.caveats.join(' ')).toContain('10 % of what was expected of the control is taken')
  expect(await stands()).toEqual({ state: 'done', plans: ['moved', 'stopped', 'cant_tell'] })
  // A draft made after that and given up leaves it done.
  const { id: draft } = await createPlan(ctx, { name: 'Once more', opportunity })
  await deleteDraft(ctx, { plan: draft, name: 'Once more' })
  expect((await stands()).state).toBe('done')
})

test('a meeting says what is true of a plan that is over, and of one by lot whose day has come; evidence is told once', async () => {
  const { ctx: own, as: also } = await testOrganisation(db)
  const lot = { outcome: 'replied', counted: 'shares', control: 1000, treated: 1000, expected: 0.1 } as const
  const begun = async (name: string) => {
    const { id: plan } = await createPlan(own, { name })
    await setMeasure(own, { plan, design: 'randomised', measure: null, better: 'higher', interval: 'month', smallest: null, baseline_from: '2025-01-01', baseline_to: '2025-06-01', start_on: '2025-06-01', review_on: '2025-09-01', lot })
    await startPlan(own, { plan })
    return plan
  }
  const [judged, due] = [await begun('Letters'), await begun('Texts')]
  await saveAction(own, { plan: judged, title: 'Print them', due_on: '2025-08-01' })
  await saveAction(own, { plan: judged, title: 'Fold them', status: 'stuck' })
  await saveAction(own, { plan: judged, title: 'Post them', status: 'done' })
  await reviewPlan(own, { plan: judged, groups: { control: { k: 10, n: 100 }, treated: { k: 11, n: 100 } } })
  const view = await meetingView(own)
  expect(view.stuck.map(({ title, late, ended }) => [title, late, ended?.verdict])).toEqual([['Print them', true, 'cant_tell'], ['Fold them', false, 'cant_tell']])
  expect(await plansAtAGlance(own)).toMatchObject({ late: 1, stuck: 1 })
  // What was judged can be decided about; what runs stands first.
  expect(view.plans.map(({ name, ended }) => [name, ended?.status ?? null])).toEqual([['Texts', null], ['Letters', 'reviewed']])
  const { measures } = await meetingFigures(own)
  expect(measures).toMatchObject([{ plan: due, due: true, waits: 'Its verdict has been due since 1 September 2025: enter on its page how many were in each group, and how many of them did it' }])
  const ben: OrgCtx = { ...also('editor'), actor: { kind: 'user', id: randomUUID(), label: 'Ben' } }
  const { id: first } = await startMeeting(own)
  await decide(ben, { meeting: first, plan: judged, text: 'Try it with more of them' })
  const { minutes } = await closeMeeting(own, { meeting: first })
  expect(minutes).toContain(`Took part, by what they wrote down: ${own.actor.label}, Ben.`)
  expect(minutes).toContain('- Texts: its verdict has been due since 1 September 2025: enter')
  expect(minutes).not.toContain('whole period')
  expect(minutes).toContain('- Print them (Letters), its plan judged “can’t tell”: late, due 1 August 2025, nobody owns it\n- Fold them (Letters), its plan judged “can’t tell”: stuck, nobody owns it')
  expect(minutes).toContain('- Try it with more of them (Letters), noted by Ben')
  const { id: second } = await startMeeting(own)
  await settleDecision(ben, { decision: (await meetingView(own)).lastTime[0]?.id ?? '', done: true })
  expect((await meetingView(own)).open).toMatchObject({ id: second, people: [own.actor.label, 'Ben'] })
})

test('by which figure a plan is judged may not be known yet: its days are kept, and it is not started', async () => {
  const { id: plan } = await createPlan(ctx, { name: 'Not yet known' })
  const days = { plan, measure: null, better: 'lower' as const, interval: 'month' as const, smallest: null, baseline_from: '2025-01-01', baseline_to: '2025-07-01', start_on: '2025-07-01', review_on: '2025-10-01' }
  await setMeasure(ctx, { ...days, design: 'before_after' })
  expect(await planOf(ctx, plan)).toMatchObject({ measure: null, startOn: '2025-07-01', impact: { measure: '', lines: [] } })
  expect((await answerReport(ctx, 'plan-portfolio', {})).rows.filter((row) => row.measure_unknown).map((row) => row.label)).toEqual(['Not yet known'])
  await expect(startPlan(ctx, { plan })).rejects.toMatchObject({ fault: 'invalid', message: 'Say first by which figure it will be judged.' })
  await expect(setMeasure(ctx, { ...days, design: 'comparison' })).rejects.toMatchObject({ fault: 'invalid', message: 'Choose first the one figure: without it nobody can be compared with.' })
})
