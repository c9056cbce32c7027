import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { TEST_NOW, testDb, testOrganisation } from '@/server/testing/database'
import { importer } from '../services/imports/testing'
import { createJourney } from '../services/journeys/create-journey'
import { answerReport } from './answer'

// Event logs as process mining keeps them, brought in by a mapping; their paths beside a count over the file by other means.
const RETAIL = new URL('../../../shared/data/online_retail_invoices.csv', import.meta.url)
let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

type Event = { id: string; customer: string; case: string | null; activity: string; at: number }
type Counted = { paths: Record<string, { cases: number; customers: number; interactions: number }>; follows: Record<string, number>; cases: number }

/** Plain arrays over the file's own lines, those of one time in the order of their ids (9 before 10): cases, their variants, and in how many cases one activity directly followed another. */
function countedBy(events: readonly Event[], per: 'issue' | number): Counted {
  const cases = new Map<string, Event[]>()
  const last = new Map<string, { at: number; n: number }>()
  for (const one of events.toSorted((a, b) => a.at - b.at || a.id.length - b.id.length || (a.id < b.id ? -1 : 1))) {
    const before = last.get(one.customer)
    const n = before === undefined ? 0 : before.n + (typeof per === 'number' && one.at - before.at > per * 86_400_000 ? 1 : 0)
    last.set(one.customer, { at: one.at, n })
    const key = per === 'issue' ? one.case : `${one.customer} ${n}`
    if (key !== null) cases.set(key, [...(cases.get(key) ?? []), one])
  }
  const paths = new Map<string, { cases: number; customers: Set<string>; interactions: number }>()
  const follows = new Map<string, number>()
  for (const rows of cases.values()) {
    const stops = rows.map(({ activity }) => activity).filter((name, i, all) => name !== all[i - 1])
    const found = paths.get(stops.join(' > ')) ?? { cases: 0, customers: new Set<string>(), interactions: 0 }
    found.cases++
    found.customers.add(rows[0]?.customer ?? '')
    found.interactions += rows.length
    paths.set(stops.join(' > '), found)
    for (const pair of new Set(stops.slice(1).map((stop, i) => `${stops[i] ?? ''} > ${stop}`))) follows.set(pair, (follows.get(pair) ?? 0) + 1)
  }
  return { paths: Object.fromEntries([...paths].map(([path, found]) => [path, { ...found, customers: found.customers.size }])), follows: Object.fromEntries(follows), cases: cases.size }
}

/** The same from the reports; a map with every activity on it shows who directly followed whom. */
async function reported(ctx: OrgCtx, per: 'issue' | number): Promise<Counted> {
  const asked = per === 'issue' ? { per } : { per: 'window' as const, gap_days: per }
  const { rows, statistics } = await answerReport(ctx, 'journey-paths', asked)
  const away = await answerReport(ctx, 'journey-deviations', { ...asked, journey: 'all' })
  return {
    paths: Object.fromEntries(rows.map(({ path, cases, customers, interactions }) => [path, { cases, customers, interactions }])),
    follows: Object.fromEntries(away.rows.filter(({ kind }) => kind === 'next').map(({ touchpoint, to, cases }) => [`${touchpoint} > ${to}`, cases])), cases: Number(statistics.cases),
  }
}

const mapOfAll = (ctx: OrgCtx, activities: readonly string[]) => createJourney(ctx, { name: 'All', map: { phases: [{ id: 'p', name: 'All', when: 'during' }], steps: activities.map((touchpoint, i) => ({ id: `s${i}`, phase: 'p', name: touchpoint, touchpoint, child: null })), lanes: [], cells: [] } })

const ACTIVITIES = ['register', 'check', 'ask_back', 'decide', 'pay', 'reject'] as const
/** Minutes from UTC of those who write the log: the same instant reads differently on every desk. */
const OFFSETS = [0, 60, 345, -300]

/** A log in the columns of XES: cases interleaved, lines in no order, each desk with its own offset, some lines twice. */
function xes(): { text: string; events: Event[] } {
  let state = 20_260_105
  const next = (n: number) => { state = (state * 48_271) % 2_147_483_647; return state % n }
  const events: Event[] = []
  for (let c = 0; c < 400; c++) {
    let at = Date.parse('2026-01-05T06:00:00Z') + next(60 * 24) * 3_600_000
    const walk = ['register', ...Array.from({ length: next(4) }, () => ['check', 'ask_back'][next(2)] ?? 'check'), 'decide', ...(next(5) > 0 ? [next(3) > 0 ? 'pay' : 'reject'] : [])]
    walk.forEach((activity, i) => {
      at += (1 + next(40)) * 3_600_000 + c * 1000 + i
      events.push({ id: `e${c}-${i}`, customer: `k${next(250)}-${c % 7}`.slice(0, 4), case: `case ${c}`, activity, at })
    })
  }
  // A case is one customer's.
  for (const one of events) one.customer = events.find((other) => other.case === one.case)?.customer ?? one.customer
  const line = (one: Event, offset: number) => {
    const local = new Date(one.at + offset * 60_000).toISOString().replace('Z', '')
    const [sign, far] = [offset < 0 ? '-' : '+', Math.abs(offset)]
    return `"${one.case}";"${one.activity.replace('_', ' ')}";${next(2) ? local : local.replace('T', ' ')}${offset === 0 ? 'Z' : `${sign}${String(Math.floor(far / 60)).padStart(2, '0')}:${String(far % 60).padStart(2, '0')}`};desk ${offset};${one.customer};${one.id}`
  }
  const lines = events.map((one) => line(one, OFFSETS[next(OFFSETS.length)] ?? 0))
  const twice = lines.filter((_, i) => i % 97 === 0)
  const mixed = [...lines, ...twice].map((text) => ({ text, key: next(1_000_000) })).toSorted((a, b) => a.key - b.key).map(({ text }) => text)
  return { text: ['case:concept:name;concept:name;time:timestamp;org:resource;customer;event', ...mixed].join('\r\n'), events }
}

const XES = { source: 'log', dialect: { delimiter: ';', header: true }, rows: [{ entity: 'interaction', fields: {
  id: { column: 'event' }, customer: { column: 'customer' }, issue: { column: 'case:concept:name' }, touchpoint: { column: 'concept:name' }, occurred_at: { column: 'time:timestamp' }, handled_by: { column: 'org:resource' }, channel: { const: 'web' }, direction: { const: 'contact' },
} }] }

describe('an event log in the columns of XES, offsets and order mixed', () => {
  test('has the variants and the directly-follows counts that its lines have', async () => {
    const { ctx } = await testOrganisation(db)
    const { text, events } = xes()
    const brought = await importer(ctx, TEST_NOW).bring(text, XES, 'log.csv')
    expect(brought).toMatchObject({ state: 'done', accepted: events.length, rejected: 0 })
    expect(brought.duplicates).toBeGreaterThan(10)
    await mapOfAll(ctx, ACTIVITIES)
    for (const per of ['issue', 7] as const) {
      const by = countedBy(events, per)
      expect(Object.keys(by.paths).length).toBeGreaterThan(20)
      expect(await reported(ctx, per)).toEqual(by)
    }
  })
})

describe.skipIf(!existsSync(RETAIL))('invoices of a real shop as a log of buying and cancelling (needs ../shared/data)', () => {
  test('their paths are those counted over the file', async () => {
    const { ctx } = await testOrganisation(db, { timezone: 'Europe/London' })
    const file = readFileSync(RETAIL)
    const brought = await importer(ctx, TEST_NOW).bring(file, { source: 'shop', timezone: 'Europe/London', rows: [{ entity: 'interaction', fields: {
      id: { column: 'InvoiceNo' }, customer: { column: 'customer_id' }, occurred_at: { column: 'timestamp' }, touchpoint: { column: 'type' }, channel: { const: 'web' }, direction: { const: 'contact' },
    } }] }, 'invoices.csv')
    expect(brought).toMatchObject({ state: 'done', accepted: 22_190, rejected: 0 })
    await mapOfAll(ctx, ['purchase', 'cancellation'])
    const [head = '', ...lines] = file.toString('utf8').trim().split(/\r?\n/u)
    const at = Object.fromEntries(head.split(',').map((name, i) => [name, i]))
    const londonSummer = (text: string) => text >= '2011-03-27 01:00:00' && text < '2011-10-30 02:00:00'
    const events = lines.map((row): Event => {
      const of = (name: string) => row.split(',')[at[name] ?? -1] ?? ''
      const local = of('timestamp')
      return { id: of('InvoiceNo'), customer: of('customer_id'), case: null, activity: of('type'), at: Date.parse(`${local.replace(' ', 'T')}Z`) - (londonSummer(local) ? 3_600_000 : 0) }
    })
    for (const gap of [7, 60]) expect(await reported(ctx, gap)).toEqual(countedBy(events, gap))
  }, 180_000)
})
