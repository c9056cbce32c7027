import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { currencyDigits } from '../domain/money'
import { addDays, daysBetween } from '../domain/time/local-day'
import type { Estimate } from '../domain/value-models/estimate'
import { ALIKE } from '../domain/value-models/pace'
import { filterParameters, rowField } from '../schemas/report-parameters'
import { whoseIn } from './customer-parts'
import { defineReport, type Statistics } from './report'
import { contractMoney, holdoutByFrequency, stayHoldout, type Holdout } from './value-checks'
import { DRAWN, lotOf, purchaseHistories } from './value-base'
import { fitStaying, underContract } from './value-contract'
import { fitPurchases, type CountFit, type SpendFit } from './value-fit'
import { checkOf, valueParameters, type Check, type ValueQuestion } from './value-question'
import { noteLeftOut } from './value'
import { tenures } from './tenures'

const row = z.object({
  model: z.string().describe('bg_nbd, pareto_nbd, gamma_gamma or sbg; buhlmann_straub for what customers under contract bring a month; historic_average or own_average where the data supports no model.'),
  parameter: z.string().describe('r, alpha, a, b / r, alpha, s, beta / p, q, v / alpha, beta / mean, credible, scatter. Weeks; v and mean in major units; sbg in months of tenure, mean a month, credible in months.'),
  estimate: z.number().nullable(), std_err: z.number().nullable().describe('From the information matrix.'), log_likelihood: z.number().nullable(), customers: rowField.count.describe('Whose histories the fit rests on.'),
  calibration_start: z.string(), calibration_end: z.string().describe('First local day not used.'), holdout_end: z.string().describe('The day after the last of the holdout, which begins on calibration_end.'), holdout_weeks: z.number(),
  holdout_actual: z.number().nullable().describe('In the holdout: purchase days of those customers; money for gamma_gamma and buhlmann_straub; customers lost for sbg.'), holdout_predicted: z.number().nullable(),
})
type Row = z.output<typeof row>

export const valueModel = defineReport({
  name: 'value-model',
  title: 'How customers come back, as a model',
  definition: 'The fitted parameters of the models behind predicted value, by maximum likelihood over purchase histories up to calibration_end, and the check against the holdout after it: what was expected of the same customers, beside what they did. BG/NBD or Pareto/NBD say how often customers buy and whether they are still there, Gamma-Gamma what they spend each time, shifted beta-geometric how long customers under contract stay, and Bühlmann & Straub’s credibility what they bring a month: between one’s own mean and everybody’s, one’s own weighing n ÷ (n + credible) after n months. Purchases of one local day are one; T is whole days from the first purchase day to the last day before calibration_end, in weeks; refunds are no repeat. Where the data supports no model the fallback’s name and the reason are given.',
  parameters: z.object({
    ...valueParameters,
    calibration_end: valueParameters.calibration_end.describe('First local day not used to fit; without it, the last third of the history, up to a year, is held out.'),
    horizon_weeks: valueParameters.horizon_weeks.describe('Length of the holdout at most; without it, all that was recorded after calibration_end.'),
    discount_rate: valueParameters.discount_rate.describe('Changes nothing here.'), margin: valueParameters.margin.describe('Changes nothing here.'), attribute: filterParameters.attribute,
  }),
  row,
  keys: ['model', 'parameter'],
  figures: {
    estimate: { label: 'Estimate', unit: 'number', n: 'customers' }, std_err: { label: 'Standard error', unit: 'number' }, log_likelihood: { label: 'Log-likelihood', unit: 'number' }, customers: { label: 'Customers', unit: 'count' },
    holdout_weeks: { label: 'Weeks held out', unit: 'number' }, holdout_actual: { label: 'Happened', unit: 'number' }, holdout_predicted: { label: 'Expected', unit: 'number', n: 'customers' },
  },
  draw: 'table',
  joinsRecords: true,
  whole: 'one model is fitted to all (or to those with one attribute), because a segment by value is judged from the very purchases the model is to explain; value-holdout, value-alive and customer-value tell its expectations apart',

  async answer(asked) {
    const { tx, ctx, parameters } = asked
    const contract = parameters.model === 'sbg' || (parameters.model === undefined && await underContract(tx, ctx))
    const check = await checkOf(asked, contract)
    if (!check) {
      // Purchases there may be, and none that counts: said instead of nothing.
      await noteLeftOut(asked, '0001-01-01', addDays(asked.window.today, 1))
      return { rows: [] }
    }
    asked.window = { ...asked.window, from: check.start, to: check.to }
    if (check.to <= check.end) asked.note('Nothing was recorded after the calibration, so there is no holdout to check against.')
    if (contract) return contracted(asked, check)
    const name = parameters.model === 'pareto_nbd' ? 'pareto_nbd' : 'bg_nbd'
    const whose = whoseIn(asked, undefined, check.end)(sql`p.customer_id`)
    if ((await lotOf(tx, ctx.org)).drawn) asked.note(DRAWN)
    const { counts, spends: spending } = await fitPurchases(tx, ctx, check, name, whose)
    const spends = parameters.model === undefined || parameters.model === 'gamma_gamma' ? spending : null
    const holdout = holdoutByFrequency(counts, spends?.model ?? null, check)
    if (counts.fallback) asked.note(`Everybody is taken to go on as so far (historic_average): ${counts.fallback}`)
    if (spends?.fallback) asked.note(`Everybody is taken to spend as on average so far (own_average): ${spends.fallback}`)
    const rows = [...(parameters.model === 'gamma_gamma' ? [] : countRows(counts, check, holdout)), ...(spends ? spendRows(asked, spends, check, holdout) : [])]
    return { rows, statistics: { ...statisticsOf(counts, holdout, check), ...(spends ? { correlation: spends.correlation } : {}) } }
  },

  async population(asked, { row: { model }, field }) {
    if (field !== 'customers') return null
    const { tx, ctx, parameters } = asked
    const check = await checkOf(asked, parameters.model === 'sbg' || (parameters.model === undefined && await underContract(tx, ctx)))
    if (!check) return null
    if (model === 'sbg' || model === 'buhlmann_straub') return { of: 'customer', field, where: sql`c.id in (select x.customer_id from ${tenures(asked, { unit: 'month', from: null, until: addDays(check.end, -1) }, false)} x
      where x.fate is null and (case when x.event then x.exit + 1 else x.exit end) > (case when x.entry > 0 then x.entry + 1 else 0 end))` }
    const of = model === 'gamma_gamma' || model === 'own_average' ? sql`h.x > 0 and h.spend > 0` : sql`h.x is not null`
    const lot = await lotOf(tx, ctx.org)
    const whose = whoseIn(asked, undefined, check.end)(sql`p.customer_id`)
    return { of: 'customer', field, where: sql`c.id in (select h.customer_id from ${purchaseHistories(ctx.org, check, lot.among(whose, sql`p.customer_id`))} h where ${of})` }
  },
})

const windowsOf = ({ start, end, to }: Check) => ({ calibration_start: start, calibration_end: end, holdout_end: to, holdout_weeks: daysBetween(end, to) / 7 })
const total = (holdout: readonly Holdout[], of: (h: Holdout) => number) => holdout.reduce((sum, h) => sum + of(h), 0)

function parameterRows(model: string, estimate: Estimate, common: Omit<Row, 'model' | 'parameter' | 'estimate' | 'std_err' | 'log_likelihood'>): Row[] {
  return estimate.parameters.map((p) => ({ model, parameter: p.name, estimate: p.estimate, std_err: p.std_err, log_likelihood: estimate.log_likelihood, ...common }))
}

function countRows(counts: CountFit, check: Check, holdout: readonly Holdout[]): Row[] {
  if (counts.customers === 0) return []
  const checked = check.to > check.end
  const common = { customers: counts.customers, ...windowsOf(check), holdout_actual: checked ? total(holdout, (h) => h.actual) : null, holdout_predicted: checked ? total(holdout, (h) => h.predicted) : null }
  if (counts.model.name !== 'historic_average' && counts.estimate) return parameterRows(counts.model.name, counts.estimate, common)
  if (counts.model.name !== 'historic_average') return []
  const { mean, credible } = counts.model.pace
  const known = counts.rows.some(({ age }) => age > 0)
  return [{ parameter: 'purchase_days_per_week', estimate: known ? mean : null }, { parameter: 'credible', estimate: credible < ALIKE ? credible : null }]
    .map((row) => ({ model: 'historic_average', ...row, std_err: null, log_likelihood: null, ...common }))
}

/** Spend is fitted in minor units; p and q have no unit, v and the density of an amount have. */
function spendRows(asked: ValueQuestion, spends: SpendFit, check: Check, holdout: readonly Holdout[]): Row[] {
  if (spends.customers === 0) return []
  const unit = 10 ** (currencyDigits(asked.ctx.org.currency) ?? 2)
  const checked = check.to > check.end
  const common = { customers: spends.customers, ...windowsOf(check), holdout_actual: checked ? total(holdout, (h) => h.actualValue) / unit : null, holdout_predicted: checked ? total(holdout, (h) => h.predictedValue) / unit : null }
  if (spends.model.name === 'own_average' || !spends.estimate) return [{ model: 'own_average', parameter: 'spend_per_purchase_day', estimate: spends.mean === null ? null : spends.mean / unit, std_err: null, log_likelihood: null, ...common }]
  const { estimate } = spends
  const scaled = { ...estimate, log_likelihood: estimate.log_likelihood === null ? null : estimate.log_likelihood + spends.customers * Math.log(unit) } as Estimate
  return parameterRows('gamma_gamma', scaled, common).map((r) => (r.parameter === 'v' ? { ...r, estimate: (r.estimate ?? 0) / unit, std_err: r.std_err === null ? null : r.std_err / unit } : r))
}

async function contracted(asked: ValueQuestion, check: Check): Promise<{ rows: Row[]; statistics: Statistics }> {
  const { tx, ctx } = asked
  const staying = await fitStaying(tx, ctx, check.end, asked.split)
  const { actual, predicted, customers } = await stayHoldout(tx, ctx, staying, check, whoseIn(asked, undefined, check.end)(sql`s.customer_id`))
  const checked = check.to > check.end
  const whose = whoseIn(asked, undefined, check.end)
  const money = checked ? await contractMoney(tx, ctx, staying, check, whose) : null
  const major = (minor: number) => Math.round(minor) / 10 ** (currencyDigits(ctx.org.currency) ?? 2)
  const common = { customers: staying.customers, ...windowsOf(check), holdout_actual: checked ? actual : null, holdout_predicted: checked ? predicted : null }
  if (staying.fallback) asked.note(`Everybody who is there is taken to stay: ${staying.fallback}`)
  const statistics = { contract: 1, model: staying.model ? 'sbg' : 'historic_average', fallback: staying.fallback, customers: staying.customers, holdout_customers: customers, holdout_actual: common.holdout_actual, holdout_predicted: common.holdout_predicted, holdout_actual_value: money ? major(money.actual) : null, holdout_predicted_value: money ? major(money.predicted) : null }
  const sums = { ...common, holdout_actual: statistics.holdout_actual_value, holdout_predicted: statistics.holdout_predicted_value, std_err: null, log_likelihood: null, model: 'buhlmann_straub' }
  const pace = asked.parameters.model === undefined && staying.pace ? [{ parameter: 'mean', estimate: major(staying.pace.mean) }, { parameter: 'credible', estimate: staying.pace.credible }, { parameter: 'scatter', estimate: staying.pace.scatter }] : []
  return { rows: [...(staying.model && staying.estimate ? parameterRows('sbg', staying.estimate, common) : []), ...pace.map((one) => ({ ...sums, ...one }))], statistics }
}

function statisticsOf(counts: CountFit, holdout: readonly Holdout[], { end, to }: Check): Statistics {
  const statistics: Statistics = { model: counts.model.name, fallback: counts.fallback, customers: counts.customers, repeat_customers: counts.repeaters, distinct_histories: counts.rows.length, tried_log_likelihood: counts.estimate?.log_likelihood ?? null }
  if (to <= end) return statistics
  Object.assign(statistics, { holdout_actual: total(holdout, (h) => h.actual), holdout_predicted: total(holdout, (h) => h.predicted) })
  for (const { frequency, customers, actual, predicted } of holdout) Object.assign(statistics, { [`holdout_customers_${frequency}`]: customers, [`holdout_mean_actual_${frequency}`]: actual / customers, [`holdout_mean_predicted_${frequency}`]: predicted / customers })
  return statistics
}
