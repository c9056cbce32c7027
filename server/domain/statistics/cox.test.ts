import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cox, type CoxSubject, type Ties } from './cox'
import { logRank } from './log-rank'
import type { Tenure } from './risk-set'
import { arbitraryTenures, lungMen, lungWomen, mercaptopurine, placebo } from './survival.fixture'

const two = (a: readonly Tenure[], b: readonly Tenure[]): CoxSubject[] => [...a.map((s) => ({ ...s, x: [0] })), ...b.map((s) => ({ ...s, x: [1] }))]

test('lung by sex, as coxph has it', () => {
  // R survival: coxph(Surv(time, status) ~ sex, lung): coef −0.5310, se 0.1672, exp(coef) 0.5880 (.4237, .8160), p .00149.
  const hazard = cox(two(lungMen, lungWomen))?.hazards[0]
  expect(hazard?.hazard_ratio).toBeCloseTo(0.588003, 6)
  expect(hazard?.std_err).toBeCloseTo(0.1672, 4)
  expect(hazard?.low).toBeCloseTo(0.4237, 4)
  expect(hazard?.high).toBeCloseTo(0.816, 4)
  expect(hazard?.p).toBeCloseTo(0.00149, 5)
})

test('remission of leukaemia: both ways with ties', () => {
  // Kalbfleisch & Prentice; SAS and R for the same 42 patients: 1.509 (.410) by Breslow, 1.572 (.412) by Efron.
  const by = (ties: Ties) => cox(two(mercaptopurine, placebo), { ties })?.hazards[0]
  expect(by('breslow')?.coefficient).toBeCloseTo(1.509, 3)
  expect(by('breslow')?.std_err).toBeCloseTo(0.41, 3)
  expect(by('efron')?.coefficient).toBeCloseTo(1.572, 3)
  expect(by('efron')?.std_err).toBeCloseTo(0.412, 3)
})

// Another implementation: the score written out subject by subject in numpy, its root by scipy 1.17.1 (optimize.brentq), the
// information by a five-point derivative. R prints the same to its four digits (coxph of survival).
test.each([
  ['lung by sex', lungMen, lungWomen, 'efron', { coefficient: -0.5310235400057676, std_err: 0.1671785833011564, p: 0.0014912291383760074, low: 0.42371782928434715, high: 0.8159848113368292 }, [-749.9098013903948, -744.5929990249534]],
  ['lung by sex', lungMen, lungWomen, 'breslow', { coefficient: -0.5303965768826888, std_err: 0.1671808374558261, p: 0.0015108471487480417, low: 0.42398169485185344, high: 0.8165001714712172 }, [-750.1220188953187, -744.818182745376]],
  ['leukaemia', mercaptopurine, placebo, 'efron', { coefficient: 1.572125148829067, std_err: 0.41239671770967884, p: 0.00013775376198791505, low: 2.1465082127245223, high: 10.809310681590723 }, [-93.18426999684776, -85.00842457737163]],
  ['leukaemia', mercaptopurine, placebo, 'breslow', { coefficient: 1.5091914125858776, std_err: 0.4095644063671451, p: 0.0002288197990767327, low: 2.0268035106985725, high: 10.093815387444337 }, [-93.98505047824516, -86.37962207114559]],
] as const)('to 1e-6 as numpy and scipy have it: %s', (_, a, b, ties, theirs, [alone, fitted]) => {
  const fit = cox(two(a, b), { ties })
  const mine = fit?.hazards[0]
  for (const [name, value] of Object.entries(theirs)) expect(Math.abs((mine?.[name as keyof typeof theirs] ?? Number.NaN) - value), name).toBeLessThan(1e-6)
  expect(fit?.null_log_likelihood).toBeCloseTo(alone, 6)
  expect(fit?.log_likelihood).toBeCloseTo(fitted, 6)
})

// UCI 563 and what R survival 3.5-3 makes of it: ../shared/data/SOURCES.md.
const file = new URL('../../../../shared/data/iranian_churn.csv', import.meta.url)
describe.skipIf(!existsSync(file))('Iranian telecom churn by complaint (needs ../shared/data)', () => {
  const customers = existsSync(file) ? readChurn() : []
  test.each([['efron', 8.94347], ['breslow', 8.47446]] as const)('%s', (ties, ratio) => {
    expect(cox(customers, { ties })?.hazards[0]?.hazard_ratio).toBeCloseTo(ratio, 5)
  })
})

test('two covariates at once: each as the likelihood written out has it', () => {
  const subjects: CoxSubject[] = [
    { entry: 2, exit: 9, event: true, x: [1, 0.5] }, { exit: 4, event: true, x: [0, 2] }, { exit: 7, event: false, x: [1, 1] }, { exit: 6, event: true, x: [1, 3] },
    { entry: 3, exit: 11, event: true, x: [0, 1] }, { exit: 12, event: false, x: [0, 0] }, { exit: 6, event: true, x: [0, 1.5] }, { exit: 10, event: true, x: [1, 0.2] },
  ]
  const fit = cox(subjects, { ties: 'breslow' })
  const beta = fit?.hazards.map((h) => h?.coefficient ?? Number.NaN) ?? []
  const best = written(subjects, beta)
  expect(fit?.log_likelihood).toBeCloseTo(best, 10)
  expect(fit?.null_log_likelihood).toBeCloseTo(written(subjects, [0, 0]), 10)
  for (const i of [0, 1]) for (const h of [-1e-4, 1e-4]) expect(written(subjects, beta.map((b, j) => (i === j ? b + h : b)))).toBeLessThan(best)
})

test('nothing to say: nobody, no event, no difference, every event on one side', () => {
  expect(cox([])).toBeNull()
  expect(cox([{ exit: 5, event: false, x: [1] }, { exit: 6, event: false, x: [0] }])).toBeNull()
  expect(cox([{ exit: 5, event: true, x: [1] }, { exit: 6, event: true, x: [1] }])?.hazards).toEqual([null])
  expect(cox([{ exit: 5, event: true, x: [1], count: 40 }, { exit: 9, event: false, x: [0], count: 40 }])?.hazards).toEqual([null])
  // A covariate said twice: the second adds nothing.
  const [first, second] = cox(two(lungMen, lungWomen).map((s) => ({ ...s, x: [...s.x, ...s.x] })))?.hazards ?? []
  expect(first?.hazard_ratio).toBeCloseTo(0.588003, 6)
  expect(second).toBeNull()
})

test('refuses what is no tenure', () => {
  expect(() => cox([{ exit: 1.5, event: true, x: [0] }])).toThrow(RangeError)
  expect(() => cox([{ entry: 4, exit: 3, event: true, x: [0] }])).toThrow(RangeError)
  expect(() => cox([{ exit: 4, event: true, x: [Number.NaN] }])).toThrow(RangeError)
  expect(() => cox([{ exit: 4, event: true, x: [0] }, { exit: 4, event: true, x: [] }])).toThrow(RangeError)
})

test('counts are repeated subjects; a subject cut in two says the same; moving the covariate changes nothing', () => {
  fc.assert(fc.property(arbitraryTenures(), arbitraryTenures(), fc.integer({ min: 1, max: 6 }), (a, b, at) => {
    const subjects = two(a, b)
    const whole = cox(subjects)
    const agree = (other: ReturnType<typeof cox>) => {
      expect(other === null).toBe(whole === null)
      const [mine, theirs] = [whole?.hazards[0], other?.hazards[0]]
      expect(theirs === null).toBe(mine === null)
      if (mine && theirs) expect(theirs.coefficient).toBeCloseTo(mine.coefficient, 6)
    }
    agree(cox(subjects.flatMap((s) => Array.from({ length: s.count ?? 1 }, () => ({ ...s, count: 1 })))))
    agree(cox(subjects.flatMap((s) => ((s.entry ?? 0) < at && at < s.exit ? [{ ...s, exit: at, event: false }, { ...s, entry: at }] : [s]))))
    agree(cox(subjects.map((s) => ({ ...s, x: s.x.map((x) => x + 100) }))))
  }), { numRuns: 150 })
})

test('without ties both ways agree, and the score test is the log-rank', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 8, maxLength: 40 }), (exits) => {
    const subjects = exits.map((exit, i) => ({ exit, event: i % 3 > 0, x: [i % 2] }))
    const [efron, breslow] = [cox(subjects), cox(subjects, { ties: 'breslow' })]
    expect(efron?.log_likelihood).toBeCloseTo(breslow?.log_likelihood ?? Number.NaN, 9)
    const test = logRank([0, 1].map((g) => subjects.filter((s) => s.x[0] === g)))
    // More leave than expected in the second group exactly where its hazard is higher.
    const hazard = efron?.hazards[0]
    const beyond = (test?.groups[1]?.observed ?? 0) - (test?.groups[1]?.expected ?? 0)
    if (hazard && Math.abs(beyond) > 1e-9) expect(Math.sign(hazard.coefficient)).toBe(Math.sign(beyond))
  }))
})

/** Breslow's log partial likelihood as the book writes it. */
function written(subjects: readonly CoxSubject[], beta: readonly number[]): number {
  const eta = (s: CoxSubject) => s.x.reduce((sum, x, i) => sum + x * (beta[i] ?? 0), 0)
  return subjects.filter((s) => s.event).reduce((sum, s) => {
    const risk = subjects.filter((o) => o.exit >= s.exit && (o.entry ?? 0) < s.exit)
    return sum + eta(s) - Math.log(risk.reduce((all, o) => all + Math.exp(eta(o)), 0))
  }, 0)
}

function readChurn(): CoxSubject[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const names = header.split(',').map((name) => name.replaceAll(/\s+/g, ' '))
  return lines.map((line) => {
    const cells = line.split(',')
    const cell = (name: string) => Number(cells[names.indexOf(name)])
    return { exit: cell('Subscription Length'), event: cell('Churn') === 1, x: [cell('Complains')] }
  })
}
