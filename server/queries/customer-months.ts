import { sql, type SQL } from 'drizzle-orm'
import { monthCells } from '@/db/month-cells'
import { MONTH_SUMS } from '@/db/schema'

const CELLS: SQL = sql.raw(`(${monthCells()})`)

/**
 * Known customer × local month × channel, to stand in `from`: the roll-up, and what recording has added to it since it
 * was last settled. A cell may come in several rows: sum them, or count customers, never rows. For all customers at once;
 * of one customer beside others see below.
 */
export const CUSTOMER_MONTHS: SQL = sql.raw(`(select organisation_id, customer_id, month, channel_id, ${MONTH_SUMS.join(', ')} from rollup_customer_month union all ${monthCells()})`)

type Of = { organisationId: string; /** The customer's id, of the statement around. */ customer: SQL; /** Further conditions on a cell's `month` and `channel_id`. */ where: SQL }

/**
 * A sum over months of each customer of a statement. What was recorded since is read once for all of them, into an
 * object by customer: the arrays it comes in have no index by which each customer could find their own.
 */
export function sumOfMonths(sum: (typeof MONTH_SUMS)[number], { organisationId, customer, where }: Of): SQL {
  const n = sql.raw(`coalesce(sum(${sum}), 0)::float8`)
  return sql`((select ${n} from rollup_customer_month where organisation_id = ${organisationId} and customer_id = ${customer} and ${where})
    + coalesce(((select jsonb_object_agg(customer_id, n) from (select customer_id, ${n} as n from ${CELLS} since where organisation_id = ${organisationId} and ${where} group by 1) by_customer) ->> ${customer}::text)::float8, 0))`
}

/** Whether a customer of a statement had any interaction in such months. */
export function hasMonths({ organisationId, customer, where }: Of): SQL {
  return sql`(exists (select 1 from rollup_customer_month where organisation_id = ${organisationId} and customer_id = ${customer} and interactions > 0 and ${where})
    or ${customer} in (select customer_id from ${CELLS} since where organisation_id = ${organisationId} and interactions > 0 and ${where}))`
}
