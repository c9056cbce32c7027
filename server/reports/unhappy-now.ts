import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { toMajor } from '../domain/money'
import { twelveMonths } from '../queries/customers'
import { UNHAPPY_DAYS, waitingPeople } from '../queries/recovery'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { defineReport, type Asked } from './report'
import { presentlyIn, presentlyWith } from './split'

const REASONS = { total: 'Total', failed: 'A failed moment', very_bad: 'A very bad impression', promise: 'A promise not kept' } as const
const KEYS = ['total', 'failed', 'very_bad', 'promise'] as const
/** "112 customers waiting since a failed moment": as it is read from a wall. */
const spoken = (whom: string) => ({ total: `${whom} whom we failed in the last ${UNHAPPY_DAYS} days`, failed: `${whom} since a failed moment`, very_bad: `${whom} since a very bad impression`, promise: `${whom} since a promise was not kept` })
type Found = { reason: (typeof KEYS)[number]; customers: number; waiting: number | null; unowned: number; at_stake: number }

export const unhappyNow = defineReport({
  name: 'unhappy-now',
  title: 'Who waits for us now',
  definition: `Customers with a failed moment, a very bad impression (−2) or a promise not kept in the last ${UNHAPPY_DAYS} days on which nobody has acted since, as of now. An act is an interaction on our initiative about the same issue or touchpoint, or with goodwill; for a failed moment or an impression also a promise kept, or the issue’s resolution. A promise not kept waits on although its issue was closed: until it is kept late, the customer withdraws it, or we reach out. At stake is the predicted value where there is a prediction, else what the customer brought in twelve months. Who waits for several reasons counts under each, in the total once.`,
  parameters: z.object({ from: windowParameters.from.describe('Changes nothing here: it is about now.'), to: windowParameters.to.describe('Changes nothing here: it is about now.'), segment: filterParameters.segment, attribute: filterParameters.attribute.describe('`<name>:<value>` of a declared dimension of the customer.') }),
  row: z.object({ reason: z.enum(KEYS), label: rowField.label, customers: rowField.count, waiting: rowField.count.nullable().describe('Of a reason: everybody who waits, whatever for.'), unowned: rowField.count.describe('Nobody has taken them on.'), at_stake: rowField.money }),
  keys: ['reason'],
  figures: {
    customers: { label: 'Customers waiting', unit: 'count', of: 'waiting', spoken: spoken('Customers waiting') },
    waiting: { label: 'Waiting for whatever reason', unit: 'number' },
    unowned: { label: 'Nobody has taken on', unit: 'count', of: 'customers', spoken: spoken('Customers nobody has taken on') },
    at_stake: { label: 'At stake', unit: 'money', spoken: spoken('At stake with customers waiting') },
  },
  draw: 'table',
  ofNow: true,

  async answer(asked) {
    const found = await asked.tx.execute<Found>(sql`
      with ${await people(asked)}
      select r.reason, count(v.person)::int as customers, case when r.reason <> 'total' then (select count(*)::int from seen) end as waiting, count(v.person) filter (where v.case_id is null)::int as unowned, coalesce(sum(v.value), 0)::float8 as at_stake
      from unnest(${sql.param([...KEYS])}::text[]) with ordinality r(reason, nth) left join seen v on r.reason = 'total' or r.reason = any(v.kinds) group by r.reason, r.nth order by r.nth`)
    return { rows: found.rows.map((row) => ({ ...row, label: REASONS[row.reason], at_stake: toMajor(Math.round(row.at_stake), asked.ctx.org.currency) })) }
  },

  async population(asked, { row: { reason }, field }) {
    const why = reason === undefined || reason === 'total' || field === 'waiting' ? sql`true` : sql`${reason} = any(v.kinds)`
    return { of: 'customer', field: field === 'unowned' || field === 'waiting' ? field : 'customers', where: sql`c.id in (with ${await people(asked)} select v.person from seen v where ${why} and ${field === 'unowned' ? sql`v.case_id is null` : sql`true`})` }
  },
})

/** Those who wait (`seen`), of the segment and the dimension that are asked for. */
async function people({ ctx, tx, split }: Pick<Asked<unknown>, 'ctx' | 'tx' | 'split'>): Promise<SQL> {
  return sql`${waitingPeople(ctx, await twelveMonths(tx, ctx))}, seen as (select v.* from valued v where ${presentlyIn(sql`v.person`, ctx, split.segment)} and ${presentlyWith(sql`v.person`, ctx, split.attribute)})`
}
