import { count as wholeCount, finite } from './check'
import { invertSymmetric, times } from './least-squares'
import { normalCdf } from './normal-cdf'
import { zOfLevel } from './normal-quantile'
import type { Tenure } from './risk-set'

/** A tenure with its covariates, all subjects the same number of them. */
export type CoxSubject = Tenure & { x: readonly number[] }
export type Ties = 'efron' | 'breslow'

export type Hazard = {
  /** Log hazard ratio per unit of the covariate, with its standard error from the information matrix. */
  coefficient: number
  std_err: number
  hazard_ratio: number
  low: number
  high: number
  /** Two-sided, Wald. */
  p: number
}

export type CoxFit = {
  ties: Ties
  /** In the order of the covariates; null where the data cannot tell one (constant, implied by others, or every event on one side). */
  hazards: (Hazard | null)[]
  log_likelihood: number
  /** With all coefficients 0. */
  null_log_likelihood: number
  subjects: number
  events: number
}

const STEPS = 40
/** A log hazard ratio over a covariate's whole range beyond which the likelihood has no maximum (e¹² = 160,000). */
const ENDLESS = 12

/**
 * Cox's proportional hazards model with delayed entry, by Newton–Raphson on the partial likelihood
 * (Cox 1972; ties by Efron 1977 or Breslow 1974; R's coxph). Who is at risk when is the rule of `Tenure`.
 * null without an event or without subjects who differ. Throws a RangeError on tenures that are not whole numbers ≥ 0,
 * covariates that are not finite, or rows of different length.
 */
export function cox(subjects: Iterable<CoxSubject>, { ties = 'efron', level = 0.95 }: { ties?: Ties; level?: number } = {}): CoxFit | null {
  const data = prepare(subjects)
  if (data.events === 0 || data.width === 0) return null
  const z = zOfLevel(level)
  let beta = new Array<number>(data.width).fill(0)
  let at = likelihood(data, beta, ties)
  const nullLikelihood = at.value
  for (let step = 0; step < STEPS; step++) {
    const move = times(inverted(at.information, data), at.score)
    let share = 1
    let next = beta.map((b, i) => b + (move[i] as number))
    let then = likelihood(data, next, ties)
    // A step that overshoots is halved (as coxph does).
    while (!(then.value >= at.value - 1e-12 * Math.abs(at.value)) && share > 1e-6) {
      share /= 2
      next = beta.map((b, i) => b + share * (move[i] as number))
      then = likelihood(data, next, ties)
    }
    const settled = move.every((m, i) => Math.abs(m) <= 1e-10 * Math.max(1, Math.abs(beta[i] as number)))
    beta = next
    at = then
    if (settled || beta.some((b, i) => Math.abs(b) * (data.range[i] as number) > 2 * ENDLESS)) break
  }
  const inverse = inverted(at.information, data)
  const hazards = beta.map((coefficient, i) => {
    const variance = inverse[i]?.[i] ?? 0
    if (!(variance > 0) || Math.abs(coefficient) * (data.range[i] as number) > ENDLESS) return null
    const std_err = Math.sqrt(variance)
    return { coefficient, std_err, hazard_ratio: Math.exp(coefficient), low: Math.exp(coefficient - z * std_err), high: Math.exp(coefficient + z * std_err), p: 2 * normalCdf(-Math.abs(coefficient / std_err)) }
  })
  return { ties, hazards, log_likelihood: at.value, null_log_likelihood: nullLikelihood, subjects: data.subjects, events: data.events }
}

/** Inverse of the information; a covariate that nobody at risk together differs in has none, but for rounding. */
function inverted(information: readonly (readonly number[])[], { range, events }: Prepared): number[][] {
  const known = range.map((r, i) => (information[i]?.[i] ?? 0) * r * r > 1e-9 * events)
  return invertSymmetric(information.map((row, i) => row.map((value, j) => (known[i] && known[j] ? value : 0)))).inverse
}

type Member = { x: readonly number[]; count: number }
type Prepared = { width: number; subjects: number; events: number; range: number[]; /** By t: who enters the risk set, leaves it after t, and has the event. */ moments: Map<number, { enter: Member[]; exit: Member[]; event: Member[] }>; order: number[] }

/** Groups equal subjects' comings and goings by time, covariates about their mean (which changes no ratio and keeps exp small). */
function prepare(subjects: Iterable<CoxSubject>): Prepared {
  const kept: { entry: number; exit: number; event: boolean; x: readonly number[]; count: number }[] = []
  let width = -1
  for (const { entry, exit, event, count = 1, x } of subjects) {
    const start = wholeCount(entry ?? 0, 'entry')
    wholeCount(exit, 'exit')
    wholeCount(count, 'count')
    if (start > exit) throw new RangeError(`entry ${start} lies after exit ${exit}`)
    if (width >= 0 && x.length !== width) throw new RangeError(`${x.length} covariates beside ${width}`)
    width = x.length
    for (const value of x) finite(value, 'covariate')
    if (count === 0 || (start > 0 && start === exit)) continue
    kept.push({ entry: start, exit, event, x, count })
  }
  const total = kept.reduce((n, s) => n + s.count, 0)
  const size = Math.max(0, width)
  const mean = Array.from({ length: size }, (_, i) => kept.reduce((sum, s) => sum + s.count * (s.x[i] as number), 0) / Math.max(1, total))
  const range = Array.from({ length: size }, (_, i) => kept.reduce((most, s) => Math.max(most, s.x[i] as number), -Infinity) - kept.reduce((least, s) => Math.min(least, s.x[i] as number), Infinity))
  const moments: Prepared['moments'] = new Map()
  const moment = (t: number) => {
    const found = moments.get(t) ?? { enter: [], exit: [], event: [] }
    moments.set(t, found)
    return found
  }
  for (const s of kept) {
    const member = { x: s.x.map((value, i) => value - (mean[i] as number)), count: s.count }
    moment(s.entry === 0 ? 0 : s.entry + 1).enter.push(member)
    moment(s.exit).exit.push(member)
    if (s.event) moment(s.exit).event.push(member)
  }
  return { width: size, subjects: total, events: kept.reduce((n, s) => n + (s.event ? s.count : 0), 0), range, moments, order: [...moments.keys()].sort((a, b) => a - b) }
}

type Sums = { s0: number; s1: number[]; s2: number[][] }
const sums = (width: number): Sums => ({ s0: 0, s1: new Array<number>(width).fill(0), s2: Array.from({ length: width }, () => new Array<number>(width).fill(0)) })

function add(to: Sums, { x, count }: Member, beta: readonly number[], sign: 1 | -1): void {
  const weight = sign * count * Math.exp(x.reduce((sum, value, i) => sum + value * (beta[i] as number), 0))
  to.s0 += weight
  x.forEach((value, i) => {
    to.s1[i] = (to.s1[i] as number) + weight * value
    const row = to.s2[i] as number[]
    x.forEach((other, j) => { row[j] = (row[j] as number) + weight * value * other })
  })
}

/** Log partial likelihood, its gradient and the information (minus its second derivative) at beta. */
function likelihood({ width, moments, order }: Prepared, beta: readonly number[], ties: Ties) {
  const risk = sums(width)
  const { s1: score, s2: information } = sums(width)
  let value = 0
  for (const t of order) {
    const { enter, exit, event } = moments.get(t) as { enter: Member[]; exit: Member[]; event: Member[] }
    for (const member of enter) add(risk, member, beta, 1)
    const deaths = event.reduce((n, { count }) => n + count, 0)
    if (deaths > 0) {
      const dying = sums(width)
      for (const member of event) {
        add(dying, member, beta, 1)
        member.x.forEach((x, i) => {
          score[i] = (score[i] as number) + member.count * x
          value += member.count * x * (beta[i] as number)
        })
      }
      // Efron lets the tied leave one after the other on average; Breslow leaves all of them in every time.
      for (let k = 0; k < deaths; k++) {
        const part = ties === 'efron' ? k / deaths : 0
        const s0 = risk.s0 - part * dying.s0
        value -= Math.log(s0)
        const mean = risk.s1.map((s, i) => (s - part * (dying.s1[i] as number)) / s0)
        for (let i = 0; i < width; i++) {
          score[i] = (score[i] as number) - (mean[i] as number)
          const row = information[i] as number[]
          for (let j = 0; j < width; j++) row[j] = (row[j] as number) + ((risk.s2[i]?.[j] ?? 0) - part * (dying.s2[i]?.[j] ?? 0)) / s0 - (mean[i] as number) * (mean[j] as number)
        }
      }
    }
    for (const member of exit) add(risk, member, beta, -1)
  }
  return { value, score, information }
}
