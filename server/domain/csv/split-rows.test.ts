import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Delimiter } from './dialect'
import { RowSplitter, type SplitRow } from './split-rows'

function split(text: string, delimiter: Delimiter = ',', pieces: number[] = [], limits?: { cell: number; row: number }): SplitRow[] {
  const splitter = new RowSplitter({ delimiter, quote: '"' }, limits)
  const rows: SplitRow[] = []
  let from = 0
  for (const length of pieces) {
    rows.push(...splitter.push(text.slice(from, from + length)))
    from += length
  }
  rows.push(...splitter.push(text.slice(from)), ...splitter.end())
  return rows
}
const cells = (rows: SplitRow[]): string[][] => rows.map((row) => row.cells)

describe('against csv-parse', () => {
  const cell = fc.oneof(fc.constantFrom('', 'a', '1.5', 'x,y', 'say "no"', 'two\nlines', 'cr\rlf\r\n', '"', ';', ' '), fc.string())
  const breaks = fc.constantFrom('\n', '\r\n', '\r')
  const quoteIt = (value: string, force: boolean): string => (force || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

  test('the same cells, however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1, maxLength: 4 })), breaks, fc.array(fc.nat({ max: 9 })), fc.boolean(), (rows, end, pieces, last) => {
        const text = rows.map((row) => row.map(([value, force]) => quoteIt(value.replaceAll('\uFFFF', ''), force)).join(',')).join(end) + (last ? end : '')
        const reference: string[][] = parse(text, { record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, skip_empty_lines: true })
        expect(cells(split(text, ',', pieces))).toEqual(reference)
      }),
      { numRuns: 1000 },
    )
  })

  test('any text at all: rows never differ where csv-parse accepts it, and lines where it does not are named', () => {
    const soup = fc.array(fc.constantFrom('"', '""', ',', '\n', '\r\n', 'a', 'b ', '\r'), { maxLength: 25 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(soup, fc.array(fc.nat({ max: 5 })), (text, pieces) => {
        const rows = split(text, ',', pieces)
        expect(rows).toEqual(split(text))
        let reference: string[][]
        try {
          reference = parse(text, { record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, skip_empty_lines: true })
        } catch {
          expect(rows.some((row) => row.problem !== null)).toBe(true)
          return
        }
        expect(rows.every((row) => row.problem === null)).toBe(true)
        expect(cells(rows)).toEqual(reference)
      }),
      { numRuns: 3000 },
    )
  })
})

test('lines are those of the file, blank ones and those within quotes counted', () => {
  expect(split('a,b\n\n"1\r\n2",3\r\n4,5').map((row) => row.line)).toEqual([1, 3, 5])
})

test('a stray quote costs its own row only', () => {
  const rows = split('1,a\n2,5" pipe\n3,"open\n4,d\n5,"fine"\n6,"x"y\n7,g\n8,"never')
  expect(rows.map((row) => [row.line, row.problem?.replace(/:.*/, '') ?? row.cells.join('|')])).toEqual([
    [1, '1|a'],
    [2, 'a quote in the middle of column 2'],
    [3, 'text after the closing quote of column 2'],
    [4, '4|d'],
    [5, '5|fine'],
    [6, 'text after the closing quote of column 2'],
    [7, '7|g'],
    [8, 'the quote opened in column 2 is never closed'],
  ])
  expect(rows[1]?.cells).toEqual(['2', '5" pipe'])
})

test('NUL bytes, long cells and long rows are named and skipped', () => {
  const limits = { cell: 10, row: 30 }
  const long = 'x'.repeat(11)
  const text = `a,b\nc\0,d\n${long},e\nf,"${long}"\n${'y,'.repeat(40)}\ng,h\n"${'z'.repeat(50)}\n`
  const expected = [
    [1, null],
    [2, 'a NUL byte in column 1'],
    [3, 'a cell longer than 10 characters'],
    [4, 'a cell longer than 10 characters'],
    [5, 'a row longer than 30 characters'],
    [6, null],
    [7, 'a quote that is never closed'],
  ]
  const pieces = Array.from({ length: 60 }, () => 5)
  for (const rows of [split(text, ',', [], limits), split(text, ',', pieces, limits)]) {
    expect(rows.map((row) => row.line)).toEqual(expected.map(([line]) => line))
    rows.slice(0, 6).forEach((row, i) => expect(row.problem).toBe(expected[i]?.[1]))
    expect(rows[6]?.problem).toContain('never closed')
  }
})

test('whitespace: runs of blanks and tabs, leading ones ignored', () => {
  expect(cells(split(' 00004 0001 19970101  2   29.33\r\n\t00004\t0001 19970118  2   29.73 \r\n   \r\n', 'whitespace', [7, 9]))).toEqual([
    ['00004', '0001', '19970101', '2', '29.33'],
    ['00004', '0001', '19970118', '2', '29.73'],
  ])
})
