import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { OrgCtx } from '../context'
import { toMajor } from '../domain/money'
import type { Range } from '../domain/value-models/range'
import { isValue } from '../queries/customer-value'
import { rowField, windowParameters } from '../schemas/report-parameters'
import { partOfEach, whoseIn } from './customer-parts'
import { customerParameters } from './relationships'
import { defineReport } from './report'
import { ownTerms, PREDICTED_BY, predictedFrom } from './value-predictions'
import { keptModels, MOST_RANGES, noteRanges, rangeIn, rangesOf } from './value-range'

export const mostValuable = defineReport({
  name: 'most-valuable',
  title: 'Who will be worth most',
  definition: 'The customers expected to bring the most discounted margin over the next year, as last predicted from all records so far; computed anew after every change and every night. Where a model tells the probability of still being a customer, a high value with a low probability is worth a call. The 95 % interval is of the expectation, what customers with such records bring on average (information matrix, delta method); what one of them brings may be far from it, and nothing if they leave: eight of ten such customers end within the range.',
  parameters: z.object({ from: windowParameters.from.describe('Changes nothing here.'), to: windowParameters.to.describe('Changes nothing here: predictions are those kept.'), ...customerParameters, by: customerParameters.by.describe('Names the part each customer stood in on the day predictions begin: segment, segmentation:<slug> or attribute:<name>.'), limit: z.coerce.number<number | string>().int().min(1).max(1000).default(20).describe('How many.'), customer: z.string().min(1).max(200).optional().describe('Only this customer (the sender’s id).') }),
  row: z.object({
    customer: z.string(), name: z.string().nullable(), purchases: rowField.count.describe('So far.'), p_alive: z.number().nullable(), expected_transactions: z.number().nullable(), expected_value: rowField.money, clv: rowField.money, clv_low: rowField.money.describe('95 % interval of that expectation; null where no model says.'), clv_high: rowField.money,
    range_low: rowField.money.describe(`Eight of ten customers like this one will bring between range_low and range_high; one of ten less, one more. Null where no model says, and in answers of more than ${MOST_RANGES} customers.`), range_high: rowField.money,
    last_at: z.string().nullable().describe('When the customer’s newest record is of.'), model: z.enum(PREDICTED_BY), as_of: z.string(), group: z.string().nullable().describe('With `by`: the part the customer stood in on the day; else null.'), group_label: z.string().nullable(),
  }),
  keys: ['customer'],
  figures: {
    purchases: { label: 'Purchases', unit: 'count' }, p_alive: { label: 'Still a customer', unit: 'share' }, expected_transactions: { label: 'Expected purchases', unit: 'number' }, expected_value: { label: 'Expected value', unit: 'money' }, clv: { label: 'Lifetime value', unit: 'money', low: 'clv_low', high: 'clv_high' }, range_low: { label: 'One of ten brings less', unit: 'money' }, range_high: { label: 'One of ten brings more', unit: 'money' },
  },
  draw: 'table',

  async answer(asked) {
    const { tx, ctx, parameters } = asked
    const day = await predictedFrom(tx, ctx)
    if (day === null) return { rows: [] }
    const found = await tx.execute<{ id: string; customer: string; name: string | null; purchases: number; p_alive: number | null; expected_transactions: number | null; expected_value: number; clv: number; clv_low: number | null; clv_high: number | null; last_at: string | null; model: (typeof PREDICTED_BY)[number]; as_of: string }>(sql`
      select c.id::text as id, c.external_id as customer, c.name, (select count(*) from ${purchasesOf(sql`c.id`, ctx)})::int as purchases, p.p_alive, p.expected_transactions, p.expected_value::float8 as expected_value, p.clv::float8 as clv, p.clv_low::float8 as clv_low, p.clv_high::float8 as clv_high,
        to_char(c.last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as last_at, p.model, p.as_of::text as as_of
      from customer_predictions p join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
      where p.organisation_id = ${ctx.org.id} and ${parameters.customer === undefined ? sql`true` : sql`c.external_id = ${parameters.customer}`} and ${whoseIn(asked, undefined, day)(sql`p.customer_id`)} order by p.clv desc, c.external_id limit ${parameters.limit}`)
    const money = (minor: number) => toMajor(minor, ctx.org.currency)
    const ids = found.rows.map(({ id }) => id)
    const partOf = await partOfEach(asked, ids, day)
    const models = await keptModels(tx, ctx)
    if (models) noteRanges(asked, ids.length)
    const ranges = models ? await rangesOf(tx, ctx, { model: null, end: day, terms: ownTerms(ctx) }, models, ids) : new Map<string, Range>()
    return { rows: found.rows.map(({ id, ...r }) => ({ ...r, group: partOf(id)?.key ?? null, group_label: partOf(id)?.label ?? null, expected_value: money(r.expected_value), clv: money(r.clv), clv_low: r.clv_low === null ? null : money(r.clv_low), clv_high: r.clv_high === null ? null : money(r.clv_high), ...rangeIn(ranges.get(id), (minor) => money(Math.round(minor))) })) }
  },

  // What a prediction rests on: the customer’s own purchases.
  population({ ctx }, { row: { customer }, field }) {
    const who = sql`(select id from customers where organisation_id = ${ctx.org.id} and external_id = ${customer})`
    if (field === 'clv' || field === 'expected_value' || field === 'range_low' || field === 'range_high') return { of: 'customer', field, where: sql`c.id = ${who}` }
    return { of: 'transaction', field: 'purchases', where: sql`p.customer_id = ${who} and t.amount >= 0 and ${isValue(ctx.org)}` }
  },
})

const purchasesOf = (customer: SQL, { org }: Pick<OrgCtx, 'org'>): SQL => sql`transactions t join profiles tp on tp.organisation_id = t.organisation_id and tp.id = t.profile_id
  where t.organisation_id = ${org.id} and tp.customer_id = ${customer} and t.amount >= 0 and ${isValue(org)}`
