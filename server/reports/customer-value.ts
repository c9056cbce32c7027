import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { currencyDigits, toMajor } from '../domain/money'
import { relativeInterval } from '../domain/value-models/uncertainty'
import { isValue } from '../queries/customer-value'
import { rowField } from '../schemas/report-parameters'
import { partOfEach, whoseIn } from './customer-parts'
import { customerParameters } from './relationships'
import { defineReport } from './report'
import { fitsFor, modelsOf, PREDICTED_BY, predictThrough, type Fits, type Predicted } from './value-predictions'
import { prospectOf, valueParameters, type ValueQuestion } from './value-question'
import { MOST_RANGES, noteRanges, rangeIn, rangesOf } from './value-range'

const row = z.object({
  customer: z.string(), historic_value: rowField.money.describe('Purchases less refunds so far, or finance’s own figures.'), transactions: rowField.count.describe('Purchases that count as value.'),
  x: z.number().int().nullable().describe('Repeat purchase days; null without a purchase.'), t_x: z.number().nullable().describe('Weeks from the first purchase day to the last one.'), T: z.number().nullable().describe('Weeks from the first purchase day to the last day known.'),
  p_alive: z.number().nullable().describe('Probability of still being a customer.'), expected_transactions: z.number().nullable().describe('Purchase days over the horizon.'),
  expected_spend: rowField.money.describe('Per purchase day.'), expected_value: rowField.money.describe('Spend over the horizon, before margin and discount.'), clv: rowField.money.describe('Discounted margin over the horizon.'), clv_low: rowField.money.describe('95 % interval of that expectation, from how precisely the models’ parameters are known; what one customer does varies more. Null where no model says.'), clv_high: rowField.money,
  range_low: rowField.money.describe(`Eight of ten customers like this one will bring, as discounted margin over the horizon, between range_low and range_high; one of ten less, one more. Told in answers of at most ${MOST_RANGES} customers, where a model says.`), range_high: rowField.money,
  model: z.enum(PREDICTED_BY), group: z.string().nullable().describe('With `by`: the part the customer stood in on the day; else null.'), group_label: z.string().nullable(),
})

export const customerValue = defineReport({
  name: 'customer-value',
  title: 'What each customer will be worth',
  definition: 'Per known customer: value so far, and what is expected over the horizon. Purchases of one local day are one purchase day, in the organisation’s currency; refunds lower value and are no repeat. Expected purchases and the probability of still being a customer come from BG/NBD (or Pareto/NBD), spend per purchase from Gamma-Gamma, or, under contract, staying from the shifted beta-geometric model and value per month from one’s own record, weighed with everybody’s the more the shorter it is (Bühlmann & Straub); where the data supports none of them, everybody goes on as so far (historic_average): at a pace between their own and everybody’s, the nearer to their own the longer their record. Where finance sent its own margins, those are used as they are. CLV is discounted margin; its 95 % interval says how precisely the expectation is known (information matrix, delta method), not how much one customer may differ from it: that is the range, within which eight of ten such customers end. Who is recorded as having left brings nothing. Highest CLV first. A filter leaves those customers who stood there on the last day used; the models are those of everybody.',
  parameters: z.object({ ...valueParameters, ...customerParameters, by: customerParameters.by.describe('Names the part each customer stood in on the last day used: segment, segmentation:<slug> or attribute:<name>.'), customer: z.string().min(1).max(200).optional().describe('Only this customer (the sender’s id).'), limit: z.coerce.number<number | string>().int().min(1).max(100_000).optional().describe('Only so many, of the highest CLV.') }),
  row,
  keys: ['customer'],
  figures: {
    historic_value: { label: 'Value so far', unit: 'money' }, transactions: { label: 'Purchases', unit: 'count' }, x: { label: 'Repeat purchase days', unit: 'number' }, t_x: { label: 'Weeks to the last purchase', unit: 'number' }, T: { label: 'Weeks known', unit: 'number' },
    p_alive: { label: 'Still a customer', unit: 'share' }, expected_transactions: { label: 'Expected purchases', unit: 'number' }, expected_spend: { label: 'Expected per purchase', unit: 'money' }, expected_value: { label: 'Expected value', unit: 'money' }, clv: { label: 'Lifetime value', unit: 'money', low: 'clv_low', high: 'clv_high' }, range_low: { label: 'One of ten brings less', unit: 'money' }, range_high: { label: 'One of ten brings more', unit: 'money' },
  },
  draw: 'table',
  joinsRecords: true,

  async answer(asked) {
    const { tx, ctx, parameters } = asked
    const only = parameters.customer === undefined ? undefined : (await tx.execute<{ id: string }>(sql`select id from customers where organisation_id = ${ctx.org.id} and external_id = ${parameters.customer}`)).rows.map(({ id }) => id)
    const about = await prospectOf(asked)
    const filtered = asked.split.segment !== null || asked.split.attribute !== null
    const prospect = { ...about, ...(only ? { customers: only } : {}), ...(filtered ? { whose: whoseIn(asked, undefined, about.end) } : {}) }
    const fits = await fitsFor(tx, ctx, prospect)
    noteFits(asked, fits)
    const best = highest(parameters.limit ?? Number.POSITIVE_INFINITY)
    const models = modelsOf(fits)
    await predictThrough(tx, ctx, prospect, models, (some) => best.add(some))
    const unit = 10 ** (currencyDigits(ctx.org.currency) ?? 2)
    const money = (minor: number) => Math.round(minor) / unit
    const sorted = best.sorted()
    const partOf = await partOfEach(asked, sorted.map(({ id }) => id), prospect.end)
    if (sorted.some(({ error }) => error !== null)) noteRanges(asked, sorted.length)
    const ranges = await rangesOf(tx, ctx, prospect, models, sorted.map(({ id }) => id))
    const rows = sorted.map((c) => ({
      customer: c.customer, historic_value: toMajor(Math.round(c.historicValue), ctx.org.currency), transactions: c.transactions, x: c.x, t_x: c.t, T: c.T, p_alive: c.pAlive, expected_transactions: c.expectedTransactions,
      expected_spend: c.expectedTransactions ? money(c.expectedValue / c.expectedTransactions) : null, expected_value: money(c.expectedValue), clv: money(c.clv), clv_low: c.error === null ? null : money(relativeInterval(c.clv, c.error).low), clv_high: c.error === null ? null : money(relativeInterval(c.clv, c.error).high), ...rangeIn(ranges.get(c.id), money), model: c.model, group: partOf(c.id)?.key ?? null, group_label: partOf(c.id)?.label ?? null,
    }))
    return { rows, statistics: { customers: best.seen(), model: fits.counts?.model.name ?? (fits.staying?.model ? 'sbg' : 'historic_average'), spend_model: fits.spends?.model.name ?? null, fallback: fits.counts?.fallback ?? (fits.contract ? fits.staying?.fallback ?? null : null), calibration_end: prospect.end, horizon_weeks: prospect.terms.horizonWeeks, discount_rate: prospect.terms.discountRate, margin: prospect.terms.margin } }
  },

  async population(asked, { row: { customer }, field }) {
    if (field !== 'transactions' && field !== 'historic_value') return null
    const { ctx, tx } = asked
    const { end } = await prospectOf(asked)
    const who = sql`(select id from customers where organisation_id = ${ctx.org.id} and external_id = ${customer})`
    const stated = await tx.execute<{ any: boolean }>(sql`select exists (select 1 from customer_values v join profiles p on p.organisation_id = v.organisation_id and p.id = v.profile_id where v.organisation_id = ${ctx.org.id} and v.currency = ${ctx.org.currency} and v.to_day <= ${end}::date and p.customer_id in ${who}) as any`)
    // Finance's figures are no transactions.
    if (field === 'historic_value' && stated.rows[0]?.any) return { of: 'customer', field, where: sql`c.id in ${who}` }
    return { of: 'transaction', field, where: sql`p.customer_id in ${who} and ${isValue(ctx.org)} and t.day < ${end}::date ${field === 'transactions' ? sql`and t.amount >= 0` : sql``}` }
  },
})

/** What took a model's place, and what finance has sent. */
export function noteFits(asked: Pick<ValueQuestion, 'note'>, { counts, spends, staying, contract, stated }: Fits): void {
  if (counts?.fallback) asked.note(`Everybody is taken to go on as so far (historic_average): ${counts.fallback}`)
  if (spends?.fallback && !counts?.fallback) asked.note(`Everybody is taken to spend as on average so far (own_average): ${spends.fallback}`)
  if (contract && staying?.fallback) asked.note(`Everybody who is there is taken to stay: ${staying.fallback}`)
  if (counts?.model.name === 'bg_nbd') asked.note('Who bought once only counts as still there: one purchase tells the model nothing about leaving.')
  if (stated) asked.note('Customers for whom finance has sent values are worth those, as margins, for as long as they stay.')
}

/** Keeps the highest of however many are seen; ties by name. */
function highest(limit: number) {
  const order = (a: Predicted, b: Predicted) => b.clv - a.clv || (a.customer < b.customer ? -1 : 1)
  let kept: Predicted[] = []
  let count = 0
  return {
    add(some: Predicted[]) {
      count += some.length
      for (const one of some) kept.push(one)
      if (kept.length > 2 * limit + 1000) kept = kept.toSorted(order).slice(0, limit)
    },
    sorted: () => kept.toSorted(order).slice(0, limit),
    seen: () => count,
  }
}
