import { sql, type SQL } from 'drizzle-orm'
import { MONTH_SUMS } from '@/db/schema'

const COLUMNS = ['organisation_id', 'customer_id', 'month', 'channel_id', ...MONTH_SUMS].join(', ')

/**
 * Known customer × local month × channel, to stand in `from`: the roll-up, and what has been added to it since the
 * customer was last settled. A cell may come in several rows: sum them, or count customers, never rows.
 */
export const CUSTOMER_MONTHS: SQL = sql.raw(`(select ${COLUMNS} from rollup_customer_month union all select ${COLUMNS} from rollup_customer_month_added)`)
