import { expect, test } from 'vitest'
import { gauss2F1 } from './hypergeometric'

// mpmath 1.3, hyp2f1 at 17 digits.
test.each([
  [0.5, 1.5, 3, 0.5, 1.167245878797445],
  [-0.95, -0.95, 99.1, 0.909, 1.008278323342407],
  [1, 3, 5.25, 0.97, 2.943305906075962],
  [1, 2, 4, 0.95, 2.442082306964633],
  [-0.2071, 1.9762, 4.2188, 0.9, 0.8829461366490469],
])('2F1(%d, %d; %d; %d)', (a, b, c, z, value) => {
  expect(gauss2F1(a, b, c, z) / value).toBeCloseTo(1, 12)
})

test('2F1(1, 1; 2; z) is −ln(1 − z) ÷ z, also where c − a − b is whole and z is near 1', () => {
  for (const z of [0.1, 0.5, 0.9, 0.95, 0.999]) expect(gauss2F1(1, 1, 2, z) / (-Math.log1p(-z) / z)).toBeCloseTo(1, 10)
})
