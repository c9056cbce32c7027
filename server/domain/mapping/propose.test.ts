import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { mappingSchema } from '@/server/schemas/mapping'
import { RowSplitter } from '../csv/split-rows'
import { sniff } from '../csv/sniff'
import { compileMapping } from './compile'
import { propose, type Proposal } from './propose'

function of(bytes: Uint8Array): Proposal {
  const result = sniff(bytes)
  if (!result.ok) throw new Error(result.reason)
  const proposal = propose(result.sniff)
  expect(mappingSchema.safeParse(proposal.mapping).error).toBeUndefined()
  return proposal
}
const rows = (header: string, row: (i: number) => string): Proposal =>
  of(Buffer.from(`${header}\n${Array.from({ length: 60 }, (_, i) => row(i)).join('\n')}`))
const shape = ({ mapping }: Proposal): Record<string, unknown> =>
  Object.fromEntries(mapping.rows.map(({ entity, fields }) => [entity, Object.fromEntries(Object.entries(fields).map(([field, from]) => [field, 'column' in from ? from.column : 'row' in from ? 'row' : from.const]))]))
const day = (i: number): string => `2021-03-${String((i % 28) + 1).padStart(2, '0')}`

describe('kinds of files', () => {
  test('orders', () => {
    const found = rows('Order ID;Customer ID;Order Date;Total;Currency', (i) => `o${i};c${i % 7};${(i % 28) + 1}/3/2021 9:05;${i},50;EUR`)
    expect(shape(found)).toEqual({ transaction: { id: 'Order ID', customer: 'Customer ID', occurred_at: 'Order Date', amount: 'Total', currency: 'Currency' } })
    expect(found.mapping.rows[0]?.fields.occurred_at).toMatchObject({ format: 'd/M/yyyy H:mm' })
    expect(found.questions).toEqual([])
  })
  test('tickets', () => {
    expect(shape(rows('ticket_number,requester,created,closed_at,channel,category', (i) => `${9000 + i},u${i % 9}x,${day(i)} 10:00,${day(i)} 12:00,email,billing`))).toMatchObject({
      issue: { id: 'ticket_number', customer: 'requester', opened_at: 'created', resolved_at: 'closed_at', touchpoint: 'category' },
      interaction: { id: 'ticket_number', issue: 'ticket_number', occurred_at: 'created', channel: 'channel', touchpoint: 'category' },
    })
  })
  test('survey answers', () => {
    const found = rows('response_id,customer_id,date,nps,comment', (i) => `r${i},c${i},${day(i)},${i % 11},so it was ${i} times`)
    expect(shape(found)).toEqual({ response: { id: 'response_id', customer: 'customer_id', occurred_at: 'date', score: 'nps', comment: 'comment', survey: 'nps' } })
  })
  test('a customer list', () => {
    expect(shape(rows('customer_id,name,email,joined,plan', (i) => `c${i},Ann ${i} Lee,a${i}@x.org,${day(i)},basic`))).toEqual({
      customer: { id: 'customer_id', name: 'name', email: 'email', acquired_at: 'joined', 'attributes.plan': 'plan' },
    })
  })
  test('events, fields by their own names only where they hold what the field takes', () => {
    const found = rows('event_id,user_id,timestamp,event,channel,direction,result,duration_s', (i) => `e${i},u${i % 5},${day(i)}T10:00:00Z,login,app,lookup,good,${i}`)
    expect(shape(found)).toEqual({
      interaction: { id: 'event_id', customer: 'user_id', occurred_at: 'timestamp', touchpoint: 'event', channel: 'channel', direction: 'direction', duration_s: 'duration_s', 'attributes.result': 'result' },
    })
  })
  test('asks what only a person can know', () => {
    expect(rows('id,when,amount', (i) => `${i}x,0${(i % 9) + 1}/0${(i % 8) + 1}/2021,${i}.5`).questions).toEqual([
      expect.stringContaining('"dd/MM/yyyy" and "MM/dd/yyyy" fit equally well'),
      expect.stringContaining('No column names the customer'),
      expect.stringContaining('No column says the currency'),
    ])
  })
})

const DATA = new URL('../../../../shared/data/', import.meta.url)
describe.skipIf(!existsSync(DATA))('the public files (needs ../shared/data)', () => {
  test.each([
    ['online_retail_invoices.csv', { transaction: { id: 'InvoiceNo', customer: 'customer_id', occurred_at: 'timestamp', amount: 'amount', kind: 'type' } }],
    ['boa_complaints.csv.gz', { interaction: { id: 'Complaint ID', anonymous_id: 'Complaint ID', channel: 'Submitted via', touchpoint: 'Issue' } }],
    ['kc311_requests.csv', { issue: { id: 'case_id', customer: 'place_hash', opened_at: 'created_at', resolved_at: 'days_to_close' }, interaction: { channel: 'source', touchpoint: 'request_type', issue: 'case_id' } }],
    ['cdnow_sample.txt', { transaction: { id: 'row', customer: 1, occurred_at: 3, amount: 5 } }],
    ['iranian_churn.csv', { customer: { id: 'row', 'attributes.subscription_length': 'Subscription  Length' } }],
  ])('%s: proposed, and every row reads without a fault', (name, expected) => {
    const packed = readFileSync(new URL(name, DATA))
    const bytes = name.endsWith('.gz') ? gunzipSync(packed) : packed
    const { mapping } = of(bytes)
    expect(shape({ mapping, reasons: [], questions: [] })).toMatchObject(expected)
    const splitter = new RowSplitter({ delimiter: mapping.dialect?.delimiter ?? ',', quote: '"' })
    const all = [...splitter.push(bytes.toString('utf8')), ...splitter.end()].map(({ cells }) => cells)
    const header = mapping.dialect?.header ? (all.shift() ?? []) : null
    const compiled = compileMapping(mapping, header, { organisationZone: 'UTC', fileHash: 'f00d', width: all[0]?.length })
    expect(compiled.ok ? all.flatMap((cells, i) => compiled.read(cells, i + 1).faults) : compiled.errors).toEqual([])
  })
})
