import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { channelRules } from '@/db/schema'
import { reading, writing, type OrgCtx } from '@/server/context'
import { recordId } from '@/server/domain/ids'
import { addNote, changeNote, rememberAttribute, removeNote } from '@/server/services/customers/notes'
import { recordMixed } from '@/server/services/recording/record'
import { testDb, testOrganisation } from '@/server/testing/database'
import { customerHead, customerTimeline } from './customer-page'
import { customerIssues } from './customer-page-issues'
import { customerStory } from './customer-page-story'
import { timelineOf } from './timeline'

let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
const MANY = 10_000
beforeAll(async () => {
  db = await testDb();
  ({ ctx, as } = await testOrganisation(db))
  const at = (minutes: number) => new Date(Date.UTC(2026, 2, 15, 9) - minutes * 60_000).toISOString()
  const contact = { customer: 'ada', channel: 'Phone', touchpoint: 'Dispute a charge', direction: 'contact', issue: 'x' }
  await recordMixed(ctx, { items: [
    { kind: 'customer', raw: { id: 'ada', name: 'Ada', attributes: { language: 'French', branch: 'Old Town' } } },
    { kind: 'issue', raw: { id: 'x', customer: 'ada', opened_at: at(9000), title: 'Billed twice' } },
    { kind: 'issue', raw: { id: 'y', customer: 'ada', opened_at: at(90_000), resolved_at: at(80_000) } },
    { kind: 'interaction', raw: { ...contact, id: '1', occurred_at: at(60), result: 'failed', impression: -2, mood: -1, asked_for: ['e-mail'] } },
    { kind: 'interaction', raw: { ...contact, id: '2', occurred_at: at(200), result: 'failed' } },
    { kind: 'interaction', raw: { ...contact, id: '3', occurred_at: at(400), channel: 'Web', direction: 'lookup', impression: 1 } },
    { kind: 'interaction', raw: { ...contact, id: '4', occurred_at: at(30), direction: 'message', initiative: 'ours' } },
    { kind: 'interaction', raw: { ...contact, id: '5', occurred_at: at(20), form: 'observation', issue: undefined } },
    ...Array.from({ length: 60 }, (_, i) => ({ kind: 'interaction' as const, raw: { id: `b${i}`, customer: 'bea', occurred_at: at(i * 20), channel: 'Web', direction: 'lookup' } })),
    { kind: 'interaction', raw: { id: 'bot', customer: 'bea', occurred_at: at(2000), channel: 'Virtual agent', touchpoint: 'Dispute a charge', direction: 'contact', result: 'failed' } },
    { kind: 'interaction', raw: { id: 'act', customer: 'bea', occurred_at: at(1500), channel: 'Phone', direction: 'message', initiative: 'ours', impression: -1, summary: 'Called, and it was the wrong number.' } },
    { kind: 'promise', raw: { id: 'p', customer: 'ada', issue: 'x', made_at: at(300), due_at: at(100), text: 'Call back', owner: 'Bo' } },
    { kind: 'promise', raw: { id: 'q', customer: 'ada', made_at: at(300), due_at: at(-100), text: 'Confirm' } },
    { kind: 'promise', raw: { id: 'k', customer: 'ada', made_at: at(300), due_at: at(100), kept_at: at(200) } },
  ] })
  await recordMixed(ctx, { items: Array.from({ length: MANY }, (_, i) => ({ kind: 'interaction' as const, raw: { id: `m${i}`, customer: 'many', occurred_at: at(i * 7), channel: i % 3 === 0 ? 'Web' : 'Phone', direction: 'lookup' } })) })
  await recordMixed(ctx, { items: Array.from({ length: 10 }, (_, i) => ({ kind: 'interaction' as const, raw: { id: `f${i}`, customer: 'few', occurred_at: at(i * 7), channel: 'Web', direction: 'lookup' } })) })
  await db.maintenance((tx) => tx.execute(sql`analyze`))
})
afterAll(async () => { await db.close() })

test('where they come from: attempts of theirs, the same in a row as one, with how they ended', async () => {
  const story = await customerStory(as('viewer'), 'ada')
  expect(story.attempts).toEqual([
    { at: '2026-03-15T08:00:00Z', since: '2026-03-15T05:40:00Z', channel: 'phone', touchpoint: 'dispute_a_charge', direction: 'contact', ours: false, summary: null, result: 'failed', impression: -2, issue: 'Billed twice', times: 2 },
    expect.objectContaining({ channel: 'web', direction: 'lookup', result: null, times: 1 }),
  ])
  expect(story.mood).toEqual({ at: '2026-03-15T08:00:00Z', mood: -1, channel: 'phone' })
  expect(story.impressions.map(({ impression }) => impression)).toEqual([-2, 1])
  expect(story.issues).toEqual([expect.objectContaining({ title: 'Billed twice', contacts: 2, channels: ['phone', 'web'], asked_for: ['e-mail'] })])
  expect(story.promises.map(({ id, overdue }) => [id, overdue])).toEqual([['q', false], ['p', true]])
  expect([story.open_issues, story.open_promises]).toEqual([1, 2])
})

test('what went wrong, of theirs or of ours, is told behind the look-ups of every day', async () => {
  const { attempts, impressions } = await customerStory(as('viewer'), 'bea')
  expect(attempts.map(({ channel, ours, result, impression, times, summary }) => ({ channel, ours, result, impression, times, summary }))).toEqual([
    { channel: 'web', ours: false, result: null, impression: null, times: 40, summary: null },
    { channel: 'phone', ours: true, result: null, impression: -1, times: 1, summary: 'Called, and it was the wrong number.' },
    { channel: 'virtual_agent', ours: false, result: 'failed', impression: null, times: 1, summary: null },
  ])
  expect(impressions.map(({ impression }) => impression)).toEqual([-1])
})

test('the channel rules of what is at hand, for everybody or the customer’s own segment', async () => {
  const touchpointId = recordId(ctx.org.id, 'touchpoint', '', 'dispute_a_charge')
  const rule = (id: number, more: Partial<typeof channelRules.$inferInsert>) => ({ organisationId: ctx.org.id, id: recordId(ctx.org.id, 'channel', 'rule', String(id)), touchpointId, ...more })
  await writing(ctx, (tx) => tx.insert(channelRules).values([rule(1, { required: ['phone'], note: 'bad news' }), rule(2, { required: ['web'], active: false }), rule(3, { required: ['web'], segmentationId: touchpointId, segmentId: touchpointId })]))
  expect((await customerStory(ctx, 'ada')).rules).toEqual([{ touchpoint: 'dispute_a_charge', required: ['phone'], forbidden: [], note: 'bad news' }])
})

test('issues gather what happened in them, and the timeline narrows to one', async () => {
  const { issues, next } = await customerIssues(ctx, { id: 'ada' })
  expect(issues.map(({ title, contacts, entries, channels, resolved_at: resolved }) => ({ title, contacts, entries, channels, open: resolved === null }))).toEqual([
    { title: 'Billed twice', contacts: 2, entries: 5, channels: ['phone', 'web'], open: true }, { title: 'y', contacts: 0, entries: 0, channels: [], open: false }])
  expect(next).toBeNull()
  const { entries } = await customerTimeline(ctx, { id: 'ada', issue: issues[0]?.id, limit: 50 })
  expect(entries.map(({ record, id }) => `${record} ${id}`)).toEqual(['interaction 4', 'interaction 1', 'interaction 2', 'promise p', 'interaction 3', 'issue x'])
  expect((await customerTimeline(ctx, { id: 'ada', kind: 'observation', limit: 50 })).entries.map(({ id }) => id)).toEqual(['5'])
  expect((await customerTimeline(ctx, { id: 'ada', kind: 'promise', channel: 'phone', limit: 50 })).entries).toEqual([])
})

describe('ten thousand entries', () => {
  /** Rows that scans of the timeline's first page read. */
  async function rowsRead(customer: string): Promise<number> {
    return reading(ctx, async (tx) => {
      const profile = recordId(ctx.org.id, 'customer', '', customer)
      const captured: Parameters<typeof tx.execute>[0][] = []
      const spy = new Proxy(tx, { get: (target, key) => (key === 'execute' ? (query: Parameters<typeof tx.execute>[0]) => { captured.push(query); return target.execute(query) } : Reflect.get(target, key)) })
      await timelineOf(spy, ctx.org, [profile], { limit: 50 })
      const [query] = captured
      if (!query || typeof query === 'string' || !('queryChunks' in query)) throw new Error('The timeline asked nothing.')
      const plan = await tx.execute<{ 'QUERY PLAN': [{ Plan: Node }] }>(sql`explain (analyze, format json) ${query}`)
      const [top] = plan.rows[0]?.['QUERY PLAN'] ?? []
      return top ? scanned(top.Plan) : 0
    })
  }
  type Node = { 'Node Type': string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; Plans?: Node[] }
  const scanned = (node: Node): number => (node['Node Type'].includes('Scan') ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'] : 0) + (node.Plans ?? []).reduce((sum, child) => sum + scanned(child), 0)

  test('cost their first page the rows it shows, and are paged to the end', async () => {
    const [few, many] = [await rowsRead('few'), await rowsRead('many')]
    expect(few).toBeLessThan(60)
    expect(many).toBeLessThan(250)
    let cursor: string | null = null
    const seen = new Set<string>()
    for (let page = 0; page < 3; page++) {
      const got: Awaited<ReturnType<typeof customerTimeline>> = await customerTimeline(ctx, { id: 'many', limit: 50, cursor })
      for (const { id } of got.entries) seen.add(id)
      cursor = got.next
    }
    expect(seen).toEqual(new Set(Array.from({ length: 150 }, (_, i) => `m${i}`)))
  })

  test('are told in a story and a head that take no longer to find out', async () => {
    const time = async (customer: string) => {
      const began = performance.now()
      await customerStory(ctx, customer)
      const story = performance.now() - began
      await customerHead(ctx, customer)
      const head = performance.now() - began - story
      await customerTimeline(ctx, { id: customer, limit: 50 })
      return { story, head, timeline: performance.now() - began - story - head }
    }
    await time('few')
    const [few, many] = [await time('few'), await time('many')]
    if (process.env.TIMINGS) process.stderr.write(`${JSON.stringify({ few, many })}\n`)
    expect((await customerStory(ctx, 'many')).attempts).toHaveLength(4)
    expect(many.timeline).toBeLessThan(Math.max(250, few.timeline * 20))
  })
})

describe('small things to remember', () => {
  test('are added, changed, removed and shown, each in the trail', async () => {
    const { id } = await addNote(as('editor'), { customer: 'ada', text: 'Allergic to nuts' })
    await changeNote(as('editor'), { customer: 'ada', note: id, text: 'Allergic to peanuts' })
    await rememberAttribute(as('editor'), { customer: 'ada', attribute: 'language', remember: true })
    await rememberAttribute(as('editor'), { customer: 'ada', attribute: 'language', remember: true })
    const story = await customerStory(as('viewer'), 'ada')
    expect(story.notes).toEqual([expect.objectContaining({ id, text: 'Allergic to peanuts', changed_by: 'editor' })])
    expect(story.remembered).toEqual([{ attribute: 'language', value: 'French' }])
    await removeNote(as('editor'), { customer: 'ada', note: id })
    await rememberAttribute(as('editor'), { customer: 'ada', attribute: 'language', remember: false })
    expect(await customerStory(as('viewer'), 'ada')).toMatchObject({ notes: [], remembered: [] })
    const trail = await reading(ctx, (tx) => tx.execute<{ action: string }>(sql`select action from audit where action like 'customer.%' and (action like '%not%' or action like '%attribute%') order by action`))
    expect(trail.rows.map(({ action }) => action)).toEqual(['customer.attribute_forgotten', 'customer.attribute_remembered', 'customer.attribute_remembered', 'customer.note_changed', 'customer.note_removed', 'customer.noted'])
  })

  test('are for editors, within their own organisation', async () => {
    const { id } = await addNote(as('editor'), { customer: 'ada', text: 'One' })
    const other = (await testOrganisation(db)).as('owner')
    const refused = { fault: 'forbidden' }
    await expect(addNote(as('viewer'), { customer: 'ada', text: 'x' })).rejects.toMatchObject(refused)
    await expect(changeNote(as('viewer'), { customer: 'ada', note: id, text: 'x' })).rejects.toMatchObject(refused)
    await expect(removeNote(as('viewer'), { customer: 'ada', note: id })).rejects.toMatchObject(refused)
    await expect(rememberAttribute(as('viewer'), { customer: 'ada', attribute: 'x', remember: true })).rejects.toMatchObject(refused)
    await expect(addNote(other, { customer: 'ada', text: 'x' })).rejects.toMatchObject({ fault: 'not_found' })
    await expect(removeNote(other, { customer: 'ada', note: id })).rejects.toMatchObject({ fault: 'not_found' })
    await expect(changeNote(as('editor'), { customer: 'few', note: id, text: 'x' })).rejects.toMatchObject({ fault: 'not_found' })
    await expect(customerStory(other, 'ada')).rejects.toMatchObject({ fault: 'not_found' })
  })
})
