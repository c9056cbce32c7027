import { expect, test } from 'vitest'
import { sniff } from '@/server/domain/csv/sniff'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { parseMapping } from '@/server/schemas/mapping'
import { addEntity, columnOf, columnRef, fits, removeEntity, removeField, setField, unfilled } from './mend'

const mapping: Mapping = { rows: [{ entity: 'issue', fields: { id: { column: 'id' }, customer: { column: 'who' }, opened_at: { column: 'at' }, resolved_at: { column: 'days', since: 'opened_at', format: 'days' } } }] }
const found = sniff(Buffer.from('id,who,at,days,x,x\n1,a,2026-01-01,3,p,q\n2,b,2026-01-02,4,p,q\n'), { header: true })
const columns = found.ok ? found.sniff.columns : []

test('a field goes with what was counted from it, and the mapping it came from stays as it was', () => {
  const without = removeField(mapping, 0, 'opened_at')
  expect(Object.keys(without.rows[0]?.fields ?? {})).toEqual(['id', 'customer'])
  expect(Object.keys(mapping.rows[0]?.fields ?? {})).toHaveLength(4)
  expect(setField(mapping, 0, 'title', { const: 'x' }).rows[0]?.fields.title).toEqual({ const: 'x' })
  expect(unfilled(mapping.rows[0] ?? { entity: 'issue', fields: {} })).not.toContain('id')
})

test('another record takes what the row says already', () => {
  const two = addEntity(mapping, 'interaction')
  expect(two.rows[1]?.fields).toMatchObject({ id: { column: 'id' }, customer: { column: 'who' }, occurred_at: { column: 'at' }, channel: { const: '' } })
  expect(() => parseMapping(two)).not.toThrow()
  expect(removeEntity(two, 0).rows.map((row) => row.entity)).toEqual(['interaction'])
})

test('columns by name where it is the only one, else by number', () => {
  expect(columns.map((column) => columnRef(columns, column))).toEqual(['id', 'who', 'at', 'days', 5, 6])
  expect(columnOf(columns, 6)?.number).toBe(6)
  expect(columnOf(columns, 'nope')).toBeUndefined()
  expect(fits(mapping, columns)).toBe(true)
  expect(fits(setField(mapping, 0, 'title', { column: 'nope' }), columns)).toBe(false)
})
