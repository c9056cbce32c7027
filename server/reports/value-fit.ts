import { createHash } from 'node:crypto'
import type { SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { ticks } from '../clock'
import type { OrgCtx } from '../context'
import { averagePace } from '../domain/value-models/average-pace'
import { bgNbdFit } from '../domain/value-models/bg-nbd'
import type { Estimate } from '../domain/value-models/estimate'
import { gammaGammaFit } from '../domain/value-models/gamma-gamma'
import { historyColumns } from '../domain/value-models/histories'
import type { Steps } from '../domain/value-models/optimise'
import { paretoNbdFit } from '../domain/value-models/pareto-nbd'
import type { CountModel, SpendModel } from '../domain/value-models/predict'
import { sufficientStatistics, type DistinctHistory, type Stretches, type Sufficient } from './value-base'

/** Fewer customers who came back tell no model anything (METRICS §2: under 30 there are no rates either). */
export const LEAST_REPEATERS = 30
/** Spend counts as independent of frequency while their correlation stays under this. */
export const MOST_CORRELATED = 0.3

/** How often customers buy, fitted: the model, or the fallback with its reason. `estimate` null: not tried. */
export type CountFit = { model: CountModel; estimate: Estimate | null; fallback: string | null; rows: DistinctHistory[]; customers: number; repeaters: number }
export type SpendFit = { model: SpendModel; estimate: Estimate | null; fallback: string | null; correlation: number | null; customers: number; /** Mean of customers' own means, minor units. */ mean: number | null }

/** Fits by the content of what they were fitted to: many ask for the same one, and it stays true while nothing changes. */
const remembered = new Map<string, Promise<Estimate>>()
const MOST = 40

/** The models of the calibration stretch: how often customers buy, and for how much. */
export async function fitPurchases(tx: Tx, ctx: OrgCtx, stretches: Stretches, name: 'bg_nbd' | 'pareto_nbd', whose?: SQL): Promise<{ counts: CountFit; spends: SpendFit }> {
  const found = await sufficientStatistics(tx, ctx.org, stretches, whose)
  return { counts: await countsOf(found.histories, name), spends: await spendsOf(found) }
}

/** The transaction model, from distinct histories, however many customers they stand for. Falls back to `historic_average` by name, with a reason: everybody goes on, at a pace between their own and everybody's. */
export async function countsOf(rows: DistinctHistory[], name: 'bg_nbd' | 'pareto_nbd'): Promise<CountFit> {
  const column = (of: (row: DistinctHistory) => number) => Float64Array.from(rows, of)
  const data = historyColumns({ x: column(({ x }) => x), t: column(({ t }) => t / 7), T: column(({ age }) => age / 7), n: column(({ n }) => n) })
  const base = { rows, customers: data.customers, repeaters: data.repeaters }
  const without = (fallback: string, estimate: Estimate | null): CountFit => ({ ...base, model: { name: 'historic_average', pace: averagePace(data) }, estimate, fallback })
  if (data.customers === 0) return without('Nobody has bought anything yet.', null)
  if (data.repeaters < LEAST_REPEATERS) return without(`Too few came back: ${data.repeaters.toLocaleString('en')} of ${data.customers.toLocaleString('en')} customers bought on more than one day, and a model needs ${LEAST_REPEATERS}.`, null)
  const estimate = await once([name, data.x, data.t, data.T, data.n], () => (name === 'bg_nbd' ? bgNbdFit(data) : paretoNbdFit(data)))
  if (!estimate.converged) return without(`${nobodyLeaves(estimate) ? 'Nothing in these purchases shows that anybody stops for good, so nobody’s chance of having stopped can be told. ' : ''}${estimate.reason}`, estimate)
  const at = (parameter: string) => estimate.parameters.find((p) => p.name === parameter)?.estimate ?? Number.NaN
  const model: CountModel = name === 'bg_nbd' ? { name, p: { r: at('r'), alpha: at('alpha'), a: at('a'), b: at('b') }, precision: estimate.covariance } : { name, p: { r: at('r'), alpha: at('alpha'), s: at('s'), beta: at('beta') }, precision: estimate.covariance }
  return { ...base, model, estimate, fallback: null }
}

/** A risk of leaving (a of BG/NBD, s of Pareto/NBD) that ran to nothing. */
const nobodyLeaves = ({ parameters }: Estimate): boolean => parameters.some(({ name, estimate }) => (name === 'a' || name === 's') && estimate < 1e-4)

/** The spend model, in minor units. Falls back to each one's `own_average`, with a reason. */
export async function spendsOf({ spends, correlation }: Pick<Sufficient, 'spends' | 'correlation'>): Promise<SpendFit> {
  const customers = spends.reduce((sum, { n }) => sum + n, 0)
  const base = { correlation, customers, mean: customers > 0 ? spends.reduce((sum, { mean, n }) => sum + mean * n, 0) / customers : null }
  const without = (fallback: string, estimate: Estimate | null): SpendFit => ({ ...base, model: { name: 'own_average' }, estimate, fallback })
  if (customers < LEAST_REPEATERS) return without(`Too few came back: ${customers.toLocaleString('en')} customers spent anything on a second day, and a model of spend needs ${LEAST_REPEATERS}.`, null)
  if (correlation !== null && Math.abs(correlation) > MOST_CORRELATED) return without(`Those who buy more often spend ${correlation > 0 ? 'more' : 'less'} each time (correlation ${correlation.toFixed(2)}), and the model of spend needs the two to be independent.`, null)
  const columns = (['x', 'mean', 'n'] as const).map((field) => Float64Array.from(spends, (row) => row[field]))
  const estimate = await once(['gamma_gamma', ...columns], () => gammaGammaFit(spends.map(({ x, mean, log_mean, n }) => ({ x, mean, logMean: log_mean, n }))))
  if (!estimate.converged) return without(estimate.reason, estimate)
  const at = (parameter: string) => estimate.parameters.find((p) => p.name === parameter)?.estimate ?? Number.NaN
  const p = { p: at('p'), q: at('q'), v: at('v') }
  if (!(p.q > 1)) return without('Spend differs so much between customers that its mean has no bound.', estimate)
  return { ...base, model: { name: 'gamma_gamma', p, precision: estimate.covariance }, estimate, fallback: null }
}

/** Fits once for the same data, whoever asks, and again only when it has changed. */
export function once(of: readonly (string | Float64Array)[], fit: () => Steps<Estimate>): Promise<Estimate> {
  const hash = createHash('sha256')
  for (const part of of) hash.update(typeof part === 'string' ? part : new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  const key = hash.digest('base64')
  const known = remembered.get(key)
  if (known) return known
  const found = inSlices(fit())
  remembered.set(key, found)
  found.catch(() => remembered.delete(key))
  for (const old of remembered.keys()) {
    if (remembered.size <= MOST) break
    remembered.delete(old)
  }
  return found
}

/** Answers of others wait no longer than this for a fit. */
const SLICE_MS = 20

/** Runs steps to their end, letting the server answer others in between. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  let until = ticks() + SLICE_MS
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (ticks() < until) continue
    await new Promise<void>((resume) => { setImmediate(resume) })
    until = ticks() + SLICE_MS
  }
}
