import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { toMajor } from '../domain/money'
import { addDays, type LocalDay } from '../domain/time/local-day'
import { rowField, windowParameters } from '../schemas/report-parameters'
import type { OrgCtx } from '../context'
import { customerParts, whoseIn, type CustomerPart } from './customer-parts'
import { customerParameters } from './relationships'
import { defineReport } from './report'
import { purchaseHistories } from './value-base'
import { statedValues } from './value-contract'
import { predictedFrom } from './value-predictions'

/** Shares of the customers, from the top, at which the curve is told. */
const PERCENTS = [1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
const BASES = ['predicted', 'historic'] as const
const BASIS_LABEL = { predicted: 'Expected in a year', historic: 'Brought so far' } as const

const row = z.object({ group: rowField.key, group_label: rowField.label, basis: z.enum(BASES), basis_label: z.string(), percent: z.string().describe('Top so many per cent of the customers.'), percent_label: z.string(), customers: rowField.count, share_of_customers: rowField.share, value: rowField.money, share_of_value: rowField.share.describe('Of all value; null where that is nothing or less.') })

export const valueConcentration = defineReport({
  name: 'value-concentration',
  title: 'How much of the value the best customers hold',
  definition: 'Customers with any value or prediction who are not known to have left, the most valuable first: which share of all value the top so many hold. `predicted` is discounted margin expected over the next year, `historic` what they have brought so far. Amounts below zero (more refunds than purchases) count as they are, so a share can exceed 100 % before it falls back to it. Split, each part of the customers has a curve of its own, by where they stood on the day predictions begin.',
  parameters: z.object({ from: windowParameters.from.describe('Changes nothing here.'), to: windowParameters.to.describe('Changes nothing here: predictions are those kept.'), ...customerParameters }),
  row,
  keys: ['group', 'basis', 'percent'],
  figures: { customers: { label: 'Customers', unit: 'count' }, share_of_customers: { label: 'Share of customers', unit: 'share', numerator: 'customers' }, value: { label: 'Value', unit: 'money' }, share_of_value: { label: 'Share of value', unit: 'share', numerator: 'value', n: 'customers' } },
  draw: 'line',
  joinsRecords: true,

  async answer(asked) {
    const { tx, ctx, note } = asked
    const end = await predictedFrom(tx, ctx)
    if (end === null) {
      note('Nothing has been predicted yet: that happens by itself once purchases or finance’s own values have arrived.')
      return { rows: [] }
    }
    const rows: z.output<typeof row>[] = []
    let everybody = 0
    for (const part of await customerParts(asked, end)) for (const basis of BASES) {
      const found = await tx.execute<{ rank: number; n: number; value: number }>(sql`select ceil(place * 100.0 / total)::int as rank, count(*)::int as n, sum(value)::float8 as value from ${ranked(ctx, basis, end, part.whose)} r group by 1 order by 1`)
      const customers = found.rows.reduce((sum, r) => sum + r.n, 0)
      if (part.key === 'total') everybody = customers
      const whole = found.rows.reduce((sum, r) => sum + r.value, 0)
      for (const percent of PERCENTS) {
        const top = found.rows.filter(({ rank }) => rank <= percent)
        const [n, value] = [top.reduce((sum, r) => sum + r.n, 0), top.reduce((sum, r) => sum + r.value, 0)]
        if (n > 0) rows.push({ group: part.key, group_label: part.label, basis, basis_label: BASIS_LABEL[basis], percent: String(percent), percent_label: `by the best ${percent}\u00a0% of customers`, customers: n, share_of_customers: n / customers, value: toMajor(value, ctx.org.currency), share_of_value: whole > 0 ? value / whole : null })
      }
    }
    return { rows, statistics: { as_of: addDays(end, -1), customers: everybody } }
  },

  async population(asked, { row: { group, basis, percent } }) {
    const { tx, ctx } = asked
    const end = await predictedFrom(tx, ctx)
    const known = BASES.find((b) => b === basis)
    const most = Number(percent)
    if (!known || end === null || !Number.isInteger(most)) return null
    return { of: 'customer', field: 'customers', where: sql`c.id in (select r.customer_id from ${ranked(ctx, known, end, whoseIn(asked, group, end))} r where ceil(place * 100.0 / total) <= ${most}::int)` }
  },
})

/** Customers by value, highest first, as a subquery: customer_id, value, place (from 1), total. */
function ranked(ctx: OrgCtx, basis: (typeof BASES)[number], end: LocalDay, whose: CustomerPart['whose']): SQL {
  const all = sql`select p.customer_id, p.clv::float8 as value from customer_predictions p where p.organisation_id = ${ctx.org.id} and p.p_alive is distinct from 0 and ${whose(sql`p.customer_id`)}`
  const from = basis === 'predicted' ? all : sql`
    select k.customer_id, coalesce(v.stated, h.value, 0)::float8 as value from (${all}) k
    left join ${purchaseHistories(ctx.org, { end, to: end })} h on h.customer_id = k.customer_id left join ${statedValues(ctx, end)} v on v.customer_id = k.customer_id`
  return sql`(select customer_id, value, row_number() over (order by value desc, customer_id) as place, count(*) over () as total from (${from}) b)`
}
