import { describe, expect, test } from 'vitest'
import { compileMapping, type CompileOptions, type ReadRow } from './compile'
import type { FieldSource, Mapping, MappedEntity } from './mapping'

const options: CompileOptions = { organisationZone: 'Europe/London', fileHash: 'f00d' }
const header = ['id', 'who', 'when', 'how much', 'kind', 'kind']

function read(mapping: Mapping, cells: string[], row = 1, names: string[] | null = header): ReadRow {
  const compiled = compileMapping(mapping, names, options)
  if (!compiled.ok) throw new Error(compiled.errors.join('; '))
  return compiled.read(cells, row)
}
function errors(mapping: Mapping, names: string[] | null = header, width?: number): string[] {
  const compiled = compileMapping(mapping, names, { ...options, width })
  return compiled.ok ? [] : compiled.errors
}
const transaction = (fields: Record<string, FieldSource>, more: Partial<MappedEntity> = {}): Mapping => ({
  rows: [{ entity: 'transaction', fields: { id: { column: 'id' }, ...fields }, ...more }],
})

test('one row gives several records, times in their zone, attributes nested, empty cells absent', () => {
  const mapping: Mapping = {
    source: 'shop',
    timezone: 'America/New_York',
    rows: [
      { entity: 'transaction', fields: { id: { column: 'id' }, customer: { column: 2 }, occurred_at: { column: 'when' }, amount: { column: 'how much' }, 'attributes.kind': { column: 5 } } },
      { entity: 'interaction', fields: { id: { column: 'id' }, customer: { column: 'who' }, occurred_at: { column: 'when', timezone: 'UTC' }, channel: { const: 'web' }, mood: { const: -1 } } },
    ],
  }
  expect(read(mapping, ['1', ' c7 ', '2021-06-01 10:00', '1,234.50', '', ''])).toEqual({
    source: 'shop',
    row: 1,
    faults: [],
    records: [
      { kind: 'transaction', source: 'shop', raw: { id: '1', customer: 'c7', occurred_at: '2021-06-01T14:00:00.000Z', amount: 1234.5 } },
      { kind: 'interaction', source: 'shop', raw: { id: '1', customer: 'c7', occurred_at: '2021-06-01T10:00:00.000Z', channel: 'web', mood: -1 } },
    ],
  })
})

test('a field that cannot be read costs its record and names column and reason; the other record stands', () => {
  const mapping: Mapping = {
    rows: [
      { entity: 'transaction', fields: { id: { column: 'id' }, amount: { column: 'how much' }, occurred_at: { column: 'when' } } },
      { entity: 'customer', fields: { id: { column: 'who' } } },
    ],
  }
  const { records, faults } = read(mapping, ['1', 'c', '2021-03-28 01:30', '1e400', '', ''])
  expect(records).toEqual([{ kind: 'customer', source: 'default', raw: { id: 'c' } }])
  expect(faults).toEqual([
    { kind: 'transaction', field: 'amount', column: 'how much', reason: '"1e400" is too large a number' },
    { kind: 'transaction', field: 'occurred_at', column: 'when', reason: '2021-03-28 01:30 does not exist in Europe/London: clocks were set forward over it' },
  ])
  for (const amount of ['NaN', 'Infinity', '1,234', 'x']) expect(read(transaction({ amount: { column: 4 } }), ['1', '', '', amount]).faults).toHaveLength(1)
})

test('values, formats and lists', () => {
  const fields: Record<string, FieldSource> = {
    kind: { column: 5, values: { P: 'purchase', X: null } },
    amount: { column: 4, format: '1.234,56', values: { free: 0 } },
    'attributes.n': { column: 2, format: 'number' },
    'attributes.day': { column: 3, format: 'dd/MM/yyyy', timezone: 'UTC' },
    'attributes.flag': { const: true },
    'attributes.raw': { column: 6 },
  }
  expect(read(transaction(fields), ['1', '2.5', '31/01/2021', '1.234', 'P', '007']).records[0]?.raw).toEqual({
    id: '1', kind: 'purchase', amount: 1234, attributes: { n: 2.5, day: '2021-01-31T00:00:00.000Z', flag: true, raw: '007' },
  })
  expect(read(transaction(fields), ['1', '', '', 'free', 'X', '']).records[0]?.raw).toEqual({ id: '1', amount: 0, attributes: { flag: true } })
  const asked: Mapping = { rows: [{ entity: 'interaction', fields: { id: { column: 1 }, asked_for: { column: 2 } } }] }
  expect(read(asked, ['1', 'name; address']).records[0]?.raw).toEqual({ id: '1', asked_for: ['name', 'address'] })
})

test('where takes one value or several', () => {
  const rows = (where: MappedEntity['where']): number => read(transaction({}, { where }), ['1', 'c', '', '', 'sale', '2']).records.length
  expect([rows({ who: 'c' }), rows({ who: 'd' }), rows({ who: ['d', 'c'] }), rows({ who: 'c', id: 2 }), rows({ id: 1 })]).toEqual([1, 0, 1, 0, 1])
})

describe('row numbers as ids', () => {
  const numbered: Mapping = { rows: [{ entity: 'customer', fields: { id: { row: true } } }, { entity: 'transaction', fields: { id: { row: true }, customer: { row: true } } }] }
  test('the source is the file, and customers carry it in their id', () => {
    expect(read(numbered, [], 3, ['a']).records).toEqual([
      { kind: 'customer', source: 'f00d', raw: { id: 'f00d:3' } },
      { kind: 'transaction', source: 'f00d', raw: { id: '3', customer: 'f00d:3' } },
    ])
    expect(read({ ...numbered, source: 'crm' }, [], 3, ['a']).records[0]).toEqual({ kind: 'customer', source: 'crm', raw: { id: 'crm:3' } })
  })

  test('a refused row that comes back is the same row of the same source, its cells as they were', () => {
    const mapping: Mapping = { rows: [{ entity: 'customer', fields: { id: { row: true }, name: { column: 2 } } }] }
    const back = ['_reason', '_source', '_row', 'a', 'b']
    expect(read(mapping, ['bad', 'beef', '17', 'x', "'=me"], 1, back)).toEqual({
      source: 'beef', row: 17, faults: [], records: [{ kind: 'customer', source: 'beef', raw: { id: 'beef:17', name: '=me' } }],
    })
    expect(read(mapping, ['bad', 'beef', 'seventeen', 'x', 'y'], 1, back).faults[0]?.reason).toContain('not the number of a row')
    expect(read(transaction({ amount: { column: 2 } }), ['', 's', '4', 'i', '5'], 1, ['_reason', '_source', '_row', 'id', 'n']).records[0]).toEqual(
      { kind: 'transaction', source: 's', raw: { id: 'i', amount: 5 } },
    )
    expect(errors({ rows: [{ entity: 'customer', fields: { id: { column: 3 } } }] }, back)).toEqual(['rows[0] customer.id: there is no column 3: the file has 2'])
  })
})

test('a length of time counts from another field, in days of the zone', () => {
  const issue = (format: string): Mapping => ({
    timezone: 'America/Chicago',
    rows: [{ entity: 'issue', fields: { id: { column: 1 }, opened_at: { column: 2 }, resolved_at: { column: 3, since: 'opened_at', format } } }],
  })
  expect(read(issue('days'), ['1', '2020-03-07 12:59', '2']).records[0]?.raw).toMatchObject({ resolved_at: '2020-03-09T17:59:00.000Z' })
  expect(read(issue('hours'), ['1', '2020-03-07 12:00', '1.5']).records[0]?.raw).toMatchObject({ resolved_at: '2020-03-07T19:30:00.000Z' })
  expect(read(issue('days'), ['1', '2020-03-07 12:59', '']).records[0]?.raw).toEqual({ id: '1', opened_at: '2020-03-07T18:59:00.000Z' })
  for (const days of ['-1', 'x', '1e8']) expect(read(issue('days'), ['1', '2020-03-07 12:59', days]).faults).toHaveLength(1)
})

test('mappings that do not fit the file', () => {
  expect(errors(transaction({ amount: { column: 'amount' } }))).toEqual([
    'rows[0] transaction.amount: there is no column "amount"; the file has "id", "who", "when", "how much", "kind", "kind"',
  ])
  expect(errors(transaction({ kind: { column: 'kind' } }))[0]).toContain('2 columns "kind": name one by its number')
  expect(errors(transaction({ kind: { column: 7 } }))[0]).toContain('there is no column 7: the file has 6')
  expect(errors(transaction({}, { where: { nothing: 'x' } }))[0]).toContain('where: there is no column "nothing"')
  expect(errors(transaction({ amount: { const: 'much' } }))[0]).toContain('"much" is not a number')
  expect(errors(transaction({}), null)[0]).toContain('the file has no header')
  expect(errors({ rows: [{ entity: 'customer', fields: { id: { column: 6 } } }] }, null, 5)[0]).toContain('no column 6: the file has 5')
  expect(errors({ rows: [{ entity: 'customer', fields: { id: { column: 'a b' } } }] }, ['a  b'])).toEqual([])
})
