import { detectableChange } from '../domain/plans/detectable'
import { effectOf, type Effect, type PeriodFigure } from '../domain/plans/effect'
import { twoMeans, sampleOf, unitsInDifferences } from '../domain/plans/two-means'
import { twoProportions, type Ends } from '../domain/plans/two-proportions'
import { verdictOf } from '../domain/plans/verdict'
import { Random } from '../seed/random'
import type { Result } from './table'

/**
 * Are verdicts right as often as they say? Histories with a known effect and with none, seeded, 1,000 of each sort: how often
 * the interval covers the truth, how often a plan that did nothing is said to have moved something, and how often a change
 * as large as the plan said beforehand it could find is found.
 */
const RUNS = 1000

type History = { before: number; after: number; autocorrelation: number; shock: number; season: number; visits: number; share: number; compared: boolean }
const MONTHS: History = { before: 12, after: 6, autocorrelation: 0.4, shock: 0.015, season: 0, visits: 400, share: 0.2, compared: false }
const WEEKS: History = { before: 40, after: 12, autocorrelation: 0.3, shock: 0.015, season: 0.04, visits: 150, share: 0.2, compared: true }
const ROUGH: History = { ...WEEKS, autocorrelation: 0.7, shock: 0.02 }

/** Events that come one by one, many of them: the normal is as good then. */
const visitsOf = (rng: Random, mean: number): number => Math.max(1, Math.round(mean + Math.sqrt(mean) * rng.normal()))

function successes(rng: Random, n: number, p: number): number {
  let k = 0
  for (let i = 0; i < n; i++) if (rng.chance(p)) k++
  return k
}

/** Shares whose level is shaken from period to period, each period resembling the one before. */
function series(rng: Random, h: History, periods: number, effectFrom: number, effect: number): PeriodFigure[] {
  let shock = rng.normal()
  return Array.from({ length: periods }, (_, at) => {
    shock = h.autocorrelation * shock + Math.sqrt(1 - h.autocorrelation ** 2) * rng.normal()
    const p = h.share + h.season * Math.sin((2 * Math.PI * at) / 26) + h.shock * shock + (at >= effectFrom ? effect : 0)
    const n = visitsOf(rng, h.visits)
    const k = successes(rng, n, Math.min(1, Math.max(0, p)))
    return { at, value: k / n, numerator: k, denominator: n }
  })
}

function run(rng: Random, h: History, effect: number | 'detectable'): { found: Effect; truth: number } {
  const periods = h.before + h.after
  const split = (all: PeriodFigure[]) => ({ before: all.slice(0, h.before), after: all.slice(h.before) })
  const comparison = h.compared ? series(rng, h, periods, periods, 0) : null
  const seed = String(rng.between(0, 2 ** 31))
  const first = effect === 'detectable' ? series(new Random(seed), h, h.before, periods, 0) : []
  const truth = effect === 'detectable' ? -(detectableChange('share', first, comparison && comparison.slice(0, h.before), h.after) ?? Number.NaN) : effect
  // The same seed gives the same history up to the start.
  const treated = series(new Random(seed), h, periods, h.before, truth)
  const found = effectOf('share', split(treated), comparison && split(comparison))
  if (!found) throw new Error('a history with enough periods has an effect')
  return { found, truth }
}

type Tally = { covered: number; moved: number; noChange: number }
function tally(once: (rng: Random) => { found: Ends; truth: number; smallest: number }, seed: number): Tally {
  const rng = new Random(`verdicts ${seed}`)
  const count: Tally = { covered: 0, moved: 0, noChange: 0 }
  for (let i = 0; i < RUNS; i++) {
    const { found, truth, smallest } = once(rng)
    const verdict = verdictOf(found, 'lower', smallest)
    if (found.low <= truth && truth <= found.high) count.covered++
    if (verdict === 'moved') count.moved++
    if (verdict === 'no_change') count.noChange++
  }
  return count
}

/** The worst of twenty touchpoints in the last eight weeks is picked; nothing is done. */
function worstPicked(rng: Random, within: boolean): Ends {
  const [picking, h] = [8, { ...WEEKS, season: 0, shock: 0.005, autocorrelation: 0 }]
  const start = h.before + picking
  const all = Array.from({ length: 20 }, () => series(rng, h, start + h.after, 99, 0))
  const picked = (one: PeriodFigure[]) => one.slice(h.before, start).reduce((sum, f) => sum + f.value, 0)
  const worst = all.reduce((a, b) => (picked(b) > picked(a) ? b : a))
  const found = effectOf('share', { before: within ? worst.slice(h.before, start) : worst.slice(0, h.before), after: worst.slice(start) }, null)
  if (!found) throw new Error('a history with enough periods has an effect')
  return found
}

/**
 * Contacts a week of customers who differ in how often they call and whose calls breed more, in the same week or the next
 * ones: neither Poisson nor independent from week to week. `more`: how likely each call is followed by another.
 */
function bursts(rng: Random, { customers, mean, more, periods }: { customers: number; mean: number; more: number; periods: number }): PeriodFigure[] {
  const calls = Array.from({ length: periods }, () => 0)
  for (let c = 0; c < customers; c++) {
    const rate = exponential(rng) * mean
    // Weeks between two first calls; those before the first week still have what follows them.
    for (let first = exponential(rng) / rate - RUN_UP; first < periods; first += exponential(rng) / rate) {
      let at = Math.floor(first)
      for (let again = true; again; again = rng.chance(more)) {
        if (at >= 0 && at < periods) calls[at] = (calls[at] ?? 0) + 1
        if (rng.chance(0.4)) at++
      }
    }
  }
  return calls.map((value, at) => ({ at, value, numerator: null, denominator: null }))
}
const RUN_UP = 8
const exponential = (rng: Random): number => -Math.log(1 - rng.next())

/** Branches whose level wanders, month by month, for 12 months before and 12 after. */
function branches(rng: Random, n: number, effect: number) {
  return Array.from({ length: n }, () => {
    let level = 50 + 5 * rng.normal()
    const months = Array.from({ length: 24 }, () => (level += rng.normal()))
    const mean = (of: number[]) => of.reduce((sum, v) => sum + v, 0) / of.length
    return { before: mean(months.slice(0, 12)), after: mean(months.slice(12)) + effect }
  })
}

export function verdicts(): Result[] {
  const all: Result[] = []
  const add = (name: string, ratio: number, target: number, atLeast: boolean, detail = '') => all.push({ name: `Verdicts: ${name}`, ratio, target, atLeast, detail })
  const stated = (name: string, t: Tally, more = '', least = 0.93) => add(`${name}: 95 % intervals that cover the truth`, t.covered / RUNS, least, true, more)
  const sorts: [string, History][] = [['months, before and after', MONTHS], ['weeks, against a comparison', WEEKS], ['weeks, autocorrelation .7', ROUGH]]
  sorts.forEach(([name, h], i) => {
    // Shocks that last, under sampling error that does not, are more than a first-order autoregression: a little is lost.
    const [least, most] = h === ROUGH ? [0.9, 0.05] : [0.93, 0.035]
    const none = tally((rng) => ({ ...run(rng, h, 0), smallest: 0.02 }), 10 + i)
    stated(`${name}, nothing done`, none, `no change ${none.noChange}, can't tell ${RUNS - none.noChange - none.moved} of ${RUNS}`, least)
    add(`${name}, nothing done: false “moved” (2.5 % stated)`, none.moved / RUNS, most, false)
    const done = tally((rng) => ({ ...run(rng, h, 'detectable'), smallest: 0.02 }), 20 + i)
    stated(`${name}, the stated detectable change made`, done, '', least)
    add(`${name}: “moved” where the stated detectable change was made (80 % stated)`, done.moved / RUNS, 0.75, true)
  })
  const large = tally((rng) => ({ ...run(rng, { ...WEEKS, visits: 2000, shock: 0.002 }, 0), smallest: 0.02 }), 31)
  add('“no change” where nothing happened and much was measured', large.noChange / RUNS, 0.9, true)
  const apart = tally((rng) => ({ found: worstPicked(rng, false), truth: 0, smallest: 0.02 }), 41)
  const inside = tally((rng) => ({ found: worstPicked(rng, true), truth: 0, smallest: 0.02 }), 42)
  add('worst of twenty picked, baseline apart: false “moved”', apart.moved / RUNS, 0.035, false, `measured from the picking itself it would be ${(inside.moved / RUNS).toFixed(3)}`)
  for (const more of [0.5, 0.75]) {
    const found = tally((rng) => {
      const weeks = bursts(rng, { customers: 100, mean: 0.3, more, periods: 34 })
      const effect = effectOf('count', { before: weeks.slice(0, 26), after: weeks.slice(26) }, null)
      if (!effect) throw new Error('a history with enough periods has an effect')
      return { found: effect, truth: 0, smallest: 1 }
    }, 81 + more)
    stated(`contacts of customers whose calls come ${1 / (1 - more)} at a time`, found)
    add(`contacts of customers whose calls come ${1 / (1 - more)} at a time: false “moved” (2.5 % stated)`, found.moved / RUNS, 0.035, false)
  }
  const split = (effect: number) => (rng: Random) => {
    const found = twoProportions({ k: successes(rng, 1500, 0.12), n: 1500 }, { k: successes(rng, 900, 0.12 + effect), n: 900 })
    if (!found) throw new Error('groups are not empty')
    return { found, truth: effect, smallest: 0.01 }
  }
  const [same, fewer] = [tally(split(0), 51), tally(split(-0.04), 52)]
  stated('randomised, shares', { ...same, covered: (same.covered + fewer.covered) / 2 }, `moved ${fewer.moved} of ${RUNS} where 4 points fewer were true`)
  add('randomised, shares: false “moved” (2.5 % stated)', same.moved / RUNS, 0.035, false)
  const means = tally((rng) => {
    const group = (n: number, mean: number, sd: number) => sampleOf(Array.from({ length: n }, () => mean + sd * rng.normal()))
    const [control, treated] = [group(40, 30, 12), group(15, 24, 20)]
    const found = control && treated && twoMeans(control, treated)
    if (!found) throw new Error('groups are not empty')
    return { found, truth: -6, smallest: 1 }
  }, 61)
  stated('randomised, means of unequal groups', means)
  const units = tally((rng) => {
    const found = unitsInDifferences(branches(rng, 9, -2), branches(rng, 20, 0))
    if (!found) throw new Error('groups are not empty')
    return { found, truth: -2, smallest: 1 }
  }, 71)
  stated('branches that wander, by their changes', units)
  return all
}
