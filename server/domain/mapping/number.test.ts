import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNumber, type NumberFormat } from './number'

const value = (text: string, format?: NumberFormat): number | string => {
  const result = readNumber(text, format)
  return result.ok ? result.value : result.reason
}

test('every finite number as JavaScript writes it', () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => void expect(value(String(n))).toBe(n === 0 ? 0 : n)))
})

test.each([
  ['12', 12], ['-12.50', -12.5], ['+3', 3], ['.5', 0.5], ['5.', 5], [' 7 ', 7], ['1e3', 1000], ['-0', 0], ['007', 7],
  ['1,234.50', 1234.5], ['1,234,567', 1234567], ['1.234,50', 1234.5], ['12,5', 12.5], ['-0,123', -0.123], ['1234,567', 1234.567],
])('%s is %d', (text, n) => {
  expect(value(text)).toBe(n)
})

test('what is no number, or could be two', () => {
  expect(value('1,234')).toBe('"1,234" may be 1234 or 1.234: state the format "1,234.56" or "1.234,56"')
  for (const text of ['', 'NaN', 'Infinity', '0x10', '1,23,456', '12,345.6.7', '$5', '1 000', '--1', '١٢']) expect(value(text)).toContain('is not a number')
  for (const text of ['1e400', '-1e400', '9'.repeat(400)]) expect(value(text)).toContain('too large')
})

test('stated formats', () => {
  expect(value('1,234', '1,234.56')).toBe(1234)
  expect(value('1,234', '1.234,56')).toBe(1.234)
  expect(value('1.234', '1.234,56')).toBe(1234)
  expect(value('1 234,5', '1 234,56')).toBe(1234.5)
  expect(value('1,234', '1234.56')).toContain('is not a number')
  expect(value('12,34.5', '1,234.56')).toContain('is not a number')
})
