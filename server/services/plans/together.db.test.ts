import { randomUUID } from 'node:crypto'
import { eq, type SQL } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { members, notifications, users } from '@/db/schema'
import { testDb, testOrganisation } from '@/server/testing/database'
import { fault } from '@/server/testing/fault'
import { shareCtx } from '../../access'
import { now } from '../../clock'
import type { OrgCtx } from '../../context'
import { bothAnswers } from '../../domain/plans/steps'
import { scoreOf } from '../../domain/plans/score'
import { addDays, localDayOf } from '../../domain/time/local-day'
import { commentsOf } from '../../queries/comments'
import { meetingView } from '../../queries/plans/meeting'
import { planOf } from '../../queries/plans/plan'
import { trailOf } from '../../queries/plans/trail'
import { listMeasures, listOpportunities, sharedPlan } from '../../queries/plans/plans'
import { answerReport, reportRows } from '../../reports/answer'
import { measuredWhole } from '../../reports/measured'
import { suggestionsFor } from '../../reports/plans/suggestions'
import { sizesOf } from '../../reports/plans/worth'
import { commentOn } from '../comments/comments'
import { recordBatch } from '../recording/record-batch'
import { settleOrganisation } from '../settle/settle'
import { answerQuestion } from './answer-question'
import { createPlan } from './create-plan'
import { closeMeeting, decide, settleDecision, startMeeting } from './meeting'
import { moveOpportunity, saveOpportunity, takeSuggestion } from './opportunities'
import { proposeMeasure } from './propose-measure'
import { removeAction } from './remove-action'
import { changeAction, saveAction } from './save-action'
import { saveAssumption } from './save-assumption'
import { setMeasure } from './set-measure'
import { revokeShare, sharePlan } from './share-plan'
import { addNote, removeNote, turnNote } from './workshop'

let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
beforeAll(async () => {
  db = await testDb()
  ;({ ctx, as } = await testOrganisation(db, { slug: 'together' }))
}, 60_000)
afterAll(async () => { await db.close() })


test('the same days and the same year are counted once, however many suggestions are held against them', async () => {
  await db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    let statements = 0
    const sizes = sizesOf(ctx, new Proxy(tx, { get: (of, key) => (key === 'execute' ? (query: SQL) => { statements += 1; return of.execute(query) } : Reflect.get(of, key)) }))
    const counted = async (from: string) => { const before = statements; await sizes({ from, to: '2026-03-15' }); return statements - before }
    expect(await counted('2025-09-15')).toBeGreaterThan(1)
    expect(await counted('2025-09-15')).toBe(0)
    expect(await counted('2026-01-01')).toBe(1)
  })
})

test('the trail tells what came first where time stands still', async () => {
  const { ctx: still } = await testOrganisation(db)
  const { id: plan } = await createPlan(still, { name: 'In order' })
  const given = [0, 1, 2, 3].map((i) => (i % 2 === 0 ? { text: '', unknown: true, picks: [] } : { text: `answer ${i}`, unknown: false, picks: [] }))
  for (const [i, answer] of given.entries()) await answerQuestion(still, { plan, question: 'target.who', ...answer, was: given[i - 1] ?? null })
  const activity = await trailOf(still, { plan })
  expect(activity.map(({ at }) => at.getTime())).toEqual(activity.map(({ at }) => at.getTime()).toSorted((a, b) => b - a))
  expect(activity.map(({ action, detail }) => [action, detail.unknown === true])).toEqual([['plan.answered', false], ['plan.answered', true], ['plan.answered', false], ['plan.answered', true], ['plan.created', false]])
})

test('two who answer one question: the later is refused, nobody’s words are lost, and the trail keeps what was replaced', async () => {
  const { ctx: ada, as: also } = await testOrganisation(db)
  const ben: OrgCtx = { ...also('editor'), actor: { ...ada.actor, id: randomUUID(), label: 'Ben' } }
  const { id: plan } = await createPlan(ada, { name: 'At once' })
  const question = 'needs.pain'
  await answerQuestion(ben, { plan, question, text: 'The bill is late' })
  // She had begun when nobody had answered.
  await expect(answerQuestion(ada, { plan, question, text: 'The bill is wrong' })).rejects.toMatchObject({ fault: 'conflict', message: expect.stringContaining('Ben has answered this question meanwhile') as string })
  expect(await fault(() => answerQuestion(ada, { plan, question, unknown: true, was: { text: 'The bill is long' } }))).toBe('conflict')
  const theirs = (await planOf(ada, plan)).answers[question]
  expect(theirs).toEqual({ text: 'The bill is late', unknown: false, picks: [], by: 'Ben' })
  // Sent again because the answer was lost on the way: it is there once, and nobody is in the way.
  await answerQuestion(ben, { plan, question, text: 'The bill is late' })
  await answerQuestion(ada, { plan, question, ...bothAnswers({ text: 'The bill is late', unknown: false, picks: [] }, { text: 'The bill is wrong', unknown: false, picks: [] }), was: { text: 'The bill is late' } })
  expect((await planOf(ada, plan)).answers[question]).toMatchObject({ text: 'The bill is late\nThe bill is wrong', by: ada.actor.label })
  expect((await trailOf(ada, { plan })).filter((a) => a.action === 'plan.answered').map(({ by, text }) => [by, text])).toEqual([[ada.actor.label, 'The bill is late'], ['Ben', ''], ['Ben', '']])
  // Another question is in nobody's way, and of two at the same moment one is told.
  const outcomes = await Promise.all([ada, ben].map((who) => fault(() => answerQuestion(who, { plan, question: 'us.promise', text: `said by ${who.actor.label}` }))))
  expect(outcomes.toSorted()).toEqual(['conflict', 'none'])
  // What a workshop put there meanwhile is not overwritten either; who gave an answer is not told to whoever has a link.
  const { id: note } = await addNote(ada, { plan, text: 'Nobody rings back' })
  await turnNote(ben, { note, kind: 'pain_point' })
  expect(await fault(() => answerQuestion(ada, { plan, question, text: 'x', was: { text: 'The bill is late\nThe bill is wrong' } }))).toBe('conflict')
  const { path } = await sharePlan(ada, { plan })
  expect((await sharedPlan(await shareCtx(db, path.split('/').at(-1) ?? '', now()))).answers[question]).toEqual({ text: 'The bill is late\nThe bill is wrong\nNobody rings back', unknown: false, picks: [] })
})

test('two who change one action: each saves only what they changed, and of one field the later is told what stands there', async () => {
  const { ctx: ada, as: also } = await testOrganisation(db)
  const ben: OrgCtx = { ...also('editor'), actor: { ...ada.actor, id: randomUUID(), label: 'Ben' } }
  const { id: plan } = await createPlan(ada, { name: 'At once' })
  const { id: action } = await saveAction(ada, { plan, title: 'Ring them', cost_spent: 100, return_formula: '4 × 5' })
  const { id: other } = await saveAction(ada, { plan, title: 'Buy a phone', depends_on: [action] })
  const stands = async () => (await planOf(ada, plan)).actions.find((a) => a.id === action)
  await changeAction(ben, { action, change: { cost_spent: { was: 100, to: 9999 }, return_formula: { was: '4 × 5', to: '400 calls' } } })
  await expect(changeAction(ada, { action, change: { title: { was: 'Ring them', to: 'Ring them twice' }, cost_spent: { was: 100, to: 3000 } } })).rejects.toMatchObject({
    fault: 'conflict', message: 'Spent is €9,999 by now: somebody has changed it since you opened this. Nothing of yours was saved.', places: [{ field: 'cost_spent', reason: 'is €9,999 by now' }],
  })
  expect(await stands()).toMatchObject({ title: 'Ring them', costSpent: 9999, returnFormula: '400 calls' })
  // What only she changed is in nobody's way, and she may save over his when she knows it.
  await changeAction(ada, { action, change: { title: { was: 'Ring them', to: 'Ring them twice' } } })
  await changeAction(ada, { action, change: { cost_spent: { was: 9999, to: 3000 }, status: { was: 'on_track', to: 'done' } } })
  const done = await stands()
  expect(done).toMatchObject({ title: 'Ring them twice', costSpent: 3000, returnFormula: '400 calls', status: 'done', doneOn: '2026-03-15' })
  // Sent once more, it changes nothing and is told once.
  await changeAction(ben, { action, change: { cost_spent: { was: 100, to: 3000 } } })
  expect((await stands())?.changedAt).toEqual(done?.changedAt)
  expect((await trailOf(ada, { plan })).filter((e) => e.action === 'plan.action_changed').map(({ by, detail }) => [by, detail])).toEqual([
    [ada.actor.label, { name: 'At once', action: 'Ring them twice', fields: ['status', 'cost_spent'], status: 'done', was: 'on_track' }],
    [ada.actor.label, { name: 'At once', action: 'Ring them twice', fields: ['title'], status: 'on_track' }],
    ['Ben', { name: 'At once', action: 'Ring them', fields: ['cost_spent', 'return_formula'], status: 'on_track' }],
  ])
  // Of two at the same moment one is told; two different fields are both there.
  expect((await Promise.all([1, 2].map((to) => fault(() => changeAction(to === 1 ? ada : ben, { action, change: { cost_planned: { was: null, to } } }))))).toSorted()).toEqual(['conflict', 'none'])
  await Promise.all([changeAction(ada, { action, change: { remark: { was: '', to: 'one' } } }), changeAction(ben, { action, change: { due_on: { was: null, to: '2026-04-01' } } })])
  expect(await stands()).toMatchObject({ remark: 'one', dueOn: '2026-04-01' })
  // Half of a range is held against the other half that stands there, and nobody waits in a circle, at the same moment neither.
  await changeAction(ada, { action, change: { return_high: { was: null, to: 50 } } })
  expect(await fault(() => changeAction(ada, { action, change: { return_low: { was: null, to: 51 } } }))).toBe('invalid')
  expect(await fault(() => changeAction(ada, { action, change: { depends_on: { was: [], to: [other] } } }))).toBe('invalid')
  await changeAction(ada, { action: other, change: { depends_on: { was: [action], to: [] } } })
  expect((await Promise.all([[action, other], [other, action]].map(([of = '', on = '']) => fault(() => changeAction(ada, { action: of, change: { depends_on: { was: [], to: [on] } } }))))).toSorted()).toEqual(['invalid', 'none'])
  // It is given to members alone.
  expect(await fault(() => changeAction(ada, { action, change: { owner: { was: null, to: randomUUID() } } }))).toBe('invalid')
  expect(await fault(() => changeAction(also('viewer'), { action, change: {} }))).toBe('forbidden')
  for (const [who, id] of [[ada, randomUUID()], [ctx, action]] as const) expect(await fault(() => changeAction(who, { action: id, change: {} }))).toBe('not_found')
})

test('the record suggests where most value was lost, with the rows behind it; taken up twice it is one', async () => {
  expect(await suggestionsFor(ctx)).toEqual([])
  // Forty customers fail at billing: four leave, the others halve what they buy. Forty fail at questions, and buy on.
  const customers = Array.from({ length: 80 }, (_, i) => `c${String(i).padStart(2, '0')}`)
  await recordBatch(ctx, { kind: 'interaction', records: customers.map((customer, i) => ({ id: `i${i}`, customer, occurred_at: '2025-11-10T10:00:00Z', channel: 'phone', touchpoint: i < 40 ? 'Billing' : 'Questions', result: 'failed', impression: -2 })) })
  await recordBatch(ctx, { kind: 'transaction', records: customers.flatMap((customer, i) => [-200, -30, -10, 10, 30].filter((days) => i >= 4 || days < 0).map((days) => ({ id: `t${i}${days}`, customer, occurred_at: `${addDays('2025-11-10', days)}T12:00:00Z`, amount: days > 0 && i < 40 ? 50 : 100, currency: 'EUR' }))) })
  await recordBatch(ctx, { kind: 'customer', records: customers.slice(0, 4).map((id) => ({ id, acquired_at: '2025-01-01T00:00:00Z', left_at: '2025-11-25T00:00:00Z' })) })
  await recordBatch(ctx, { kind: 'promise', records: customers.slice(0, 40).map((customer, i) => ({ id: `p${i}`, customer, interaction: `i${i}`, made_at: '2025-11-10T10:00:00Z', due_at: '2025-11-12T10:00:00Z', ...(i < 10 ? {} : { kept_at: '2025-11-11T10:00:00Z' }), text: 'Call back' })) })
  await recordBatch(ctx, { kind: 'interaction', records: [{ id: 'last', customer: 'c00', occurred_at: '2026-03-14T10:00:00Z', channel: 'phone', touchpoint: 'Questions' }] })
  // What came of these two nobody knows yet.
  await recordBatch(ctx, { kind: 'interaction', records: ['c40', 'c41'].map((customer) => ({ id: `open ${customer}`, customer, occurred_at: '2026-03-10T10:00:00Z', channel: 'phone', touchpoint: 'Billing', result: 'failed', impression: -2 })) })
  await settleOrganisation(ctx)
  const found = await suggestionsFor(ctx)
  const value = found.find((s) => s.subject === 'value_lost:billing')
  // 4 who brought 3 × 100 in the year before it, and 36 × (200 − 100) less.
  expect(value?.why).toContain('42 customers had a failed moment')
  expect(value?.why).toContain('of the 40 whose 60 days after it are over, 4 left in them, who had brought €1,200 in the year before, and 36 who stayed spent €3,600 less')
  // Of what all of them brought: 4 × 300 + 36 × (300 + 100) + 40 × 500.
  expect(value).toMatchObject({ customers: 5, us: 5, effort: 3, links: ['touchpoint:billing'], inputs: { customers: '42 of 80 customers had a failed moment here: 52.5 %', us: '€1,200 a year gone with the 4 who left, and €3,600 less in 60 days from the 36 who spent less: 13.5 % of the year’s €35,600' } })
  const promises = found.find((s) => s.subject === 'promises:billing')
  expect(promises?.why).toContain('Of 40 promises')
  expect(promises?.why).toContain('10 were broken')
  // The four who left are among the ten.
  expect(promises?.inputs).toEqual({ customers: '10 of 80 customers had a promise broken: 12.5 %', us: '€1,200 a year gone with the 4 of them who left: 3.37 % of the year’s €35,600' })
  expect(found.map(scoreOf)).toEqual(found.map(scoreOf).toSorted((a, b) => b - a))
  for (const { evidence } of [value, promises].filter((s) => s !== undefined)) {
    const { rows } = await answerReport(ctx, evidence.report, evidence.parameters)
    expect(rows.some((row) => Object.entries(evidence.cell).every(([key, v]) => String(row[key]) === v))).toBe(true)
  }
  expect((await reportRows(ctx, 'follow-through', promises?.evidence.parameters ?? {}, { row: promises?.evidence.cell ?? {}, field: promises?.evidence.field ?? '' }, { limit: 5, offset: 0 })).total).toBe(10)

  // What points at it is what a plan is measured by: of that touchpoint alone, without a window, and it has a figure.
  expect(value?.measure).toEqual({ report: 'moment-outcomes', parameters: {}, cell: { touchpoint: 'billing', result: 'failed' }, field: 'share_of_known' })
  expect(promises?.measure).toEqual({ report: 'follow-through', parameters: { by: 'touchpoint' }, cell: { key: 'billing' }, field: 'rate' })
  for (const one of found) expect(await db.tenant({ organisationId: ctx.org.id }, (tx) => measuredWhole(ctx, tx, one.measure, { from: one.pickedFrom, to: one.pickedTo })), one.subject).not.toBeNull()

  const { id } = await takeSuggestion(ctx, { subject: 'value_lost:billing' })
  expect(await takeSuggestion(ctx, { subject: 'value_lost:billing' })).toEqual({ id })
  expect(await fault(() => takeSuggestion(ctx, { subject: 'value_lost:nowhere' }))).toBe('not_found')
  const [opportunity] = await listOpportunities(ctx)
  expect(opportunity).toMatchObject({ id, score: 75, source: 'record', state: 'open' })
  const change = { id, title: 'Billing', customers: 4, us: 5, effort: 1 }
  expect(await fault(() => saveOpportunity(ctx, change))).toBe('invalid')
  // Each score wants its own reason: one said of another is none.
  expect(await fault(() => saveOpportunity(ctx, { ...change, us: 4, reasons: { customers: 'It is one letter' } }))).toBe('invalid')
  await saveOpportunity(ctx, { ...change, reasons: { customers: 'It is one letter' } })
  expect((await listOpportunities(ctx))[0]).toMatchObject({ score: 100, overrides: { customers: { from: 5, reason: 'It is one letter' }, effort: { from: 3, reason: '' } } })
  // How much effort it is the record does not know: saying so contradicts nothing.
  await saveOpportunity(ctx, { ...change, effort: 2 })
  await saveOpportunity(ctx, { ...change, us: 4, effort: 2, reasons: { us: 'Half of it comes back' } })
  expect((await listOpportunities(ctx))[0]?.overrides).toMatchObject({ customers: { reason: 'It is one letter' }, us: { from: 5, reason: 'Half of it comes back' } })
  await saveOpportunity(ctx, { ...change, effort: 2, reasons: { us: 'It does not, after all' } })
  // One's own is not judged before somebody does; whoever says three has judged too, and contradicts nobody.
  const { id: own } = await saveOpportunity(ctx, { title: 'Only a title', customers: null, us: null, effort: null })
  const ownNow = async () => (await listOpportunities(ctx)).find((one) => one.id === own)
  expect(await ownNow()).toMatchObject({ customers: 3, inputs: {}, overrides: {} })
  await saveOpportunity(ctx, { id: own, title: 'Only a title', customers: 3, us: 5, effort: null })
  expect(await ownNow()).toMatchObject({ score: 45, inputs: { customers: `judged by ${ctx.actor.label}`, us: `judged by ${ctx.actor.label}` }, overrides: {} })
  await saveOpportunity(ctx, { id: own, title: 'Only a title', customers: 4, us: null, effort: null })
  expect(await ownNow()).toMatchObject({ score: 60, us: 5, overrides: { customers: { from: 3 } } })
  await moveOpportunity(ctx, { id, state: 'looking' })
  expect((await listOpportunities(ctx))[0]).toMatchObject({ score: 80, state: 'looking', measured: 'Failed moments: share of those with a known result, at “Billing”' })
  expect(await fault(() => moveOpportunity(as('viewer'), { id, state: 'done' }))).toBe('forbidden')
  expect(await fault(() => moveOpportunity(ctx, { id: randomUUID(), state: 'done' }))).toBe('not_found')
  const { id: plan } = await createPlan(ctx, { name: 'Mend billing', opportunity: id })
  expect(await planOf(ctx, plan)).toMatchObject({ answers: { 'needs.pain': { picks: ['billing'] } }, measure: value?.measure, better: 'lower', pickedFrom: value?.pickedFrom, pickedTo: value?.pickedTo, impact: { measure: 'Failed moments: share of those with a known result, at “Billing”', unit: 'share' } })
  // The days that pointed at it are refused as a baseline.
  const { pickedFrom, pickedTo } = await planOf(ctx, plan)
  expect(await fault(() => setMeasure(ctx, { plan, design: 'before_after', measure: value?.measure ?? null, better: 'lower', interval: 'month', smallest: null, picked_from: pickedFrom, picked_to: pickedTo, baseline_from: '2025-10-01', baseline_to: '2026-03-01', start_on: '2026-03-15', review_on: '2026-07-01' }))).toBe('invalid')
  // A figure somebody looked at goes into a plan that is being written, without its window.
  await proposeMeasure(ctx, { plan, measure: { report: 'contact-rate', parameters: { channel: 'phone', from: '2026-01-01', to: '2026-02-01', interval: 'month' }, cell: { key: 'total', period: '2026-01-01' }, field: 'contact_rate' } })
  expect(await planOf(ctx, plan)).toMatchObject({ measure: { report: 'contact-rate', parameters: { channel: 'phone' }, cell: { key: 'total' }, field: 'contact_rate' }, better: 'lower', impact: { measure: 'Contacts per active customer, by Phone' } })
  expect(await fault(() => proposeMeasure(as('viewer'), { plan, measure: { report: 'contact-rate', field: 'contact_rate' } }))).toBe('forbidden')
  expect((await listOpportunities(ctx))[0]?.state).toBe('planned')
}, 60_000)

test('a meeting: what was said last time, what is stuck, and minutes that write themselves', async () => {
  const { id: plan } = await createPlan(ctx, { name: 'Call backs' })
  await saveAction(ctx, { plan, title: 'Ring them', status: 'stuck', remark: 'no phone' })
  const { id: first } = await startMeeting(ctx)
  expect(await startMeeting(ctx)).toEqual({ id: first })
  const { id: decision } = await decide(ctx, { meeting: first, plan, text: 'Buy a phone' })
  await closeMeeting(ctx, { meeting: first })
  expect(await fault(() => decide(ctx, { meeting: first, text: 'too late' }))).toBe('conflict')
  await settleDecision(ctx, { decision, done: true })
  await saveAssumption(ctx, { statement: 'Nobody rings twice', review_on: localDayOf(ctx.now.getTime(), ctx.org.timezone) })
  await saveAssumption(ctx, { statement: 'Nobody writes', review_on: addDays(localDayOf(ctx.now.getTime(), ctx.org.timezone), 1) })
  const { id: second } = await startMeeting(ctx)
  const view = await meetingView(ctx)
  expect(view.lastTime).toMatchObject([{ text: 'Buy a phone', plan: 'Call backs', done: true }])
  expect(view.stuck).toMatchObject([{ title: 'Ring them', remark: 'no phone' }])
  expect(view.assumptions.map(({ statement }) => statement)).toEqual(['Nobody rings twice'])
  const { minutes } = await closeMeeting(ctx, { meeting: second })
  expect(minutes).toContain('- Buy a phone (Call backs): done')
  expect(minutes).toContain('- Ring them (Call backs): stuck, nobody owns it. no phone')
})

test('a workshop: notes become pain points and actions, once', async () => {
  const { id: plan } = await createPlan(ctx, { name: 'Workshop' })
  const id = randomUUID()
  await Promise.all([addNote(ctx, { plan, text: 'The bill is late', id }), addNote(ctx, { plan, text: 'The bill is late', id }), addNote(ctx, { plan, text: 'Send it earlier' })])
  const { notes } = await planOf(ctx, plan)
  expect(notes).toHaveLength(2)
  await turnNote(ctx, { note: id, kind: 'pain_point' })
  await turnNote(ctx, { note: notes.find((n) => n.id !== id)?.id ?? '', kind: 'action' })
  const after = await planOf(ctx, plan)
  expect(after.answers['needs.pain']?.text).toBe('The bill is late')
  expect(after.actions.map((a) => a.title)).toEqual(['Send it earlier'])
  // Put up twice because an answer was lost, it was put up once.
  expect((await trailOf(ctx, { plan })).filter((e) => e.action === 'workshop.note_added')).toHaveLength(2)
})

test('two who make something of one note at once: one does, the other is told what it is', async () => {
  const { id: plan } = await createPlan(ctx, { name: 'Both at once' })
  for (const [text, kinds] of [['Ring them', ['action', 'action']], ['Nobody rings', ['action', 'pain_point']], ['It rings', ['pain_point', 'pain_point']]] as const) {
    const { id: note } = await addNote(ctx, { plan, text })
    const outcomes = await Promise.all(kinds.map((kind) => turnNote(ctx, { note, kind }).then(() => kind, (error: unknown) => error)))
    const done = outcomes.filter((one) => typeof one === 'string')
    expect(done).toHaveLength(1)
    const it = done[0] === 'action' ? 'an action' : 'a pain point'
    expect(outcomes.find((one) => typeof one !== 'string')).toMatchObject({ fault: 'conflict', message: `Somebody has made ${it} of it already.` })
    const { actions, answers, notes } = await planOf(ctx, plan)
    expect([actions.filter(({ title }) => title === text).length, answers['needs.pain']?.text.split('\n').filter((line) => line === text).length ?? 0]).toEqual(done[0] === 'action' ? [1, 0] : [0, 1])
    expect(notes.find(({ id }) => id === note)).toMatchObject({ kind: done[0], actionId: actions.find(({ title }) => title === text)?.id ?? null })
    // Afterwards too.
    expect(await fault(() => turnNote(ctx, { note, kind: 'action' }))).toBe('conflict')
  }
  expect((await trailOf(ctx, { plan })).filter((e) => e.action === 'workshop.note_turned')).toHaveLength(3)
})

test('an action or a note made by mistake is removed, counts nowhere, and the trail says by whom', async () => {
  const { id: plan } = await createPlan(ctx, { name: 'By mistake' })
  const { id: note } = await addNote(ctx, { plan, text: 'Ring them' })
  const { action } = await turnNote(ctx, { note, kind: 'action' })
  const first = action ?? ''
  const { id: second } = await saveAction(ctx, { plan, title: 'Buy a phone', depends_on: [first], cost_spent: 10 })
  const ben = randomUUID()
  await db.door((tx) => tx.insert(users).values({ id: ben, email: `${ben}@example.org`, name: 'Ben' }))
  await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.insert(members).values({ organisationId: ctx.org.id, userId: ben, role: 'editor' }))
  const { id: third } = await saveAction(ctx, { plan, title: 'Call back', depends_on: [first], status: 'stuck', cost_spent: 5, owner: ben })
  await commentOn(ctx, { subject: 'action', subject_id: third, text: 'Is it needed?' })
  await expect(removeAction(ctx, { action: first })).rejects.toMatchObject({ fault: 'conflict', message: '“Buy a phone” and “Call back” wait for it. Say there first that they do not.' })
  await removeAction(ctx, { action: third })
  // Whoever was to do it is told that it is not to be done.
  expect((await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.select({ title: notifications.title, body: notifications.body }).from(notifications).where(eq(notifications.userId, ben)))).map(({ title, body }) => `${title}. ${body}`)).toContain('“Call back” is no longer to be done. It was removed from “By mistake”.')
  await expect(removeAction(ctx, { action: first })).rejects.toMatchObject({ message: '“Buy a phone” waits for it. Say there first that it does not.' })
  const counted = async () => (await answerReport(ctx, 'plan-portfolio', {})).rows.find((r) => r.plan === plan)
  expect(await counted()).toMatchObject({ actions: 2, stuck: 0, cost_spent: 10 })
  expect(await commentsOf(ctx, { subject: 'plan', subject_id: plan })).toEqual([])
  expect((await meetingView(ctx)).stuck.filter((a) => a.title === 'Call back')).toEqual([])
  await changeAction(ctx, { action: second, change: { depends_on: { was: [first], to: [] } } })
  await removeAction(ctx, { action: first })
  // Its note can become something else.
  expect((await planOf(ctx, plan)).notes).toMatchObject([{ kind: 'note', actionId: null }])
  await turnNote(ctx, { note, kind: 'pain_point' })
  await removeNote(ctx, { note })
  const left = await planOf(ctx, plan)
  expect([left.notes, left.answers['needs.pain']?.text, left.actions.map((a) => a.title)]).toEqual([[], 'Ring them', ['Buy a phone']])
  const trail = await trailOf(ctx, { plan })
  expect(trail.filter((e) => e.action.endsWith('_removed')).map((e) => [e.action, e.by, e.detail.action ?? null])).toEqual([['workshop.note_removed', ctx.actor.label, null], ['plan.action_removed', ctx.actor.label, 'Ring them'], ['plan.action_removed', ctx.actor.label, 'Call back']])
  // Removed while another says that it waits for it: one of the two is told.
  const { id: waits } = await saveAction(ctx, { plan, title: 'Waits' })
  const outcomes = await Promise.all([fault(() => removeAction(ctx, { action: second })), fault(() => changeAction(ctx, { action: waits, change: { depends_on: { was: [], to: [second] } } }))])
  expect([['none', 'invalid'], ['conflict', 'none']]).toContainEqual(outcomes)
  // Removed by two at once it is removed once.
  const { id: spare } = await addNote(ctx, { plan, text: 'Spare' })
  expect((await Promise.all([fault(() => removeNote(ctx, { note: spare })), fault(() => removeNote(ctx, { note: spare }))])).toSorted()).toEqual(['none', 'not_found'])
  expect((await Promise.all([fault(() => removeAction(ctx, { action: waits })), fault(() => removeAction(ctx, { action: waits }))])).toSorted()).toEqual(['none', 'not_found'])
})

test('a link shows one plan and no more, until it is revoked', async () => {
  const { id: plan } = await createPlan(ctx, { name: 'Shown' })
  const { id, path } = await sharePlan(ctx, { plan })
  const token = path.split('/').at(-1) ?? ''
  await answerQuestion(ctx, { plan, question: 'activities.during', picks: ['billing'] })
  const seen = await sharedPlan(await shareCtx(db, token, now()))
  expect(seen.names).toMatchObject({ billing: 'Billing' })
  expect(seen).toMatchObject({ name: 'Shown', organisation: 'Test organisation' })
  expect(Object.keys(seen)).not.toContain('comments')
  expect(await fault(() => shareCtx(db, `${token}x`, now()))).toBe('not_found')
  await revokeShare(ctx, { share: id })
  expect(await fault(() => shareCtx(db, token, now()))).toBe('not_found')
})

test('an assumption of one’s own, and what is thought of a published one', async () => {
  await saveAssumption(ctx, { claim: 'shift_spend', statement: 'After a bad experience 38 % shift part of their spending.', state: 'does_not_hold', evidence: 'Ours are fewer' })
  await saveAssumption(ctx, { statement: 'Everybody reads the letter', check: { report: 'follow-through', cell: { key: 'total' }, field: 'rate' }, claimed_low: 0.9 })
  const { rows } = await answerReport(ctx, 'assumptions', {})
  expect(rows.find((r) => r.key === 'shift_spend')).toMatchObject({ state: 'does_not_hold', evidence: 'Ours are fewer', check: 'moment-outcomes' })
  expect(rows.at(-1)).toMatchObject({ statement: 'Everybody reads the letter', own: 0.75, agrees: 'does_not_hold', unit: 'share' })
  // What is left out stays bound; null unbinds, and it can be bound again.
  const own = rows.at(-1)
  const said = { id: own?.key ?? '', statement: 'Everybody reads the letter' }
  const again = async () => (await answerReport(ctx, 'assumptions', {})).rows.find((r) => r.key === said.id)
  await saveAssumption(ctx, { ...said, state: 'does_not_hold' })
  expect(await again()).toMatchObject({ check: 'follow-through', own: 0.75 })
  await saveAssumption(ctx, { ...said, check: null })
  expect(await again()).toMatchObject({ check: null, own: null, agrees: null })
  await saveAssumption(ctx, { ...said, check: { report: 'follow-through', cell: { key: 'total' }, field: 'rate' }, claimed_low: 0.7 })
  expect(await again()).toMatchObject({ own: 0.75, agrees: 'holds' })
  expect(await fault(() => saveAssumption(ctx, { statement: 'x', check: { report: 'nowhere', field: 'x' } }))).toBe('not_found')
  expect(await fault(() => saveAssumption(ctx, { statement: 'x', claim: 'nonsense' }))).toBe('not_found')
})

describe('roles', () => {
  test('viewers may not write', async () => {
    const viewer = as('viewer')
    const plan = randomUUID()
    for (const work of [() => takeSuggestion(viewer, { subject: 'x' }), () => saveOpportunity(viewer, { title: 'x', customers: 1, us: 1, effort: 1 }), () => saveAssumption(viewer, { statement: 'x' }), () => startMeeting(viewer), () => decide(viewer, { meeting: plan, text: 'x' }),
      () => closeMeeting(viewer, { meeting: plan }), () => settleDecision(viewer, { decision: plan, done: true }), () => addNote(viewer, { plan, text: 'x' }), () => turnNote(viewer, { note: plan, kind: 'action' }), () => removeNote(viewer, { note: plan }), () => removeAction(viewer, { action: plan }), () => sharePlan(viewer, { plan }), () => revokeShare(viewer, { share: plan })]) expect(await fault(work)).toBe('forbidden')
  })

  test('another organisation’s things are not there', async () => {
    const { id: plan } = await createPlan(ctx, { name: 'Ours' })
    const { id: share } = await sharePlan(ctx, { plan })
    const { id: meeting } = await startMeeting(ctx)
    const { id: note } = await addNote(ctx, { plan, text: 'ours' })
    const { id: action } = await saveAction(ctx, { plan, title: 'ours' })
    const { ctx: other } = await testOrganisation(db)
    for (const work of [() => removeNote(other, { note }), () => removeAction(other, { action }), () => sharePlan(other, { plan }), () => revokeShare(other, { share }), () => decide(other, { meeting, text: 'x' }), () => closeMeeting(other, { meeting }), () => addNote(other, { plan, text: 'x' }), () => turnNote(other, { note, kind: 'action' })]) expect(await fault(work)).toBe('not_found')
    expect(await listOpportunities(other)).toEqual([])
  })
})

test('what can be measured says what it takes', () => {
  const all = listMeasures()
  expect(all.find((m) => m.report === 'churn-rate')).toMatchObject({ field: 'churn_rate', better: 'lower', unit: 'share' })
  expect(all.find((m) => m.id === 'moment-outcomes share_of_known')?.tells).toEqual({ attribute: 'filter', channel: 'filter', touchpoint: 'row', segment: 'filter' })
  // A figure is offered once, by a name of its own.
  expect(new Set(all.map((m) => m.label)).size).toBe(all.length)
  expect(new Set(all.map((m) => m.id)).size).toBe(all.length)
  expect(all.some((m) => m.report === 'retention-curve')).toBe(false)
})
