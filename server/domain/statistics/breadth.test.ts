import { expect, test } from 'vitest'
import { breadthModel, type BreadthCase } from './breadth'
import { random } from './random.fixture'

const { normal, poisson, binomial } = random(11)
/** Next year's margin is 100 + 30 per further channel + half of this year's, and 20 less after a forced switch. */
const made = (n: number): BreadthCase[] => Array.from({ length: n }, () => {
  const channels = 1 + binomial(3, 0.4)
  const forced = binomial(1, 0.2) === 1
  // Those who use more channels are those who were worth more: unadjusted, breadth would look better than it is.
  const base = 200 + 80 * channels + 40 * normal()
  const tenureYears = poisson(4)
  return { channels, forced, tenureYears, activity: poisson(20 * channels), base, next: 100 + 30 * (channels - 1) + 0.5 * base - (forced ? 20 : 0) + (10 + 0.1 * base) * normal() }
})

test('finds what breadth adds when what comes with it is held still', () => {
  const model = breadthModel(made(4000))
  for (const [group, more] of [['2', 30], ['3', 60], ['4+', 90]] as const) {
    const difference = model?.groups.get(group)?.difference
    expect(difference?.low).toBeLessThan(more)
    expect(difference?.high).toBeGreaterThan(more)
    expect((difference?.high ?? 0) - (difference?.low ?? 0)).toBeLessThan(40)
  }
  expect(model?.forced?.low).toBeLessThan(-20)
  expect(model?.forced?.high).toBeGreaterThan(-20)
  expect(model?.forced?.high).toBeLessThan(0)
  const one = model?.groups.get('1')?.adjusted.value ?? 0
  expect(model?.severalShare?.value).toBeCloseTo((model?.several?.value ?? 0) / one, 9)
})

test('says nothing from a few, or where all use the same', () => {
  expect(breadthModel(made(99))).toBeNull()
  expect(breadthModel(made(200).map((c) => ({ ...c, channels: 1 })))).toBeNull()
  expect(breadthModel([])).toBeNull()
})
