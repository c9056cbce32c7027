import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { DAILY_SUMS, MONTH_SUMS } from '@/db/schema'
import { NIL_ID } from '@/db/vocabulary'
import { foldMonths } from './fold-months'
import type { PlainKind } from './tables'

export const CELL = 'day, channel_id, touchpoint_id, form, direction'
const SUMS_OF = `count(*), coalesce(sum(x.duration_s), 0), count(x.duration_s), coalesce(sum(x.cost), 0), count(x.cost),
  count(*) filter (where x.result = 'failed'), count(*) filter (where x.result = 'met'), count(*) filter (where x.result = 'exceeded'),
  count(*) filter (where x.impression = -2), count(*) filter (where x.impression = 2)`
const MONTH_OF = `count(*), count(*) filter (where x.direction = 'contact'), count(*) filter (where x.direction = 'lookup'), count(*) filter (where x.direction = 'message'), coalesce(sum(x.cost), 0)`
const prefixed = (columns: string) => columns.split(', ').map((column) => `x.${column}`).join(', ')
/** Where a row does not keep its local day, `zone` (the session's setting) tells it. */
const ZONE = sql.raw("current_setting('app.zone')")
/** The local day a record of each kind is about. */
export const DAY_OF: Record<PlainKind, SQL> = {
  interaction: sql`x.day`, transaction: sql`x.day`, response: sql`x.day`, customer_value: sql`x.from_day`,
  promise: sql`(x.made_at at time zone ${ZONE})::date`, referral: sql`(x.occurred_at at time zone ${ZONE})::date`,
}

/** One roll-up of interactions: its table, keys, sums, and how both are read from rows `x` (and what is joined to them). */
type RollUp = { table: string; keys: string; keysOf: string; sums: readonly string[]; sumsOf: string; join: string }
const DAILY: RollUp = { table: 'rollup_daily', keys: CELL, keysOf: prefixed(CELL), sums: DAILY_SUMS, sumsOf: SUMS_OF, join: '' }
const SEGMENT: RollUp = {
  table: 'rollup_segment_daily', keys: `segmentation_id, segment_id, ${CELL}`, keysOf: `m.segmentation_id, m.segment_id, ${prefixed(CELL)}`, sums: DAILY_SUMS, sumsOf: SUMS_OF,
  join: `join profiles p on p.organisation_id = x.organisation_id and p.id = x.profile_id
    join memberships m on m.organisation_id = p.organisation_id and m.customer_id = p.customer_id and m.to_day is null`,
}
const MONTHLY: RollUp = {
  table: 'rollup_customer_month', keys: 'customer_id, month, channel_id', keysOf: "p.customer_id, date_trunc('month', x.day)::date, x.channel_id", sums: MONTH_SUMS, sumsOf: MONTH_OF,
  join: 'join profiles p on p.organisation_id = x.organisation_id and p.id = x.profile_id and p.customer_id is not null',
}

/**
 * Adds (sign 1) or takes away (−1) what rows of a kind contribute to every roll-up, by one statement each. `rows` is
 * `from … where …` with the rows as `x`. Cells that come down to nothing are deleted.
 */
export async function contribute(tx: Tx, organisationId: string, kind: PlainKind, rows: SQL, sign: 1 | -1, options: { keepDaily?: boolean } = {}): Promise<void> {
  if (kind === 'interaction') {
    if (!options.keepDaily) await move(tx, organisationId, DAILY, rows, sign)
    await contributePerCustomer(tx, organisationId, rows, sign)
  }
  const channel = kind === 'interaction' ? sql`x.channel_id` : sql`${NIL_ID}::uuid`
  await addSourceCells(tx, organisationId, sql`select x.source, ${kind}::text as kind, ${channel} as channel_id, ${DAY_OF[kind]} as day, ${sign}::int8 * count(*) as records ${rows} group by 1, 2, 3, 4`, sign)
}

/** Only those roll-ups that depend on who the customer is: what an identified or merged profile's rows move. */
export async function contributePerCustomer(tx: Tx, organisationId: string, rows: SQL, sign: 1 | -1): Promise<void> {
  await move(tx, organisationId, SEGMENT, rows, sign)
  if (sign < 0) await foldMonths(tx, organisationId, null)
  await move(tx, organisationId, MONTHLY, rows, sign)
}

/** Adds cells (source, kind, channel_id, day, records) to the roll-up per source. */
export async function addSourceCells(tx: Tx, organisationId: string, cells: SQL, sign: 1 | -1): Promise<void> {
  await tx.execute(sql`insert into source_daily as t (organisation_id, source, kind, channel_id, day, records)
    select ${organisationId}::uuid, d.* from (${cells}) d order by 2, 3, 4, 5
    on conflict (organisation_id, source, kind, channel_id, day) do update set records = t.records + excluded.records`)
  if (sign < 0) await tx.execute(sql`delete from source_daily where organisation_id = ${organisationId} and records = 0`)
}

/** Keeps apart, without any person, what rows about to be erased gave to the daily roll-up. */
export async function keepErased(tx: Tx, organisationId: string, rows: SQL): Promise<void> {
  await move(tx, organisationId, { ...DAILY, table: 'erased_daily' }, rows, 1)
}

async function move(tx: Tx, organisationId: string, r: RollUp, rows: SQL, sign: 1 | -1): Promise<void> {
  const raw = sql.raw
  // The rows' `from … where …` is a subquery, so that more can be joined to it.
  await tx.execute(sql`insert into ${raw(r.table)} as t (organisation_id, ${raw(r.keys)}, ${raw(r.sums.join(', '))})
    select ${organisationId}::uuid, ${raw(r.keys)}, ${raw(r.sums.map((sum) => `${sign} * ${sum}`).join(', '))} from (
      select ${raw(r.keysOf)}, ${raw(r.sumsOf)} from (select x.* ${rows}) x ${raw(r.join)} group by ${raw(r.keysOf)}
    ) as d(${raw(r.keys)}, ${raw(r.sums.join(', '))}) order by ${raw(r.keys)}
    on conflict (organisation_id, ${raw(r.keys)}) do update set ${raw(r.sums.map((sum) => `${sum} = t.${sum} + excluded.${sum}`).join(', '))}`)
  if (sign < 0) await tx.execute(sql`delete from ${raw(r.table)} where organisation_id = ${organisationId} and interactions = 0`)
}
