import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import type { LocalDay } from '../domain/time/local-day'
import { buyerPredictor, contractPredictor, WEEKS_PER_MONTH, type CountModel, type Prediction, type SpendModel, type Terms } from '../domain/value-models/predict'
import { monthlyValue, type Pace } from '../domain/value-models/pace'
import { buyerRange, contractRange, type Range } from '../domain/value-models/range'
import type { Sbg } from '../domain/value-models/sbg'
import type { Precision } from '../domain/value-models/uncertainty'
import type { Window } from './report'
import { purchaseHistories, readThrough } from './value-base'
import { fitStaying, newestRelationships, statedValues, underContract, type StayFit } from './value-contract'
import { fitPurchases, type CountFit, type SpendFit } from './value-fit'

export const VALUE_MODELS = ['bg_nbd', 'pareto_nbd', 'gamma_gamma', 'sbg'] as const
export type ValueModel = (typeof VALUE_MODELS)[number]
/** What a prediction rests on: a model, or the fallback that took its place, or finance's own figures. */
export const PREDICTED_BY = ['bg_nbd', 'pareto_nbd', 'sbg', 'historic_average', 'finance'] as const
export type PredictedBy = (typeof PREDICTED_BY)[number]

/** A customer's past and expected value; money in minor units, not rounded. */
export type Predicted = Prediction & {
  id: string; customer: string; name: string | null; model: PredictedBy
  historicValue: number; transactions: number
  /** Null without a purchase. t and T in weeks. */
  x: number | null; t: number | null; T: number | null
  /** What one such customer may bring: the middle 80 % of `clv`. Null where no model says, or it was not asked for. */
  range: Range | null
}

/** What is asked of the models. `model` null: the one that fits the organisation. */
export type Prospect = { model: ValueModel | null; /** Records from this day on are not used. */ end: LocalDay; terms: Terms; /** Only these (ids inside). */ customers?: readonly string[]; /** Tell each one's range, too: some milliseconds for each. */ ranges?: boolean; /** Only who this holds of; models are fitted to everybody all the same. */ whose?: (customer: SQL) => SQL }

/** The fits predictions rest on. `counts` and `spends` null: customers are under contract. */
export type Fits = { counts: CountFit | null; spends: SpendFit | null; staying: StayFit | null; contract: boolean; stated: boolean }

/** The models themselves, without what they were fitted to: enough to predict with, and to keep. */
export type Models = { counts: CountModel | null; spends: SpendModel | null; staying: { model: Sbg | null; precision?: Precision; pace?: Pace }; contract: boolean }

export function modelsOf({ counts, spends, staying, contract }: Fits): Models {
  const precision = staying?.estimate?.converged ? staying.estimate.covariance : undefined
  return { counts: counts?.model ?? null, spends: spends?.model ?? null, staying: { model: staying?.model ?? null, ...(precision ? { precision } : {}), ...(staying?.pace ? { pace: staying.pace } : {}) }, contract }
}

export async function fitsFor(tx: Tx, ctx: OrgCtx, { model, end }: Prospect): Promise<Fits> {
  const contract = model === 'sbg' || (model === null && await underContract(tx, ctx))
  const any = await tx.execute<{ any: boolean }>(sql`select exists (select 1 from ${statedValues(ctx, end)} v) as any`)
  const stated = any.rows[0]?.any ?? false
  const staying = contract || stated ? await fitStaying(tx, ctx, end) : null
  if (contract) return { counts: null, spends: null, staying, contract, stated }
  const stretches = { end, to: end }
  return { ...await fitPurchases(tx, ctx, stretches, model === 'pareto_nbd' ? 'pareto_nbd' : 'bg_nbd'), staying, contract, stated }
}

type Row = {
  id: string; customer: string; name: string | null; x: number | null; t: number | null; age: number | null; transactions: number; value: number; spend: number
  months: number | null; lasting: boolean | null; gone: boolean | null; stated: number | null; per_week: number | null
}

/** Value of a history shorter than this is not taken for what every month brings. */
const LEAST_WEEKS = WEEKS_PER_MONTH

/** Predicts every customer with any value so far (under contract: everybody), in order of their ids, some thousand at a time. */
export async function predictThrough(tx: Tx, ctx: OrgCtx, prospect: Prospect, { counts, spends, staying, contract }: Models, each: (customers: Predicted[]) => void | Promise<void>): Promise<void> {
  const { end, terms, ranges } = prospect
  const buyer = counts && spends ? buyerPredictor(counts, spends, terms) : null
  const contracted = contractPredictor(staying.model, terms, staying.precision)
  const asMargins = { ...terms, margin: 1 }
  const finance = contractPredictor(staying.model, asMargins, staying.precision)
  const countedBy: PredictedBy = counts ? counts.name : staying.model ? 'sbg' : 'historic_average'
  const among = (column: SQL) => (prospect.customers === undefined ? sql`true` : sql`${column} = any(${sql.param(prospect.customers)}::uuid[])`)
  await readThrough(tx, sql<Row>`
    select c.id, c.external_id as customer, c.name, h.x, h.t, h.age, coalesce(h.transactions, 0) as transactions, coalesce(h.value, 0)::float8 as value, coalesce(h.spend, 0)::float8 as spend,
      s.months, s.lasting, s.gone, v.stated, v.per_week
    from customers c left join ${purchaseHistories(ctx.org, { end, to: end }, among(sql`p.customer_id`))} h on h.customer_id = c.id
    left join ${newestRelationships(ctx, end, among(sql`s.customer_id`))} s on s.customer_id = c.id left join ${statedValues(ctx, end, among(sql`p.customer_id`))} v on v.customer_id = c.id
    where c.organisation_id = ${ctx.org.id} and ${among(sql`c.id`)} and ${prospect.whose?.(sql`c.id`) ?? sql`true`} and (h.known or v.stated is not null ${contract ? sql`or s.customer_id is not null` : sql``}) order by c.id`, (rows) => each(rows.map((row) => {
    const T = row.age === null ? null : row.age / 7
    const common = {
      id: row.id, customer: row.customer, name: row.name, historicValue: row.stated ?? row.value, transactions: row.transactions, x: row.x, t: row.t === null ? null : row.t / 7, T,
    }
    const daysPerWeek = row.x === null || T === null ? null : (row.x + 1) / Math.max(T, LEAST_WEEKS)
    const relationship = { months: row.months ?? 0, lasting: row.lasting ?? false, daysPerWeek }
    const none = { range: null }
    if (row.stated !== null) {
      const asked = { ...relationship, valuePerWeek: row.per_week ?? 0 }
      return { ...common, model: 'finance' as const, ...finance(asked), range: ranges ? contractRange(staying.model, asMargins, asked) : null }
    }
    if (!buyer || !counts || !spends) {
      const { pace } = staying
      // The first purchase is of a month of its own: who paid once, yesterday, has not shown a rate of thirty a month.
      const recorded = T !== null ? T / WEEKS_PER_MONTH + 1 : Math.min(relationship.months, pace?.record ?? 0)
      const valuePerWeek = pace ? monthlyValue(pace, { value: row.value, months: recorded }) / WEEKS_PER_MONTH : T === null ? 0 : Math.max(0, row.value) / Math.max(T, LEAST_WEEKS)
      const asked = { ...relationship, valuePerWeek }
      return { ...common, model: countedBy, ...contracted(asked), range: ranges ? contractRange(staying.model, terms, asked, pace && { pace, recorded }) : null }
    }
    if (row.x === null || T === null) return { ...common, ...none, model: countedBy, pAlive: null, expectedTransactions: null, expectedValue: 0, clv: 0, error: null }
    if (row.gone) return { ...common, ...none, model: countedBy, pAlive: 0, expectedTransactions: 0, expectedValue: 0, clv: 0, error: null }
    const history = { x: row.x, t: (row.t ?? 0) / 7, T, spend: row.spend, value: row.value }
    return { ...common, model: countedBy, ...buyer(history), range: ranges ? buyerRange(counts, spends, history, terms) : null }
  })))
}

/** Over a year, at the organisation's own margin and discount rate. */
export const HORIZON_WEEKS = 52
export const ownTerms = (ctx: OrgCtx): Terms => ({ horizonWeeks: HORIZON_WEEKS, margin: ctx.org.margin, discountRate: ctx.org.discountRate })

/**
 * The day after the last one anything is known of: the window's end, or later where relationships changed or finance's
 * periods ended after the newest record. Never beyond tomorrow.
 */
export async function knownUntil(tx: Tx, ctx: OrgCtx, { to, today }: Pick<Window, 'to' | 'today'>): Promise<LocalDay> {
  const found = await tx.execute<{ last: LocalDay | null }>(sql`
    select to_char(max(day), 'YYYY-MM-DD') as last from (
      select max(greatest(start_day, case when end_kind <> 'lapse' then end_day end)) + 1 as day from spells where organisation_id = ${ctx.org.id} and greatest(start_day, case when end_kind <> 'lapse' then end_day end) <= ${today}::date
      union all select max(to_day) from customer_values where organisation_id = ${ctx.org.id} and currency = ${ctx.org.currency} and to_day <= ${today}::date + 1) x`)
  const last = found.rows[0]?.last
  return last && last > to ? last : to
}

/** The day from which nothing was used for the predictions kept; null while there are none. */
export async function predictedFrom(tx: Tx, ctx: OrgCtx): Promise<LocalDay | null> {
  const found = await tx.execute<{ day: LocalDay | null }>(sql`select to_char(max(as_of) + 1, 'YYYY-MM-DD') as day from customer_predictions where organisation_id = ${ctx.org.id}`)
  return found.rows[0]?.day ?? null
}
