import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import { daysBetween } from '../domain/time/local-day'
import { paceWithin } from '../domain/value-models/average-pace'
import { bgNbdAlive, bgNbdExpected } from '../domain/value-models/bg-nbd'
import { paretoNbdAlive, paretoNbdExpected } from '../domain/value-models/pareto-nbd'
import { WEEKS_PER_MONTH, type CountModel, type SpendModel } from '../domain/value-models/predict'
import { sbgStays } from '../domain/value-models/sbg'
import { newestRelationships, statedValues, type StayFit } from './value-contract'
import { purchaseHistories, type DistinctHistory, type Stretches } from './value-base'
import type { CountFit } from './value-fit'
import { modelsOf, predictThrough } from './value-predictions'

/** Purchase days and net value (minor units) of calibration customers in the holdout, against what was expected of them. */
export type Holdout = { frequency: number; customers: number; actual: number; predicted: number; actualValue: number; predictedValue: number }

/** Repeat purchase days from this many on are one group. */
export const MOST_FREQUENT = 7

/** The holdout by calibration frequency 0 … 7 and more. Spend expected is linear in spend so far, so sums are enough. */
export function holdoutByFrequency({ rows, model }: Pick<CountFit, 'rows' | 'model'>, spend: SpendModel | null, { end, to }: Stretches): Holdout[] {
  const weeks = daysBetween(end, to) / 7
  const groups = Array.from({ length: MOST_FREQUENT + 1 }, (_, frequency): Holdout => ({ frequency, customers: 0, actual: 0, predicted: 0, actualValue: 0, predictedValue: 0 }))
  for (const row of rows) {
    const group = groups[Math.min(row.x, MOST_FREQUENT)]
    if (!group) continue
    const each = expectedDays(model, row, weeks)
    group.customers += row.n
    group.actual += row.later
    group.predicted += row.n * each
    group.actualValue += row.later_value
    if (spend) group.predictedValue += each * spendOfAll(spend, row)
  }
  return groups.filter(({ customers }) => customers > 0)
}

const inWeeks = ({ x, t, age }: Pick<DistinctHistory, 'x' | 't' | 'age'>) => ({ x, t: t / 7, T: age / 7 })

function expectedDays(model: CountModel, row: DistinctHistory, weeks: number): number {
  if (weeks <= 0) return 0
  if (model.name === 'bg_nbd') return bgNbdExpected(model.p, inWeeks(row), weeks)
  if (model.name === 'pareto_nbd') return paretoNbdExpected(model.p, inWeeks(row), weeks)
  return paceWithin(model.pace, inWeeks(row)) * weeks
}

/** Spend expected per purchase day, summed over those who share a history. */
function spendOfAll(model: SpendModel, { x, n, spend, value }: DistinctHistory): number {
  if (model.name === 'own_average') return value / (x + 1)
  const { p, q, v } = model.p
  return (p * (n * v + spend)) / (p * x + q - 1)
}

/** Probability that a customer of this history (days) is still one; null where the model does not tell. */
export function aliveOf(model: CountModel, row: Pick<DistinctHistory, 'x' | 't' | 'age'>): number | null {
  if (model.name === 'bg_nbd') return bgNbdAlive(model.p, inWeeks(row))
  if (model.name === 'pareto_nbd') return paretoNbdAlive(model.p, inWeeks(row))
  return null
}

/** Customers under contract at `end` who left before `to`, against how many were expected to. */
export async function stayHoldout(tx: Tx, ctx: OrgCtx, { model }: Pick<StayFit, 'model'>, { end, to }: Stretches, whose?: SQL): Promise<{ customers: number; actual: number; predicted: number | null }> {
  const months = daysBetween(end, to) / 7 / WEEKS_PER_MONTH
  const found = await tx.execute<{ months: number; n: number; lost: number }>(sql`
    select r.months, count(*)::int as n, count(*) filter (where exists (select 1 from spells s where s.organisation_id = ${ctx.org.id} and s.customer_id = r.customer_id and s.end_day >= ${end}::date and s.end_day < ${to}::date and s.start_day < ${end}::date))::int as lost
    from ${newestRelationships(ctx, end, whose)} r where r.lasting group by 1`)
  const rows = found.rows
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  return { customers: sum((r) => r.n), actual: sum((r) => r.lost), predicted: model ? sum((r) => r.n * (1 - sbgStays(model, r.months, months))) : null }
}

/**
 * What customers under contract brought in the holdout (net, minor units), against what was expected of them by how they
 * had been going and how long they were expected to stay. Without those for whom finance sends its own figures.
 */
export async function contractMoney(tx: Tx, ctx: OrgCtx, staying: StayFit, { end, to }: Stretches, whose?: (customer: SQL) => SQL): Promise<{ actual: number; predicted: number }> {
  const unstated = (customer: SQL) => sql`${whose?.(customer) ?? sql`true`} and not exists (select 1 from ${statedValues(ctx, end)} v where v.customer_id = ${customer})`
  let predicted = 0
  const terms = { horizonWeeks: Math.max(1, daysBetween(end, to) / 7), margin: 1, discountRate: 0 }
  await predictThrough(tx, ctx, { model: 'sbg', end, terms, whose: unstated }, modelsOf({ counts: null, spends: null, staying, contract: true, stated: false }), (some) => { for (const { expectedValue } of some) predicted += expectedValue })
  const found = await tx.execute<{ actual: number }>(sql`
    select coalesce(sum(h.later_value), 0)::float8 as actual from ${purchaseHistories(ctx.org, { end, to })} h join ${newestRelationships(ctx, end)} r on r.customer_id = h.customer_id where ${unstated(sql`h.customer_id`)}`)
  return { actual: found.rows[0]?.actual ?? 0, predicted }
}
