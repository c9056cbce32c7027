import { covariance, minimise, UNBOUNDED, type Objective, type Steps } from './optimise'

export type Parameter = { name: string; estimate: number; /** Null where the information matrix has no inverse. */ std_err: number | null }

/** Parameters by maximum likelihood, or why there are none. `reason` is a sentence fit for a reader. */
export type Estimate =
  | { converged: true; parameters: Parameter[]; log_likelihood: number; evaluations: number; /** Of the logarithms of the parameters, in their order. */ covariance: number[][] }
  | { converged: false; reason: string; parameters: Parameter[]; log_likelihood: number | null; evaluations: number }

/** A parameter this precise or better is told by the data; a relative standard error beyond it says nothing. */
const WILDEST = 50

/**
 * Maximum likelihood over positive parameters: the negative log-likelihood is minimised over their logarithms, and the
 * standard errors come from its information matrix by the delta method (se of θ = θ × se of ln θ).
 * `rehearsal`: the same over a part of a large base; where that leads is where the whole is begun, a few steps from its end.
 * A logarithm beyond `bound` has run away. `distinct` is how many different observations there are. Judged converged only if the gradient vanished, the information matrix has an inverse and no parameter ran away.
 */
export function* estimate(names: readonly string[], distinct: number, objective: Objective, starts: readonly (readonly number[])[], { bound = UNBOUNDED, rehearsal }: { bound?: number; rehearsal?: Objective } = {}): Steps<Estimate> {
  if (distinct <= names.length) return { converged: false, reason: `${distinct === 0 ? 'There is nothing' : `There ${distinct === 1 ? 'is one distinct history' : `are ${distinct} distinct histories`}, too few`} to tell ${names.length} parameters from.`, parameters: [], log_likelihood: null, evaluations: 0 }
  const from = starts.map((start) => start.map(Math.log))
  const near = rehearsal ? yield* minimise(rehearsal, from, bound) : null
  const nearby = near?.converged ? yield* minimise(objective, [Array.from(near.at)], bound) : null
  const found = nearby?.converged ? { ...nearby, evaluations: nearby.evaluations + (near?.evaluations ?? 0) } : yield* minimise(objective, from, bound)
  if (!found) return { converged: false, reason: 'The likelihood cannot be computed for these histories.', parameters: [], log_likelihood: null, evaluations: 0 }
  const values = Array.from(found.at, Math.exp)
  const variances = yield* covariance(objective, found.at)
  const parameters = names.map((name, i) => {
    const variance = variances?.[i]?.[i]
    return { name, estimate: values[i] ?? Number.NaN, std_err: variance !== undefined && variance > 0 ? (values[i] ?? 0) * Math.sqrt(variance) : null }
  })
  const common = { parameters, log_likelihood: -found.value, evaluations: found.evaluations }
  const ran = parameters.filter(({ estimate: value }) => Math.abs(Math.log(value)) > bound)
  if (ran.length > 0) return { ...common, converged: false, reason: `The data does not bound ${ran.map((p) => p.name).join(' and ')}: customers are too much alike, or too few came back.` }
  if (!found.converged) return { ...common, converged: false, reason: 'The search for the likeliest parameters did not converge.' }
  if (!variances || parameters.some(({ estimate: value, std_err }) => std_err === null || std_err > WILDEST * value)) return { ...common, converged: false, reason: 'The data does not tell the parameters apart: their errors have no bound.' }
  return { ...common, converged: true, covariance: variances }
}
