import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { NIL_ID } from '@/db/vocabulary'
import { addSourceCells } from './contribute'

/** Adds (1) or takes away (−1) what facts `f` (`from facts f where …`) contribute to the roll-up per source. */
export async function contributeFacts(tx: Tx, organisationId: string, facts: SQL, sign: 1 | -1): Promise<void> {
  await addSourceCells(tx, organisationId, sql`select f.source, f.kind, ${NIL_ID}::uuid as channel_id, ${FACT_DAY} as day, ${sign}::int8 * count(*) as records ${facts} group by 1, 2, 3, 4`, sign)
}

/** The local day of `timeOfFact` (services/recording/facts), in SQL. */
const FACT_DAY = sql`((case when f.kind = 'issue' then coalesce((f.fields->>'opened_at')::timestamptz, (f.fields->>'resolved_at')::timestamptz, f.updated_at) else f.updated_at end) at time zone current_setting('app.zone'))::date`
