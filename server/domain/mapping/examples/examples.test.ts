import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { parseMapping } from '@/server/schemas/mapping'
import { recordSchemas } from '@/server/schemas/records'
import { RowSplitter } from '../../csv/split-rows'
import { sniff } from '../../csv/sniff'
import { compileMapping, type RawRecord } from '../compile'
import { dialectOf } from '../mapping'
import { EXAMPLE_MAPPINGS } from '.'

const DATA = new URL('../../../../../shared/data/', import.meta.url)

function recordsOf(name: string): RawRecord[] {
  const example = EXAMPLE_MAPPINGS.find((one) => one.name === name)
  if (!example) throw new Error(`no example ${name}`)
  const packed = readFileSync(new URL(example.file, DATA))
  const bytes = example.file.endsWith('.gz') ? gunzipSync(packed) : packed
  const mapping = parseMapping(example.mapping)
  const sniffed = sniff(bytes, dialectOf(mapping))
  if (!sniffed.ok) throw new Error(sniffed.reason)
  const splitter = new RowSplitter(sniffed.sniff.dialect)
  const rows = [...splitter.push(bytes.toString('utf8')), ...splitter.end()].map((row) => row.cells)
  const header = sniffed.sniff.dialect.header ? (rows.shift() ?? []) : null
  const compiled = compileMapping(mapping, header, { organisationZone: 'UTC', fileHash: 'f00d', width: rows[0]?.length })
  if (!compiled.ok) throw new Error(compiled.errors.join('; '))
  return rows.flatMap((cells, i) => {
    const { records, faults } = compiled.read(cells, i + 1)
    if (faults.length > 0) throw new Error(JSON.stringify(faults))
    for (const { kind, raw } of records) recordSchemas[kind].parse(raw)
    return records
  })
}

const count = (values: unknown[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1
  return counts
}

/** Counts and figures: SOURCES.md beside the data. */
describe.skipIf(!existsSync(DATA))('the examples read their files (needs ../shared/data)', () => {
  test('online retail', () => {
    const records = recordsOf('online_retail')
    const of = (kind: string): RawRecord[] => records.filter((record) => record.kind === kind)
    expect([of('transaction').length, of('interaction').length]).toEqual([22_190, 22_190])
    expect(count(of('interaction').map(({ raw }) => raw.touchpoint))).toEqual({ 'Place an order': 18_536, 'Cancel an order': 3_654 })
    expect(new Set(of('transaction').map(({ raw }) => raw.customer)).size).toBe(4_372)
    expect(count(of('transaction').map(({ raw }) => String(raw.occurred_at).slice(0, 7)))).toEqual({
      '2010-12': 1708, '2011-01': 1236, '2011-02': 1202, '2011-03': 1619, '2011-04': 1384, '2011-05': 1849, '2011-06': 1707,
      '2011-07': 1593, '2011-08': 1544, '2011-09': 2078, '2011-10': 2263, '2011-11': 3086, '2011-12': 921,
    })
  })

  test('complaints', () => {
    const records = recordsOf('boa_complaints')
    expect(count(records.map(({ raw }) => raw.channel))).toEqual({
      Web: 45_423, Referral: 10_766, Phone: 4_684, 'Postal mail': 1_318, Fax: 233, 'Web Referral': 90, Email: 2,
    })
    expect(records.filter(({ raw }) => raw.customer !== undefined || raw.anonymous_id === undefined)).toEqual([])
  })

  test('city service requests: 1,681 still open, nothing resolved before it was opened', () => {
    const records = recordsOf('kc311')
    const issues = records.filter(({ kind }) => kind === 'issue')
    expect([issues.length, records.length]).toEqual([4_493, 2 * 4_493])
    expect(issues.filter(({ raw }) => raw.resolved_at === undefined)).toHaveLength(1_681)
    expect(issues.filter(({ raw }) => raw.resolved_at !== undefined && String(raw.resolved_at) < String(raw.opened_at))).toEqual([])
    expect(new Set(issues.map(({ raw }) => raw.customer)).size).toBe(2_534)
  })

  test('city service requests: the day counted is the day the file has, where it has one', () => {
    const lines = readFileSync(new URL('kc311_requests.csv', DATA), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','))
    const closed = new Map(lines.flatMap((cells) => (cells[7] ? [[cells[0], cells[7]]] : [])))
    const issues = recordsOf('kc311').filter(({ kind, raw }) => kind === 'issue' && closed.has(String(raw.id)))
    const day = (at: unknown): string => new Intl.DateTimeFormat('sv', { timeZone: 'America/Chicago' }).format(new Date(String(at)))
    expect(issues.filter(({ raw }) => day(raw.resolved_at) !== closed.get(String(raw.id)))).toEqual([])
  })

  test('CDNOW', () => {
    const records = recordsOf('cdnow')
    expect(records).toHaveLength(6_919)
    expect(new Set(records.map(({ raw }) => raw.customer)).size).toBe(2_357)
    expect(records.filter(({ raw }) => raw.amount === 0)).toHaveLength(8)
    expect(records[0]).toEqual({
      kind: 'transaction', source: 'f00d',
      raw: { id: '1', customer: '0001', occurred_at: '1997-01-01T00:00:00.000Z', amount: 29.33, currency: 'USD', attributes: { master_id: '00004', cds: 2 } },
    })
  })

  test('no two files share a customer: one organisation may take them all', () => {
    const of = (name: string) => new Set(recordsOf(name).flatMap(({ raw }) => (raw.customer === undefined ? [] : [String(raw.customer)])))
    const [shop, calls, discs] = [of('online_retail'), of('kc311'), of('cdnow')]
    expect([...discs].filter((id) => shop.has(id) || calls.has(id))).toEqual([])
    expect([...calls].filter((id) => shop.has(id))).toEqual([])
  })

  test('Iranian churn: equal rows stay different customers', () => {
    const records = recordsOf('iranian_churn')
    expect(new Set(records.map(({ raw }) => raw.id)).size).toBe(3_150)
    const attributes = records.map(({ raw }) => raw.attributes as Record<string, unknown>)
    expect(count(attributes.map(({ churn }) => churn))).toEqual({ no: 2_655, yes: 495 })
    expect(attributes[0]).toMatchObject({ tenure_months: 38, call_failures: 8, customer_value: 197.64 })
  })
})
