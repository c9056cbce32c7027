import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as p from './prepare'

const series = (key: string, values: (number | null)[], partialLast = false): p.Series => ({
  key,
  label: key,
  colour: key,
  points: values.map((value, index) => ({
    period: `2025-0${index + 1}-01`,
    value,
    partial: partialLast && index === values.length - 1,
  })),
})

describe('scales', () => {
  test.each([
    [[3, 97], { min: 0, max: 100, ticks: [0, 50, 100] }],
    [[0, 0], { min: 0, max: 1, ticks: [0, 0.5, 1] }],
    [[], { min: 0, max: 1, ticks: [0, 0.5, 1] }],
    [[null, 4], { min: 0, max: 4, ticks: [0, 1, 2, 3, 4] }],
    [[-3, 5], { min: -4, max: 6, ticks: [-4, -2, 0, 2, 4, 6] }],
  ])('%j', (values, scale) => expect(p.niceScale(values)).toEqual(scale))

  test('counts start at nought and every value is on the axis', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
        const scale = p.niceScale(values)
        expect(scale.min).toBe(0)
        expect(scale.max).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-9))
        expect(scale.ticks.length).toBeGreaterThanOrEqual(2)
        expect(scale.ticks.length).toBeLessThanOrEqual(8)
      }),
    )
  })
  test('few counts have no ticks between them', () => expect(p.niceScale([1, 2], { whole: true }).ticks).toEqual([0, 1, 2]))
  test('without nought the axis keeps to the values', () => expect(p.niceScale([92, 97], { zero: false }).min).toBe(92))
  test('project', () => expect([0, 5, 10].map(p.project({ min: 0, max: 10 }, 100, 0))).toEqual([100, 50, 0]))
})

describe('periods', () => {
  test('a period without any row is still there', () => {
    const gappy = [{ points: [{ period: '2024-11-01', value: 1 }, { period: '2025-02-01', value: 1 }] }]
    expect(p.periodsOf(gappy, 'month')).toEqual(['2024-11-01', '2024-12-01', '2025-01-01', '2025-02-01'])
    expect(p.everyPeriod('2025-02-24', '2025-03-10', 'week')).toEqual(['2025-02-24', '2025-03-03', '2025-03-10'])
    expect(p.periodsOf([], 'day')).toEqual([])
  })
  test('a missing row is no data, not nought', () => expect(p.align([{ period: 'b', value: 2 }], ['a', 'b'])).toEqual([null, { period: 'b', value: 2 }]))
  test('lines break at gaps', () => expect(p.runs([true, true, false, true, false])).toEqual([[0, 1], [3]]))
  test('a partial period stands apart', () => {
    const points = p.align(series('x', [1, 2, null, 4, 5], true).points, ['2025-01-01', '2025-02-01', '2025-03-01', '2025-04-01', '2025-05-01'])
    expect(p.splitPartial(points)).toEqual({ whole: [[0, 1], [3]], partial: [4] })
  })
  test('three years of months are marked at Januaries and Julys', () => {
    const periods = p.everyPeriod('2022-03-01', '2025-02-01', 'month')
    expect(p.axisTicks(periods, 'month', 7).map((index) => periods[index]?.slice(0, 7))).toEqual(['2022-07', '2023-01', '2023-07', '2024-01', '2024-07', '2025-01'])
  })
})

test('elapsed time is counted as people count it', () => {
  expect(p.elapsedTicks(36, 'months', 6)).toEqual([0, 6, 12, 18, 24, 30, 36])
  expect(p.elapsedTicks(25, 'weeks', 6)).toEqual([0, 8, 16, 24])
  expect(p.elapsedTicks(60, 'weeks', 6)).toEqual([0, 13, 26, 39, 52])
  expect(p.elapsedTicks(100, 'days', 6)).toEqual([0, 30, 60, 90])
})

describe('paths', () => {
  test('band', () => expect(p.bandPath([[0, 0], [10, 1]], [[0, 5], [10, 6]])).toBe('M0 0L10 1L10 6L0 5Z'))
  test('steps hold their value', () => expect(p.steps([[0, 1], [2, 0.8], [5, 0.5]])).toEqual([[0, 1], [2, 1], [2, 0.8], [5, 0.8], [5, 0.5]]))
})

describe('at most seven', () => {
  const many = Array.from({ length: 9 }, (_, index) => series(`s${index}`, [index, index === 0 ? null : 1, null]))
  test('the rest is added up, gaps stay gaps', () => {
    const { series: shown } = p.atMostSeven(many, true, 'grey')
    expect(shown.map((one) => one.key)).toEqual(['s3', 's4', 's5', 's6', 's7', 's8', 'other'])
    expect(shown.at(-1)?.points.map((point) => point.value)).toEqual([0 + 1 + 2, 2, null])
  })
  test('rates cannot be added: the rest is not drawn, and counted', () => {
    const { series: shown, hidden } = p.atMostSeven(many, false, 'grey')
    expect([shown.length, hidden]).toEqual([7, 2])
  })
  test('seven stay seven', () => expect(p.atMostSeven(many.slice(0, 7), true, 'grey').series).toHaveLength(7))
})

describe('labels', () => {
  test('stay where they are when nothing is near', () => expect(p.placeLabels([20, 80], 14, 0, 100)).toEqual([20, 80]))
  test('share the move when they overlap', () => expect(p.placeLabels([50, 50], 14, 0, 100)).toEqual([43, 57]))
  test('never overlap and never leave the room they have', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 300, noNaN: true }), { maxLength: 7 }), (wanted) => {
        const placed = p.placeLabels(wanted, 14, 0, 240).sort((a, b) => a - b)
        placed.forEach((y, index) => {
          expect(y).toBeGreaterThanOrEqual(7 - 1e-6)
          expect(y).toBeLessThanOrEqual(233 + 1e-6)
          if (index) expect(y - (placed[index - 1] ?? 0)).toBeGreaterThanOrEqual(14 - 1e-6)
        })
      }),
    )
  })
  test('keep the order of the lines they name', () => expect(p.placeLabels([90, 10, 92], 14, 0, 100).map(Math.round)).toEqual([79, 10, 93]))
  test('a long name takes a second line before it is cut', () => {
    expect(p.inTwo('Mobile app', 200)).toEqual(['Mobile app'])
    expect(p.inTwo('At “Resolve a service or technical question”', 200)).toEqual(['At “Resolve a service or', 'technical question”'])
    expect(p.inTwo('At “Resolve a service or technical question”', 110)).toEqual(['At “Resolve a', 'service or tech…'])
    expect(p.inTwo('Donaudampfschifffahrtsgesellschaft', 60)).toEqual(['Donauda…'])
  })
  test('fit', () => expect([p.fit('Mobile app', 200), p.fit('Dispute a charge', 60)]).toEqual(['Mobile app', 'Dispute…']))
})

test('the axis of survival begins at nought, unless all curves lie near the top', () => {
  expect(p.survivalScale(0.4)).toEqual({ min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1] })
  expect(p.survivalScale(0.62).ticks).toEqual([0.6, 0.7, 0.8, 0.9, 1])
  expect(p.survivalScale(0.93).ticks).toEqual([0.92, 0.94, 0.96, 0.98, 1])
  expect(p.survivalScale(1)).toEqual({ min: 0.99, max: 1, ticks: [0.99, 1] })
})

test('a target is drawn from the first period to the last and no further: beyond are the axis and the names', () => {
  const x = (index: number) => 100 + index * 50
  const drawn = (periods: string[]) => p.targetPath({ value: 2, steps: [{ from: '2026-01-01', value: 2 }] }, periods, x, () => 30)
  expect(drawn(['2026-01-01', '2026-02-01', '2026-03-01'])).toBe('M100 30H125M125 30H175M175 30H200')
  expect(drawn(['2026-01-01'])).toBe('M75 30H125')
})

test('the name of a target stands by its line: over June alone where it holds since June', () => {
  const periods = ['2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01']
  const left = (from: string | null, width = 50) => p.targetLeft({ steps: from === null ? [] : [{ from: '2025-01-01', value: 9 }, { from, value: 4 }] }, periods, (index) => index * 100, { left: 0, right: 320, width })
  expect([left('2026-06-01'), left('2026-06-14'), left('2026-05-01'), left('2025-06-01'), left(null)]).toEqual([270, 270, 200, 0, 0])
  expect(left('2026-06-01', 400)).toBe(0)
})
