import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import { currencyDigits } from '../domain/money'
import { wilson } from '../domain/statistics/proportion'
import { daysBetween } from '../domain/time/local-day'
import type { Terms } from '../domain/value-models/predict'
import { filterParameters, rowField } from '../schemas/report-parameters'
import { whoseIn } from './customer-parts'
import { defineReport, type Asked } from './report'
import { lotOf, purchaseHistories } from './value-base'
import { statedValues, underContract } from './value-contract'
import { fitsFor, modelsOf, predictThrough, type Models } from './value-predictions'
import { checkOf, valueParameters, type Check } from './value-question'

/** Of more customers so many are looked at, drawn by lot: ids are hashes, so the first of them are. */
const LOOKED_AT = 50_000
/** Each one's range takes some milliseconds; of so many, a share is known to seven points. */
const RANGED = 200
const FIFTHS = ['Highest fifth', 'Second fifth', 'Middle fifth', 'Fourth fifth', 'Lowest fifth']
/** Below so many customers they are not cut into fifths. */
const LEAST = 50

/** Money in minor units. */
type Foreseen = { id: string; expected: number; came: number }
type Question = Asked<{ to?: string; calibration_end?: string; horizon_weeks?: number }>

export const valueForeseen = defineReport({
  name: 'value-foreseen',
  title: 'What customers were expected to bring, and what they brought',
  definition: 'The models fitted to the records up to calibration_end, whom customers were then expected to be worth over the holdout (net, before margin and discount), and what the same customers brought in it: in fifths by what was expected, those who had left already and those with finance’s own figures left out. Where the expected fifths part from what came, a forecast of one customer is off by as much. For 200 customers drawn by lot, how many ended inside the range that should hold eight of ten.',
  parameters: z.object({ from: valueParameters.from, to: valueParameters.to, calibration_end: valueParameters.calibration_end, horizon_weeks: valueParameters.horizon_weeks, segment: z.string().min(1).max(200).optional().describe('Slug of a value tier, or `segmentation:segment`.'), attribute: filterParameters.attribute }),
  row: z.object({
    fifth: z.string().describe('1, the fifth of whom most was expected, to 5; all where there are too few for fifths.'), label: rowField.label, customers: rowField.count,
    expected_value: rowField.money.describe('Mean per customer.'), actual_value: rowField.money.describe('Mean per customer, in the holdout.'),
  }),
  keys: ['fifth'],
  figures: { customers: { label: 'Customers', unit: 'count' }, expected_value: { label: 'Expected to come in', unit: 'money', n: 'customers' }, actual_value: { label: 'Came in', unit: 'money', n: 'customers' } },
  draw: 'bars',
  ordered: ['fifth'],
  joinsRecords: true,

  async answer(asked) {
    const { tx, ctx } = asked
    const found = await checked(asked)
    if (!found) return { rows: [] }
    const { check, models, terms, fallback, drawn, customers } = found
    asked.window = { ...asked.window, from: check.start, to: check.to }
    if (fallback) asked.note(fallback)
    if (drawn) asked.note(`Looked at are ${LOOKED_AT.toLocaleString('en')} customers drawn by lot.`)
    const major = (minor: number) => Math.round(minor) / 10 ** (currencyDigits(ctx.org.currency) ?? 2)
    const mean = (of: readonly Foreseen[], what: 'expected' | 'came') => major(sum(of, what) / of.length)
    const rows = fifthsOf(customers).map(({ fifth, label, of }) => ({ fifth, label, customers: of.length, expected_value: mean(of, 'expected'), actual_value: mean(of, 'came') }))
    const ranges = await rangesOf(tx, ctx, models, check, terms, customers)
    return { rows, statistics: { calibration_end: check.end, holdout_end: check.to, holdout_weeks: terms.horizonWeeks, customers: customers.length, expected_value: major(sum(customers, 'expected')), actual_value: major(sum(customers, 'came')), ...ranges } }
  },

  async population(asked, { row: { fifth }, field }) {
    if (field !== 'customers') return null
    const found = await checked(asked)
    const of = found ? fifthsOf(found.customers).find((one) => one.fifth === fifth)?.of : undefined
    return of ? { of: 'customer', field, where: sql`c.id = any(${sql.param(of.map(({ id }) => id))}::uuid[])` } : null
  },
})

const sum = (of: readonly Foreseen[], what: 'expected' | 'came'): number => of.reduce((total, one) => total + one[what], 0)

/** Who was there when the holdout began, with what was expected of each and what came. Null without a record long enough. */
async function checked(asked: Question): Promise<{ check: Check; models: Models; terms: Terms; fallback: string | null; /** Whether others were left out by lot. */ drawn: boolean; customers: Foreseen[] } | null> {
  const { tx, ctx } = asked
  const contract = await underContract(tx, ctx)
  const check = await checkOf(asked, contract)
  if (!check || check.to <= check.end) return null
  const terms = { horizonWeeks: Math.max(1, daysBetween(check.end, check.to) / 7), margin: 1, discountRate: 0 }
  const fits = await fitsFor(tx, ctx, { model: contract ? 'sbg' : null, end: check.end, terms })
  const models = modelsOf(fits)
  const whose = among(asked, check)
  const lot = await lotOf(tx, ctx.org, LOOKED_AT)
  const drawn = (customer: SQL) => lot.among(whose(customer), customer)
  const customers: Foreseen[] = []
  await predictThrough(tx, ctx, { model: contract ? 'sbg' : null, end: check.end, terms, whose: drawn }, models, (some) => {
    // Who had left already was not expected to bring anything, and says nothing of the method.
    for (const { id, expectedValue, pAlive } of some) if (pAlive !== 0) customers.push({ id, expected: expectedValue, came: 0 })
  })
  const came = await tx.execute<{ id: string; value: number }>(sql`select h.customer_id as id, h.later_value as value from ${purchaseHistories(ctx.org, { end: check.end, to: check.to }, drawn(sql`p.customer_id`))} h where h.later_value <> 0`)
  const values = new Map(came.rows.map(({ id, value }) => [id, value]))
  for (const one of customers) one.came = values.get(one.id) ?? 0
  const fallback = contract ? fits.staying?.fallback : fits.counts?.fallback
  return { check, models, terms, fallback: fallback ?? null, drawn: lot.drawn, customers }
}

/** Those of the filter for whom finance sends no figures of its own. */
function among(asked: Question, { end }: Check): (customer: SQL) => SQL {
  const whose = whoseIn(asked, undefined, end)
  return (customer) => sql`${whose(customer)} and not exists (select 1 from ${statedValues(asked.ctx, end)} v where v.customer_id = ${customer})`
}

function fifthsOf(customers: readonly Foreseen[]): { fifth: string; label: string; of: Foreseen[] }[] {
  if (customers.length === 0) return []
  const ordered = customers.toSorted((a, b) => b.expected - a.expected || (a.id < b.id ? -1 : 1))
  if (customers.length < LEAST) return [{ fifth: 'all', label: 'All', of: ordered }]
  return FIFTHS.map((label, i) => ({ fifth: String(i + 1), label, of: ordered.slice(Math.round((i * ordered.length) / FIFTHS.length), Math.round(((i + 1) * ordered.length) / FIFTHS.length)) }))
}

/**
 * How many of some customers, drawn by lot, ended in, below and above the range of eight in ten; with the 95 % interval of
 * the share inside. A range that begins at nought has nobody below it: of those, only who ended above can be counted.
 */
async function rangesOf(tx: Tx, ctx: OrgCtx, models: Models, check: Check, terms: Terms, customers: readonly Foreseen[]): Promise<Record<string, number | null>> {
  const some = new Map(customers.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, RANGED).map((one) => [one.id, one.came]))
  const counted = { below: 0, inside: 0, above: 0 }
  const fromNought = { n: 0, above: 0 }
  await predictThrough(tx, ctx, { model: models.contract ? 'sbg' : null, end: check.end, terms, customers: [...some.keys()], ranges: true }, models, (ones) => {
    for (const { id, range } of ones) {
      const came = some.get(id)
      if (!range || came === undefined) continue
      if (range.low <= 0) {
        fromNought.n++
        if (came > Math.ceil(range.high)) fromNought.above++
      } else counted[came < Math.floor(range.low) ? 'below' : came > Math.ceil(range.high) ? 'above' : 'inside']++
    }
  })
  const n = counted.below + counted.inside + counted.above
  const share = wilson(counted.inside, n)
  return { range_customers: n, range_below: counted.below, range_inside: counted.inside, range_above: counted.above, range_share: n > 0 ? counted.inside / n : null, range_share_low: share?.low ?? null, range_share_high: share?.high ?? null, nought_customers: fromNought.n, nought_above: fromNought.above, nought_low: wilson(fromNought.above, fromNought.n)?.low ?? null }
}
