import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '@/db/client'
import { toMajor } from '../domain/money'
import { addDays, type LocalDay } from '../domain/time/local-day'
import { rowField, windowParameters } from '../schemas/report-parameters'
import type { OrgCtx } from '../context'
import { defineReport } from './report'
import { purchaseHistories } from './value-base'
import { statedValues } from './value-contract'

/** Shares of the customers, from the top, at which the curve is told. */
const PERCENTS = [1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
const BASES = ['predicted', 'historic'] as const

const row = z.object({ basis: z.enum(BASES), percent: z.string().describe('Top so many per cent of the customers.'), customers: rowField.count, share_of_customers: rowField.share, value: rowField.money, share_of_value: rowField.share.describe('Of all value; null where that is nothing or less.') })

export const valueConcentration = defineReport({
  name: 'value-concentration',
  title: 'How much of the value the best customers hold',
  definition: 'Customers with any value or prediction, the most valuable first: which share of all value the top so many hold. `predicted` is discounted margin expected over the next year, `historic` what they have brought so far. Amounts below zero (more refunds than purchases) count as they are, so a share can exceed 100 % before it falls back to it.',
  parameters: z.object({ from: windowParameters.from.describe('Changes nothing here.'), to: windowParameters.to.describe('Changes nothing here: predictions are those kept.') }),
  row,
  keys: ['basis', 'percent'],
  figures: { customers: { label: 'Customers', unit: 'count' }, share_of_customers: { label: 'Share of customers', unit: 'share', numerator: 'customers' }, value: { label: 'Value', unit: 'money' }, share_of_value: { label: 'Share of value', unit: 'share', numerator: 'value', n: 'customers' } },
  draw: 'line',

  async answer({ tx, ctx, note }) {
    const end = await predictedFrom(tx, ctx)
    if (end === null) {
      note('Nothing has been predicted yet: that happens by itself once purchases or finance’s own values have arrived.')
      return { rows: [] }
    }
    const rows: z.output<typeof row>[] = []
    let everybody = 0
    for (const basis of BASES) {
      const found = await tx.execute<{ rank: number; n: number; value: number }>(sql`select ceil(place * 100.0 / total)::int as rank, count(*)::int as n, sum(value)::float8 as value from ${ranked(ctx, basis, end)} r group by 1 order by 1`)
      const customers = found.rows.reduce((sum, r) => sum + r.n, 0)
      everybody = customers
      const whole = found.rows.reduce((sum, r) => sum + r.value, 0)
      for (const percent of PERCENTS) {
        const top = found.rows.filter(({ rank }) => rank <= percent)
        const [n, value] = [top.reduce((sum, r) => sum + r.n, 0), top.reduce((sum, r) => sum + r.value, 0)]
        if (n > 0) rows.push({ basis, percent: String(percent), customers: n, share_of_customers: n / customers, value: toMajor(value, ctx.org.currency), share_of_value: whole > 0 ? value / whole : null })
      }
    }
    return { rows, statistics: { as_of: addDays(end, -1), customers: everybody } }
  },

  async population({ tx, ctx }, { row: { basis, percent } }) {
    const end = await predictedFrom(tx, ctx)
    const known = BASES.find((b) => b === basis)
    const most = Number(percent)
    if (!known || end === null || !Number.isInteger(most)) return null
    return { of: 'customer', field: 'customers', where: sql`c.id in (select r.customer_id from ${ranked(ctx, known, end)} r where ceil(place * 100.0 / total) <= ${most}::int)` }
  },
})

/** The day from which nothing was used for the predictions kept; null while there are none. */
async function predictedFrom(tx: Tx, ctx: OrgCtx): Promise<LocalDay | null> {
  const found = await tx.execute<{ day: LocalDay | null }>(sql`select to_char(max(as_of) + 1, 'YYYY-MM-DD') as day from customer_predictions where organisation_id = ${ctx.org.id}`)
  return found.rows[0]?.day ?? null
}

/** Customers by value, highest first, as a subquery: customer_id, value, place (from 1), total. */
function ranked(ctx: OrgCtx, basis: (typeof BASES)[number], end: LocalDay): SQL {
  const all = sql`select p.customer_id, p.clv::float8 as value from customer_predictions p where p.organisation_id = ${ctx.org.id}`
  const from = basis === 'predicted' ? all : sql`
    select k.customer_id, coalesce(v.stated, h.value, 0)::float8 as value from (${all}) k
    left join ${purchaseHistories(ctx.org, { end, to: end })} h on h.customer_id = k.customer_id left join ${statedValues(ctx, end)} v on v.customer_id = k.customer_id`
  return sql`(select customer_id, value, row_number() over (order by value desc, customer_id) as place, count(*) over () as total from (${from}) b)`
}
