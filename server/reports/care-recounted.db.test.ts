import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { touchpoints } from '@/db/schema'
import { random } from '../domain/statistics/random.fixture'
import type { OrgCtx } from '../context'
import { testDb, testOrganisation } from '@/server/testing/database'
import { queueAll } from '../services/settle/queue'
import { settleOrganisation } from '../services/settle/settle'
import { answerReport } from './answer'
import { recordAll } from './care.fixture'
import { periodsAlike } from './periods.fixture'
import { reportNamed } from './registry'

// A random history, counted again pair by pair in plain loops: what the reports count in one sorted pass must be the same.
const H = 3_600_000
const DAY = 24 * H
const NOW = Date.UTC(2026, 2, 15, 10)
type Event = { id: string; customer: string; at: number; channel: 'Phone' | 'Web' | 'E-mail'; touchpoint: string; direction: 'contact' | 'lookup' | 'message'; issue?: string; duration_s?: number; result?: string }
let db: Db
let ctx: OrgCtx
let events: Event[] = []

beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await testOrganisation(db))
  const { uniform: next } = random(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  events = Array.from({ length: 1500 }, (_, i) => {
    const direction = pick(['contact', 'contact', 'lookup', 'message'] as const)
    // Hours on the hour: many fall exactly on the edges of 48 hours, seven days and thirty minutes.
    const at = NOW - Math.floor(next() * 50 * 24) * H + (next() < 0.3 ? 30 * 60_000 : 0) - H
    return {
      id: `e${i}`, customer: `c${Math.floor(next() * 12)}`, at, direction, channel: direction === 'message' ? 'E-mail' : pick(['Phone', 'Web'] as const), touchpoint: pick(['Ask', 'Pay', 'News']),
      ...(direction === 'contact' && next() < 0.3 ? { issue: `x${Math.floor(next() * 20)}` } : {}), ...(next() < 0.2 ? { duration_s: 1800 } : {}), ...(next() < 0.1 ? { result: 'failed' } : {}),
    }
  })
  // An issue belongs to one customer.
  events = events.map((event) => (event.issue ? { ...event, issue: `${event.customer}-${event.issue}` } : event))
  await recordAll(ctx, { interaction: events.map(({ at, ...event }) => ({ ...event, occurred_at: new Date(at).toISOString() })) })
})
afterAll(async () => { await db.close() })

const slug = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '_')

test('contacts that messages breed', async () => {
  const first = Math.min(...events.map(({ at }) => at))
  const opening = Math.floor(first / DAY) * DAY
  const messages = events.filter(({ direction }) => direction === 'message')
  const contacts = events.filter(({ direction }) => direction === 'contact')
  const within = (who: string, from: number) => contacts.filter(({ customer, at }) => customer === who && at > from && at <= from + 48 * H).length
  const { rows } = await answerReport(ctx, 'induced-contacts', {})
  for (const touchpoint of ['Ask', 'Pay', 'News']) {
    let [sent, after, compared, difference, usualAll] = [0, 0, 0, 0, 0]
    for (const q of messages.filter((m) => m.touchpoint === touchpoint && m.at + 48 * H <= NOW)) {
      const reaches = (at: number) => messages.some((k) => k !== q && k.customer === q.customer && k.touchpoint === touchpoint && k.at > at - 48 * H && k.at < at + 48 * H)
      const weeks = [q.at - 7 * DAY >= opening && !reaches(q.at - 7 * DAY) ? within(q.customer, q.at - 7 * DAY) : null, q.at + 9 * DAY <= NOW && !reaches(q.at + 7 * DAY) ? within(q.customer, q.at + 7 * DAY) : null].filter((n) => n !== null)
      sent++
      after += within(q.customer, q.at)
      if (weeks.length === 0) continue
      const usual = weeks.reduce((a, b) => a + b, 0) / weeks.length
      compared++
      usualAll += usual
      difference += within(q.customer, q.at) - usual
    }
    const row = rows.find((r) => r.message === slug(touchpoint))
    expect(row).toMatchObject({ sent, contacts_48h: after, compared })
    expect(compared).toBeGreaterThan(5)
    expect(usualAll).toBeGreaterThan(0)
    expect(row?.extra).toBeCloseTo((sent * difference) / compared, 9)
  }
})

test('what the web settles without a person, and whether they came again', async () => {
  const contacts = events.filter(({ direction }) => direction === 'contact')
  let [sessions, contained, watched, resolved] = [0, 0, 0, 0]
  for (const s of events.filter(({ channel, direction }) => channel === 'Web' && direction !== 'message')) {
    const later = contacts.filter((n) => n !== s && n.customer === s.customer && (s.issue ? n.issue === s.issue : n.touchpoint === s.touchpoint) && n.at >= s.at && n.at < s.at + 7 * DAY)
    const taken = later.some((n) => n.channel === 'Phone' && n.at < s.at + (s.duration_s ?? 0) * 1000 + 30 * 60_000)
    sessions++
    if (!taken) contained++
    if (s.at + 7 * DAY > NOW) continue
    watched++
    if (!taken && later.length === 0 && s.result !== 'failed') resolved++
  }
  expect((await answerReport(ctx, 'containment', { by: 'channel' })).rows.find((r) => r.key === 'web')).toMatchObject({ sessions, contained, watched, resolved })
  expect(resolved).toBeGreaterThan(5)
})

test.each(['recovery', 'repeat-contacts', 'first-contact-resolution', 'channels-per-issue', 'moment-outcomes'])('%s, read for all its periods at once, says what it says of each', async (name) => {
  await db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    await tx.update(touchpoints).set({ class: 'moment_that_matters' }).where(eq(touchpoints.organisationId, ctx.org.id))
    await queueAll(tx, ctx.org.id)
  })
  await settleOrganisation(ctx)
  const report = reportNamed(name)
  expect(report && await periodsAlike(ctx, report, {}, [{ interval: 'week', from: '2026-01-26', to: '2026-03-09' }, { interval: 'month', from: '2026-01-01', to: '2026-03-01' }])).toBeGreaterThan(5)
})
