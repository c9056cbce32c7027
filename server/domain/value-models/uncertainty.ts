import { zOfLevel } from '../statistics/normal-quantile'

/** How precisely estimated parameters are known: the covariance of their logarithms, from the information matrix. */
export type Precision = readonly (readonly number[])[]

const STEP = 1e-4
const Z = zOfLevel(0.95)

/**
 * Relative standard error of a positive quantity that depends on estimated positive parameters, by the delta method on
 * logarithms: √(gᵀ Σ g), g = ∂ ln f ÷ ∂ ln θ by central differences. Null where the quantity is 0 or cannot be computed.
 */
export function relativeError(of: (parameters: readonly number[]) => number, at: readonly number[], precision: Precision): number | null {
  const gradient = at.map((_, i) => {
    const [up, down] = [STEP, -STEP].map((step) => of(at.map((value, k) => (k === i ? value * Math.exp(step) : value))))
    return (Math.log(up ?? 0) - Math.log(down ?? 0)) / (2 * STEP)
  })
  const variance = gradient.reduce((sum, g, i) => sum + g * gradient.reduce((inner, h, k) => inner + h * (precision[i]?.[k] ?? 0), 0), 0)
  return Number.isFinite(variance) && variance >= 0 ? Math.sqrt(variance) : null
}

/** Relative errors of independent factors, of their product; null where one is not known. */
export const productError = (...errors: (number | null)[]): number | null => (errors.includes(null) ? null : Math.hypot(...errors.map((error) => error ?? 0)))

/** The 95 % interval of an estimate with this relative error, on the logarithmic scale: never below 0. */
export const relativeInterval = (value: number, error: number): { low: number; high: number } => ({ low: value * Math.exp(-Z * error), high: value * Math.exp(Z * error) })
