import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benjaminiHochberg } from './benjamini-hochberg'

test('Benjamini & Hochberg 1995, section 3.2: fifteen endpoints, four kept at 5 %', () => {
  const ps = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]
  const { adjusted, kept } = benjaminiHochberg(ps)
  expect(kept.filter(Boolean)).toHaveLength(4)
  // R: p.adjust(ps, "BH")
  ;[0.0015, 0.003, 0.0095, 0.035625, 0.0603].forEach((p, i) => expect(adjusted[i]).toBeCloseTo(p, 10))
})

test('a p that fails its own step is kept when a larger one passes', () => {
  expect(benjaminiHochberg([0.04, 0.045, 0.048]).kept).toEqual([true, true, true])
})

test('none, ties, and nonsense', () => {
  expect(benjaminiHochberg([])).toEqual({ adjusted: [], kept: [] })
  expect(benjaminiHochberg([0.02, 0.02]).adjusted).toEqual([0.02, 0.02])
  expect(() => benjaminiHochberg([0.1, Number.NaN])).toThrow('p[1]')
  expect(() => benjaminiHochberg([0.1], 5)).toThrow('q')
})

test('adjusted is never below p, keeps its order, and does not depend on the order given', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (ps) => {
      const { adjusted } = benjaminiHochberg(ps)
      ps.forEach((p, i) => {
        expect(adjusted[i]).toBeGreaterThanOrEqual(p)
        expect(adjusted[i]).toBeLessThanOrEqual(1)
        ps.forEach((other, j) => {
          if (p <= other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] as number)
        })
      })
      expect(benjaminiHochberg([...ps].reverse()).adjusted.reverse()).toEqual(adjusted)
    }),
  )
})
