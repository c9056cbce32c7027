import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRow, defuse, restore } from './cell'
import { rejectsDialect } from './dialect'
import { rejectHeader, rejectRow } from './reject-csv'

test('defuses what a spreadsheet would run, and nothing else', () => {
  for (const cell of ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', "'=1", '-', '+44 20 7946']) expect(defuse(cell)).toBe(`'${cell}`)
  for (const cell of ['', 'a=b', '-12.50', '+3', '1e5', '-.5', "O'Neill", "'tis"]) expect(defuse(cell)).toBe(cell)
})

test('is undone exactly', () => {
  const text = fc.oneof(fc.string(), fc.array(fc.constantFrom("'", '=', '-', '1', '@', '\t')).map((parts) => parts.join('')))
  fc.assert(fc.property(text, (cell) => void expect(restore(defuse(cell))).toBe(cell)))
})

test('rows of any cells come back through csv-parse', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 5 }), (cells) => {
      const [back]: string[][] = parse(csvRow(cells), { record_delimiter: '\r\n' })
      expect(back?.map(restore)).toEqual(cells)
    }),
  )
})

test('a file of refused rows', () => {
  const header = ['id', 'when']
  expect(rejectHeader(header, 2)).toBe('_reason,_source,_row,id,when\r\n')
  expect(rejectHeader(null, 2)).toBe('_reason,_source,_row,1,2\r\n')
  const reject = { reasons: ['when: is no time', 'id: is missing'], source: 'shop', row: 7, cells: ['', '=2, or 3'] }
  expect(rejectRow(reject, header)).toBe(`when: is no time; id: is missing,shop,7,,"'=2, or 3"\r\n`)
  const again = ['_reason', '_source', '_row', ...header]
  expect(rejectHeader(again, 5)).toBe('_reason,_source,_row,id,when\r\n')
  expect(rejectRow({ ...reject, reasons: ['still'], cells: ['old', 'shop', '7', 'a', 'b'] }, again)).toBe('still,shop,7,a,b\r\n')
})

test('is known by its first line, also when a spreadsheet saved it', () => {
  expect(rejectsDialect('_reason,_source,_row,id')?.delimiter).toBe(',')
  expect(rejectsDialect('"_reason";"_source";"_row";"id"')?.delimiter).toBe(';')
  expect(rejectsDialect('id,source,row')).toBeNull()
})
