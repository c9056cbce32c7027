import { expect, test } from 'vitest'
import { proportionsInDifferences, twoProportions } from './two-proportions'
import { sampleOf, twoMeans, unitsInDifferences } from './two-means'

// numpy 2.4.6, scipy 1.17.1: z = (p1-p0)/sqrt(pp*(1-pp)*(1/n0+1/n1)); p = 2*stats.norm.sf(|z|), which is chi2_contingency(correction=False)'s;
// Newcombe from stats.binomtest(k, n).proportion_ci(method='wilson'); Katz: exp(log(p1/p0) ± 1.96 sqrt(1/k0-1/n0+1/k1-1/n1)) - 1.
test.each([
  [{ k: 90, n: 1000 }, { k: 130, n: 1100 }, { lift: 0.028181818181818183, relative: 0.31313131313131315, z: 2.106127862592603, p: 0.03519324716302703, low: 0.0019219725296228916, high: 0.05424913982168978 }, [0.002132665692706922, 0.05423097067092944], [0.017818940326091548, 0.6941263099049098]],
  [{ k: 4, n: 35 }, { k: 11, n: 40 }, { lift: 0.16071428571428575, relative: 1.4062500000000004, z: 1.7359126870735342, p: 0.0825792741523267, low: -0.023864108852255067, high: 0.32884510506647213 }, [-0.01323186400088966, 0.33466043542946117], [-0.15848155481146164, 5.88046601426873]],
] as const)('two proportions %o %o are those of scipy', (control, treated, figures, unpooled, relativeEnds) => {
  const found = twoProportions(control, treated)
  for (const [name, value] of Object.entries(figures)) expect(found?.[name as keyof typeof figures], name).toBeCloseTo(value, 9)
  expect(found?.unpooled.low).toBeCloseTo(unpooled[0], 9)
  expect(found?.unpooled.high).toBeCloseTo(unpooled[1], 9)
  expect(found?.relativeEnds?.low).toBeCloseTo(relativeEnds[0], 9)
  expect(found?.relativeEnds?.high).toBeCloseTo(relativeEnds[1], 8)
})

test('an empty group says nothing, nobody at all has no z, more than all is refused', () => {
  expect(twoProportions({ k: 0, n: 0 }, { k: 1, n: 2 })).toBeNull()
  expect(twoProportions({ k: 0, n: 50 }, { k: 0, n: 50 })).toMatchObject({ lift: 0, z: null, p: null, relative: null, relativeEnds: null })
  expect(() => twoProportions({ k: 3, n: 2 }, { k: 1, n: 2 })).toThrow(RangeError)
})

test('differences in differences of shares: two Newcombe intervals put together', () => {
  const same = { before: { k: 50, n: 400 }, after: { k: 70, n: 500 } }
  const found = proportionsInDifferences({ before: { k: 80, n: 400 }, after: { k: 60, n: 500 } }, same)
  expect(found?.difference).toBeCloseTo(0.12 - 0.2 - (0.14 - 0.125), 12)
  const none = proportionsInDifferences(same, same)
  expect(none?.difference).toBe(0)
  expect(none?.low).toBeCloseTo(-(none?.high ?? 0), 12)
  expect(proportionsInDifferences(same, { ...same, before: { k: 0, n: 0 } })).toBeNull()
})

const CONTROL = [20.1, 22.3, 19.8, 25.0, 21.7, 23.3]
const TREATED = [24.2, 26.9, 23.5, 29.9]

test('two means are those of scipy', () => {
  // scipy 1.17.1: r = stats.ttest_ind(treated, control, equal_var=False); r.df; r.confidence_interval()
  const [control, treated] = [sampleOf(CONTROL), sampleOf(TREATED)]
  expect(control?.sd).toBeCloseTo(1.9653668020668982, 10)
  const found = control && treated && twoMeans(control, treated)
  expect(found?.t).toBeCloseTo(2.460931842482242, 9)
  expect(found?.df).toBeCloseTo(4.830830046291915, 9)
  expect(found?.p).toBeCloseTo(0.05888966318035969, 9)
  expect(found?.low).toBeCloseTo(-0.22772144294209706, 7)
  expect(found?.high).toBeCloseTo(8.411054776275428, 7)
  expect(found?.relative).toBeCloseTo((26.125 - 22.033333333333335) / 22.033333333333335, 12)
})

test('units before and after are compared by their changes', () => {
  const treated = TREATED.map((after) => ({ before: 20, after: after + 20 }))
  const comparison = CONTROL.map((after) => ({ before: 0, after }))
  expect(unitsInDifferences(treated, comparison)?.t).toBeCloseTo(2.460931842482242, 9)
  expect(unitsInDifferences(treated.slice(0, 1), comparison)).toBeNull()
  expect(twoMeans({ n: 5, mean: 1, sd: 0 }, { n: 5, mean: 1, sd: 0 })).toMatchObject({ t: null, lift: 0, low: 0, high: 0 })
})

// K. Hillstrom, MineThatData E-Mail Analytics and Data Mining Challenge (2008): visits within two weeks of a men's e-mail against
// none, and what was spent. Worked out by hand in Python from the published counts, means and standard deviations.
test('a published randomised e-mail test: lift and z to three decimals', () => {
  const visits = twoProportions({ k: 2262, n: 21_306 }, { k: 3894, n: 21_307 })
  expect(visits?.lift).toBeCloseTo(0.07659, 5)
  expect(visits?.z).toBeCloseTo(22.486, 3)
  expect([visits?.low, visits?.high].map((end) => ((end ?? 0) * 100).toFixed(3))).toEqual(['6.995', '8.323'])
  expect(visits?.relative).toBeCloseTo(0.7214, 4)
  const spent = twoMeans({ n: 21_306, mean: 0.6527894, sd: 11.5882 }, { n: 21_307, mean: 1.4226165, sd: 17.7542 })
  expect(spent?.lift).toBeCloseTo(0.77, 3)
  expect(spent?.t).toBeCloseTo(5.3, 3)
  expect(spent?.df).toBeCloseTo(36_671.165, 2)
})
