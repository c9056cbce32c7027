import { MONTH_SUMS } from './schema'

/**
 * The cells in the arrays of rollup_customer_month_batches, or of a statement's `batches` that has its columns, as rows of
 * rollup_customer_month's columns (`select …`). A sum that is nothing in all cells of a batch has no array.
 */
export const monthCells = (batches = 'rollup_customer_month_batches'): string => `
  select b.organisation_id, c.customer_id, c.month, c.channel_id, ${MONTH_SUMS.map((sum) => `coalesce(c.${sum}, 0) as ${sum}`).join(', ')}
  from ${batches} b cross join lateral unnest(b.customer_ids, b.months, b.channel_ids, ${MONTH_SUMS.map((sum) => `b.${sum}`).join(', ')}) as c (customer_id, month, channel_id, ${MONTH_SUMS.join(', ')})`
