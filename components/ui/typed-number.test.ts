import { expect, test } from 'vitest'
import { formatMoney } from './format'
import { typedNumber, typedOrNone } from './typed-number'

test.each([
  ['12,000', 12_000], ['1,234,567.89', 1_234_567.89], ['1 234.56', 1234.56], ['1\u202F234,5', 1234.5], ['1.234,56', 1234.56], ['12,5', 12.5], ['12.5', 12.5], ['0,05', 0.05], ['−3', -3], ['1’000', 1000], [' 7 ', 7],
])('%s is %d', (text, number) => { expect(typedNumber(text)).toBe(number) })

test('what the product prints can be typed again', () => {
  expect(typedNumber(formatMoney(8000, 'GBP').replace('£', ''))).toBe(8000)
})

test.each(['', 'ten', '1,2,3', '12,00,0', '1.2.3'])('“%s” is no number', (text) => { expect(typedNumber(text)).toBeNaN() })

test('nothing is nothing', () => {
  expect(typedOrNone(' ')).toBeNull()
  expect(typedOrNone('1,5')).toBe(1.5)
})
