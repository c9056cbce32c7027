import { invert } from './matrix'

/** Value and gradient of a function at a point; both of length and order of the point. Not finite: outside its domain. */
export type Objective = (at: Float64Array) => { value: number; gradient: Float64Array }

export type Optimum = {
  at: Float64Array
  value: number
  /** Whether the gradient vanished there, to the precision that the value allows. */
  converged: boolean
  evaluations: number
}

/** Work that hands back control between evaluations, so that a server can answer others meanwhile. */
export type Steps<T> = Generator<void, T, void>

/** Runs steps to their end at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Where a parameter's logarithm runs this far, the data does not bound it. */
export const UNBOUNDED = 12
const MOST_STEPS = 200
const SUFFICIENT = 1e-4
const FLAT = 1e-9
/** A further step that would gain no more than this is none. */
const NO_GAIN = 1e-12
/** Of the value, what rounding may add to it: a step that would gain less cannot be told from one that loses. */
const ROUNDING = 1e-14

/**
 * Least value of a smooth function by BFGS with a backtracking search that keeps the curvature condition
 * (Nocedal & Wright, Numerical Optimization, 2nd ed. 2006, algorithm 6.1 with 3.1), started from each given point;
 * the best end is returned. A start outside the domain is passed over; null where all are.
 */
export function* minimise(objective: Objective, starts: readonly (readonly number[])[], bound = UNBOUNDED): Steps<Optimum | null> {
  let best: Optimum | null = null
  let evaluations = 0
  for (const start of starts) {
    const found: Optimum | null = yield* descend(objective, Float64Array.from(start), bound)
    if (found) evaluations += found.evaluations
    if (found && (best === null || found.value < best.value - 1e-9 || (found.converged && !best.converged && found.value <= best.value + 1e-9))) best = found
  }
  return best && { ...best, evaluations }
}

function* descend(objective: Objective, start: Float64Array, bound: number): Steps<Optimum | null> {
  const n = start.length
  let at = start
  let { value, gradient } = objective(at)
  let evaluations = 1
  if (!isFinitePoint(value, gradient)) return null
  let inverse = identity(n)
  let fresh = true
  for (let step = 0; step < MOST_STEPS; step++) {
    if (flat(value, gradient) || at.some((v) => Math.abs(v) > bound)) break
    let direction = times(inverse, gradient).map((v) => -v)
    let slope = dot(direction, gradient)
    if (!(slope < 0)) {
      inverse = identity(n)
      fresh = true
      direction = gradient.map((v) => -v)
      slope = dot(direction, gradient)
    }
    if (!fresh && -slope / 2 < Math.max(NO_GAIN, ROUNDING * Math.abs(value))) break
    // Parameters are logarithms: a step of more than two is a leap into nowhere.
    const longest = largest(direction)
    let length = Math.min(1, 2 / longest)
    let next = { at, value, gradient }
    let moved = false
    for (let tries = 0; tries < 40; tries++) {
      const there = at.map((v, i) => v + length * (direction[i] ?? 0))
      const found = objective(there)
      evaluations++
      yield
      const rounding = largest(found.gradient) < largest(gradient) ? ROUNDING * Math.abs(value) : 0
      if (isFinitePoint(found.value, found.gradient) && found.value <= value + SUFFICIENT * length * slope + rounding) {
        next = { at: there, ...found }
        moved = true
        break
      }
      length *= 0.5
    }
    if (!moved) {
      if (fresh || settled(value, gradient)) break
      inverse = identity(n)
      fresh = true
      continue
    }
    const s = next.at.map((v, i) => v - (at[i] ?? 0))
    const y = next.gradient.map((v, i) => v - (gradient[i] ?? 0))
    const sy = dot(s, y)
    if (sy > 1e-12 * Math.sqrt(dot(s, s) * dot(y, y))) {
      if (fresh) inverse = identity(n).map((row) => row.map((v) => (v * sy) / dot(y, y)))
      inverse = updated(inverse, s, y, sy)
      fresh = false
    }
    ;({ at, value, gradient } = next)
  }
  return { at, value, converged: settled(value, gradient), evaluations }
}

/**
 * Variances of the estimates at an optimum of a negative log-likelihood: the inverse of the observed information, its
 * second derivatives from differences of gradients. Null where it is not positive definite: then it is no optimum.
 */
export function* covariance(objective: Objective, at: Float64Array, step = 1e-4): Steps<number[][] | null> {
  const n = at.length
  const hessian: number[][] = []
  for (let i = 0; i < n; i++) {
    const up = objective(at.map((v, k) => (k === i ? v + step : v))).gradient
    yield
    const down = objective(at.map((v, k) => (k === i ? v - step : v))).gradient
    yield
    hessian.push(Array.from(up, (v, k) => (v - (down[k] ?? 0)) / (2 * step)))
  }
  return invert(hessian.map((row, i) => row.map((v, k) => (v + (hessian[k]?.[i] ?? 0)) / 2)))
}

/** A gradient from central differences, for functions that have no handy one. */
export function withGradient(valueAt: (at: Float64Array) => number, step = 1e-5): Objective {
  return (at) => ({
    value: valueAt(at),
    gradient: at.map((v, i) => (valueAt(at.with(i, v + step)) - valueAt(at.with(i, v - step))) / (2 * step)),
  })
}

const largest = (v: Float64Array) => Math.max(...v.map(Math.abs))
const flat = (value: number, gradient: Float64Array) => largest(gradient) <= FLAT * Math.max(1, Math.abs(value))
/** Differences cannot show a smaller gradient than rounding of the value leaves. */
const settled = (value: number, gradient: Float64Array) => largest(gradient) <= 1e-6 * Math.max(1, Math.abs(value))
const isFinitePoint = (value: number, gradient: Float64Array) => Number.isFinite(value) && gradient.every(Number.isFinite)
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0)
const identity = (n: number): Float64Array[] => Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, k) => (i === k ? 1 : 0)))
const times = (m: readonly Float64Array[], v: Float64Array) => Float64Array.from(m, (row) => dot(row, v))

function updated(h: readonly Float64Array[], s: Float64Array, y: Float64Array, sy: number): Float64Array[] {
  const hy = times(h, y)
  const scale = (1 + dot(y, hy) / sy) / sy
  return h.map((row, i) => row.map((v, k) => v + scale * (s[i] ?? 0) * (s[k] ?? 0) - ((hy[i] ?? 0) * (s[k] ?? 0) + (s[i] ?? 0) * (hy[k] ?? 0)) / sy))
}
