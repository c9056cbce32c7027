import { describe, expect, test } from 'vitest'
import { EXAMPLE_MAPPINGS } from '@/server/domain/mapping/examples'
import { RECORD_KINDS } from '@/db/vocabulary'
import { RECORD_FIELDS } from '@/server/domain/mapping/fields'
import { mappingSchema } from './mapping'
import { recordSchemas } from './records'

const faults = (input: unknown): string[] => {
  const result = mappingSchema.safeParse(input)
  return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}
const one = (fields: object, more: object = {}): unknown => ({ rows: [{ entity: 'transaction', fields: { id: { column: 1 }, ...fields } }], ...more })

test.each(EXAMPLE_MAPPINGS.map(({ name, mapping }) => [name, mapping]))('the example %s is one', (_, mapping) => {
  expect(faults(mapping)).toEqual([])
})

test.each(RECORD_KINDS)('%s: a mapping may fill every field that the API takes', (kind) => {
  expect([...Object.keys(RECORD_FIELDS[kind]), 'attributes'].sort()).toEqual(Object.keys(recordSchemas[kind].shape).sort())
})

describe('refused', () => {
  test.each<[string, unknown, string]>([
    ['an unknown key', one({}, { colour: 1 }), 'Unrecognized key: "colour"'],
    ['an unknown key of a source', one({ amount: { column: 'a', colum: 1 } }), 'Unrecognized key: "colum"'],
    ['an unknown entity', { rows: [{ entity: 'sale', fields: {} }] }, 'rows.0.entity'],
    ['a field of another record', one({ mood: { const: 1 } }), 'is not a field of transaction'],
    ['a field that every object has', one({ constructor: { const: 1 } }), 'is not a field of transaction'],
    ['no id', { rows: [{ entity: 'issue', fields: { title: { column: 1 } } }] }, 'every issue needs one'],
    ['two sources', one({ amount: { column: 'a', const: 1 } }), 'exactly one of column, const and row'],
    ['no source', one({ amount: {} }), 'exactly one of column, const and row'],
    ['row: false', one({ amount: { row: false } }), 'rows.0.fields.amount.row'],
    ['column 0', one({ amount: { column: 0 } }), 'rows.0.fields.amount.column'],
    ['a wrong time format', one({ occurred_at: { column: 'a', format: 'YYYY-MM-DD' } }), '"YYYY"'],
    ['a time format on a number', one({ amount: { column: 'a', format: 'yyyy' } }), 'is not a number format'],
    ['a format on text', one({ kind: { column: 'a', format: 'yyyy-MM-dd' } }), 'takes no format'],
    ['a wrong zone', one({}, { timezone: 'Mars/Olympus' }), '"Mars/Olympus" is not a time zone'],
    ['a wrong delimiter', one({}, { dialect: { delimiter: 'x' } }), 'dialect.delimiter'],
    ['a span without unit', { rows: [{ entity: 'issue', fields: { id: { row: true }, opened_at: { column: 1 }, resolved_at: { column: 2, since: 'opened_at' } } }] }, '"since" needs a format'],
    ['a span of itself', { rows: [{ entity: 'issue', fields: { id: { row: true }, resolved_at: { column: 2, since: 'resolved_at', format: 'days' } } }] }, '"since" joins a time field'],
    ['no rows', { rows: [] }, 'rows'],
  ])('%s', (_, input, reason) => {
    expect(faults(input).join('\n')).toContain(reason)
  })
})

test('a tab may be written as backslash and t', () => {
  expect(mappingSchema.parse(one({}, { dialect: { delimiter: '\\t' } })).dialect?.delimiter).toBe('\t')
})
