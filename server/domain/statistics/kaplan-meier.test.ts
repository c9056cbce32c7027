import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kaplanMeier } from './kaplan-meier'
import type { Tenure } from './risk-set'
import { arbitraryTenures, lungMen, lungWomen, mercaptopurine, placebo } from './survival.fixture'

const all = { minAtRisk: 0 }
const at = (tenures: Tenure[], t: number) => kaplanMeier(tenures, all).rows.find((row) => row.t === t)

// Figures from Kleinbaum & Klein, Survival Analysis, and R's survfit.
describe('leukaemia in remission (Freireich 1963)', () => {
  test.each([
    [6, 21, 3, 0.8571, 0.0764],
    [7, 17, 1, 0.8067, 0.0869],
    [10, 15, 1, 0.7529, 0.0963],
    [13, 12, 1, 0.6902, 0.1068],
    [16, 11, 1, 0.6275, 0.1141],
    [22, 7, 1, 0.5378, 0.1282],
    [23, 6, 1, 0.4482, 0.1346],
  ])('S(%i) with %i at risk', (t, atRisk, events, survival, stdErr) => {
    const row = at(mercaptopurine, t)
    expect(row).toMatchObject({ at_risk: atRisk, events })
    expect(row?.survival).toBeCloseTo(survival, 4)
    expect(row?.std_err).toBeCloseTo(stdErr, 4)
  })

  test('log-log interval of S(10) (R: survfit, conf.type = log-log)', () => {
    expect(at(mercaptopurine, 10)?.low).toBeCloseTo(0.5032, 4)
    expect(at(mercaptopurine, 10)?.high).toBeCloseTo(0.8894, 4)
  })

  test('the 35th week, when all remaining are censored, keeps S and the placebo group ends at 0 without interval', () => {
    expect(at(mercaptopurine, 35)?.survival).toBeCloseTo(0.4482, 4)
    expect(at(placebo, 23)).toMatchObject({ survival: 0, std_err: null, low: null, high: null })
  })
})

test('lung (R survival, ../shared/data/SOURCES.md): S(365) and its error', () => {
  const row = at([...lungMen, ...lungWomen], 365)
  expect(row?.at_risk).toBe(65)
  expect(row?.survival).toBeCloseTo(0.409242, 6)
  expect(row?.std_err).toBeCloseTo(0.035824, 6)
})

describe('delayed entry', () => {
  test('at risk at t means entry < t ≤ exit; entry 0 is at risk from t = 0', () => {
    const tenures: Tenure[] = [
      { entry: 0, exit: 2, event: true },
      { entry: 2, exit: 4, event: true },
      { entry: 1, exit: 3, event: false },
      { exit: 0, event: true },
      { exit: 5, event: false },
    ]
    expect(kaplanMeier(tenures, all).rows.map(({ at_risk, events }) => [at_risk, events])).toEqual([
      [3, 1],
      [2, 0],
      [3, 1],
      [3, 0],
      [2, 1],
      [1, 0],
    ])
  })

  test('exit at the very entry counts neither in events nor at risk', () => {
    const curve = kaplanMeier(
      [
        { entry: 3, exit: 3, event: true, count: 7 },
        { exit: 4, event: true },
      ],
      all,
    )
    expect(curve).toMatchObject({ never_at_risk: 7, subjects: 1 })
    expect(curve.rows.find(({ t }) => t === 3)).toMatchObject({ at_risk: 1, events: 0 })
  })

  test('survivors only before observed_from: entry mends what ignoring it hides', () => {
    // 1,000 acquired each month, 10 % leave each month, recorded only from month 10 on: the cohorts before are known
    // by their survivors. True S(5) = .9^5, with whole units 1…5.
    const tenures: Tenure[] = []
    for (let acquired = 0; acquired < 20; acquired++) {
      let left = 1e6
      for (let age = 1; acquired + age <= 20; age++) {
        const leaving = Math.round(left * 0.1)
        const entry = Math.max(0, 10 - acquired)
        if (age > entry) tenures.push({ entry, exit: age, event: true, count: leaving })
        left -= leaving
      }
      tenures.push({ entry: Math.max(0, 10 - acquired), exit: 20 - acquired, event: false, count: left })
    }
    expect(at(tenures, 5)?.survival).toBeCloseTo(0.9 ** 5, 4)
    expect(at(tenures, 15)?.survival).toBeCloseTo(0.9 ** 15, 4)
    const naive = tenures.map(({ entry: _, ...rest }) => rest)
    expect(at(naive, 5)?.survival).toBeGreaterThan(0.7)
  })

  test('an early risk set that died out does not pull the whole curve to 0, and says so', () => {
    const tenures: Tenure[] = [
      { exit: 1, event: true },
      { entry: 3, exit: 6, event: true, count: 50 },
      { entry: 3, exit: 6, event: false, count: 50 },
    ]
    const curve = kaplanMeier(tenures)
    expect(curve.conditional_from).toBe(4)
    expect(curve.rows.map(({ t, survival }) => [t, survival])).toEqual([
      [4, 1],
      [5, 1],
      [6, 0.5],
    ])
  })
})

describe('degenerate input', () => {
  test('nobody', () => {
    expect(kaplanMeier([])).toEqual({ rows: [], subjects: 0, never_at_risk: 0, conditional_from: null })
  })
  test('one subject', () => {
    expect(at([{ exit: 2, event: true }], 2)?.survival).toBe(0)
  })
  test('fewer than min_at_risk are not drawn, and drawing stops where they get fewer', () => {
    expect(kaplanMeier([{ exit: 3, event: true, count: 29 }]).rows).toEqual([])
    const rows = kaplanMeier([
      { exit: 1, event: true, count: 1 },
      { exit: 3, event: true, count: 29 },
    ]).rows
    expect(rows.map(({ t }) => t)).toEqual([0, 1])
  })
  test('all at once, all censored', () => {
    expect(at([{ exit: 4, event: true, count: 40 }], 4)).toMatchObject({ survival: 0, events: 40 })
    expect(at([{ exit: 4, event: false, count: 40 }], 4)).toMatchObject({ survival: 1, std_err: 0, low: null })
  })
  test.each([
    [{ exit: Number.NaN, event: true }, 'exit'],
    [{ exit: 1.5, event: true }, 'exit'],
    [{ entry: -1, exit: 2, event: true }, 'entry'],
    [{ entry: 3, exit: 2, event: true }, 'entry 3 lies after exit 2'],
    [{ exit: 2, event: true, count: 0.5 }, 'count'],
  ])('%j is refused by name', (tenure, message) => {
    expect(() => kaplanMeier([tenure])).toThrow(message)
  })
})

describe('laws', () => {
  const group = arbitraryTenures()

  test('counts are the same as so many single customers', () => {
    fc.assert(
      fc.property(group, (tenures) => {
        const singles = tenures.flatMap(({ count, ...one }) => Array.from({ length: count }, () => one))
        expect(kaplanMeier(singles, all)).toEqual(kaplanMeier(tenures, all))
      }),
    )
  })
  test('S falls within 0…1 and its interval contains it', () => {
    fc.assert(
      fc.property(group, (tenures) => {
        let before = 1
        for (const { survival, low, high } of kaplanMeier(tenures, all).rows) {
          expect(survival).toBeLessThanOrEqual(before)
          expect(survival).toBeGreaterThanOrEqual(0)
          if (low !== null) expect(low).toBeLessThanOrEqual(survival)
          if (high !== null) expect(high).toBeGreaterThanOrEqual(survival)
          before = survival
        }
      }),
    )
  })
  test('without censoring or delay S is the plain share remaining', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10), { minLength: 1 }), (exits) => {
        const tenures = exits.map((exit) => ({ exit, event: true }))
        for (const { t, survival } of kaplanMeier(tenures, all).rows)
          expect(survival).toBeCloseTo(exits.filter((exit) => exit > t).length / exits.length, 10)
      }),
    )
  })
  test('at risk, events and S are what the definition says, counted one by one', () => {
    fc.assert(
      fc.property(group, (tenures) => {
        const people = tenures.flatMap(({ count, ...one }) => Array.from({ length: count }, () => one))
        const watched = people.filter(({ entry, exit }) => entry === 0 || entry < exit)
        const atRisk = (t: number) => watched.filter(({ entry, exit }) => (entry === 0 || entry < t) && t <= exit).length
        const events = (t: number) => watched.filter(({ exit, event }) => event && exit === t).length
        const { rows, conditional_from } = kaplanMeier(tenures, all)
        let survival = 1
        for (const row of rows) {
          if (events(row.t) > 0) survival *= 1 - events(row.t) / atRisk(row.t)
          expect(row).toMatchObject({ at_risk: atRisk(row.t), events: events(row.t) })
          if (conditional_from === null && rows[0]?.t === 0) expect(row.survival).toBeCloseTo(survival, 10)
        }
      }),
    )
  })
})
