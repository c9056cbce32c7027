import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sniffTimeFormat } from './sniff-time-format'

test.each([
  [['2010-12-01 08:26:00', '2011-01-31 10:00:00'], undefined, false],
  [['2020-01-07 12:59', ''], undefined, false],
  [['2020-01-07T12:59:00Z', '2020-01-07T12:59:00+02:00'], undefined, false],
  [['19970101', '19971212'], undefined, false],
  [['12/25/2010 8:26', '1/2/2010 18:00'], 'M/d/yyyy H:mm', false],
  [['25/12/2010 08:26', '01/02/2010 18:00'], 'dd/MM/yyyy HH:mm', false],
  [['01/02/2010', '03/04/2010'], 'dd/MM/yyyy', true],
  [['1/2/10 8:26', '3/4/10 18:26'], 'd/M/yy H:mm', true],
  [['12/25/10 8:26', '3/4/10 18:26'], 'M/d/yy H:mm', false],
  [['25.12.2010', '01.02.2011'], 'dd.MM.yyyy', false],
  [['3 Jan 2020', '14 May 2020'], 'd MMM yyyy', false],
  [['1/13/2020 1:05 PM'], 'M/d/yyyy h:mm a', false],
])('%j', (samples, format, ambiguous) => {
  const found = sniffTimeFormat(samples)
  expect(found).not.toBeNull()
  expect(found?.format).toBe(format)
  expect(found?.ambiguous).toBe(ambiguous)
})

test('says the other order when it cannot tell', () => {
  expect(sniffTimeFormat(['01/02/2010', '03/04/2010'])?.alternatives).toEqual(['MM/dd/yyyy'])
})

test('a day and month that are always equal are no evidence either', () => {
  expect(sniffTimeFormat(['01/01/2010'])?.ambiguous).toBe(true)
})

test('Unix times only where allowed', () => {
  expect(sniffTimeFormat(['1291191960', '1291191961'])).toBeNull()
  expect(sniffTimeFormat(['1291191960', '1291191961'], { allowUnix: true })?.format).toBe('unix')
  expect(sniffTimeFormat(['1291191960000'], { allowUnix: true })?.format).toBe('unix_ms')
})

test('no times', () => {
  for (const samples of [[], [''], ['a', 'b'], ['1', '2'], ['United Kingdom'], ['12.5', '13.5']]) expect(sniffTimeFormat(samples)).toBeNull()
})

test('never throws', () => {
  fc.assert(fc.property(fc.array(fc.string()), (samples) => void sniffTimeFormat(samples)), { numRuns: 50 })
})
