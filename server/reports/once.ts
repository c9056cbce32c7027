import { sql, type SQL } from 'drizzle-orm'

/** A relation computed once, however often a join looks at it: without statistics the planner would compute it per row. */
export const once = (query: SQL): SQL => sql`(with z as materialized (${query}) select * from z)`
