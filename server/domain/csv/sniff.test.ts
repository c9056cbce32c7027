import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { guessColumn } from './guess-column'
import { sniff, type Sniff } from './sniff'

const of = (text: string | Uint8Array): Sniff => {
  const result = sniff(typeof text === 'string' ? Buffer.from(text) : text)
  if (!result.ok) throw new Error(result.reason)
  return result.sniff
}
const rows = (separator: string, count = 5): string =>
  Array.from({ length: count }, (_, i) => [`c${i}`, `2021-03-0${i + 1} 10:00`, `${i}.50`, 'web'].join(separator)).join('\n')

describe('layout', () => {
  test.each([',', ';', '\t', '|'] as const)('delimiter %j with a header', (delimiter) => {
    const found = of(`id${delimiter}when${delimiter}amount${delimiter}channel\n${rows(delimiter)}`)
    expect(found.dialect).toEqual({ delimiter, header: true, quote: '"', encoding: 'utf-8' })
    expect(found.columns.map((column) => column.guess.kind)).toEqual(['id', 'time', 'number', 'enum'])
    expect(found.rows).toHaveLength(5)
  })

  test('no header', () => expect(of(rows(';')).dialect).toMatchObject({ delimiter: ';', header: false }))
  test('a single column', () => expect(of('customer\nc1\nc2').dialect).toMatchObject({ delimiter: ',', header: true }))
  test('commas within quotes and free text do not mislead', () => {
    expect(of('id;text\n1;"a, b, c"\n2;"d, e"\n3;f, g, h').dialect.delimiter).toBe(';')
    expect(of('first name,last name\nAnn Mary,Lee Ho\nBo Jim,Ray Day').dialect.delimiter).toBe(',')
  })
  test('encodings', () => {
    expect(of(Buffer.from('name,n\nJos\xe9,1', 'latin1')).dialect.encoding).toBe('latin-1')
    expect(of(Buffer.from('\uFEFFname,n\nJosé,1', 'utf16le'))).toMatchObject({ bom: 2, dialect: { encoding: 'utf-16le' } })
    const marked = of('\uFEFFname,n\nJosé,1')
    expect([marked.bom, marked.columns[0]?.name]).toEqual([3, 'name'])
  })
  test('a file of refused rows is what it is, whatever the mapping says of the first file', () => {
    const result = sniff(Buffer.from('_reason,_source,_row,1,2\nno,shop,4,"é, a",b'), { delimiter: 'whitespace', header: false, encoding: 'latin-1', quote: null })
    expect(result.ok && result.sniff).toMatchObject({ dialect: { delimiter: ',', header: true, quote: '"', encoding: 'utf-8' }, rows: [['no', 'shop', '4', 'é, a', 'b']] })
  })
  test('nothing to read', () => {
    for (const bytes of ['', '\n\n', '\uFEFF']) expect(sniff(Buffer.from(bytes))).toMatchObject({ ok: false, reason: 'the file is empty' })
    expect(sniff(new Uint8Array(100))).toMatchObject({ ok: false })
  })
  test('warnings', () => {
    expect(of('a,b\n1,2\n3\n4,5').warnings[0]).toContain('1 of the first 4 rows')
    expect(of('when,n\n01/02/2020,1\n03/04/2020,2').warnings[0]).toContain('"MM/dd/yyyy" fit equally well')
  })
})

test('columns', () => {
  expect(guessColumn('case_id', ['2020002530', '2020002531'])).toEqual({ kind: 'id', unique: true })
  expect(guessColumn('ts', ['1291191960', '1291191961'])).toMatchObject({ kind: 'time', format: 'unix' })
  expect(guessColumn('n', ['1291191960', '1291191961'])).toMatchObject({ kind: 'number' })
  expect(guessColumn('', ['', ' '])).toEqual({ kind: 'empty' })
  expect(guessColumn('comment', ['very slow service today', 'all fine, thank you'])).toEqual({ kind: 'text' })
})

const DATA = new URL('../../../../shared/data/', import.meta.url)
const real = (name: string): Uint8Array => {
  const bytes = readFileSync(new URL(name, DATA))
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes
}
test.skipIf(!existsSync(DATA)).each([
  ['online_retail_invoices.csv', ',', true, 8],
  ['boa_complaints.csv.gz', ',', true, 12],
  ['kc311_requests.csv', ',', true, 10],
  ['cdnow_sample.txt', 'whitespace', false, 5],
  ['iranian_churn.csv', ',', true, 14],
])('the real file %s', (name, delimiter, header, width) => {
  const found = of(real(name))
  expect(found.dialect).toMatchObject({ delimiter, header })
  expect(found.columns).toHaveLength(width)
  expect(found.warnings).toEqual([])
})
