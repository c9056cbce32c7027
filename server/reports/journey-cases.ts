import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { NIL_ID } from '@/db/vocabulary'
import { filterParameters, parameter, windowParameters } from '../schemas/report-parameters'
import { wilson } from '../domain/statistics/proportion'
import { inMemory } from './in-memory'
import { interactionsInView } from './populations'
import type { Asked, Statistics } from './report'
import { inParts } from './split'

/**
 * What decides between contacts of the same time: their senders' ids, shorter ones first, since feeds and files number
 * their rows (9 before 10). Ids of ours are made from those by hashing: their order would be drawn by lot.
 */
const TIE = sql`length(i.external_id) as id_length, i.external_id collate "C" as id_text`
const TIED = sql`id_length, id_text`
export const BY_TIME = sql`i.occurred_at, length(i.external_id), i.external_id collate "C", i.id`

/** Days without an interaction after which a new path begins, where nothing else is said. */
export const GAP_DAYS = 7

/** Above this many interactions in the window paths are not followed: every one of them has to be read. */
export const PATH_BOUND = 3_000_000

export const caseParameters = {
  ...windowParameters, compare: parameter.compare, journey: filterParameters.journey, channel: filterParameters.channel, segment: filterParameters.segment,
  per: z.enum(['issue', 'window']).default('window').describe('What belongs together: one issue, or what one customer did without a longer pause than `gap_days`.'),
  gap_days: z.coerce.number<number | string>().int().min(1).max(365).default(GAP_DAYS).describe('Days without an interaction after which a new path begins.'),
  steps: z.enum(['all', 'map']).default('all').describe('All touchpoints met, or with `journey` only those of the map.'),
  messages: z.enum(['without', 'with']).default('without').describe('Whether messages we sent are stops on the way; the customer did not go there.'),
} as const
type Parameters = { per: 'issue' | 'window'; gap_days: number; steps: 'all' | 'map'; messages: 'without' | 'with'; journey?: string | undefined }
type Question = Pick<Asked<Parameters>, 'ctx' | 'window' | 'split' | 'parameters'>

/**
 * CTEs ending in `visit` (case_key, customer_id, touchpoint_id, interaction_id, occurred_at, n, again, tied): the interactions
 * of known customers at touchpoints, put into cases. `n` gives their order, `again` marks one at the same touchpoint as the
 * one before, which is the same visit going on; `tied` one elsewhere at the very time of the one before, so that only their
 * senders' ids tell which came first. Of a journey: only cases that touched one of its touchpoints (`ids`).
 */
export function visits({ ctx, window, split, parameters }: Question, ids: readonly string[] | null): SQL {
  const view = interactionsInView({ ctx, window, split: { ...split, touchpoints: null } })
  const rows = sql`select p.customer_id, i.id as interaction_id, i.touchpoint_id, i.occurred_at, i.issue_id, ${TIE} from interactions i
    join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
    where i.organisation_id = ${ctx.org.id} and p.customer_id is not null and i.touchpoint_id <> ${NIL_ID}::uuid and ${view} and ${parameters.per === 'issue' ? sql`i.issue_id is not null` : sql`true`}
      and ${parameters.messages === 'with' ? sql`true` : sql`i.direction <> 'message'`} and ${parameters.steps === 'map' && ids !== null ? sql`i.touchpoint_id = any(${sql.param(ids)}::uuid[])` : sql`true`}`
  // One order serves for all of it, so that a window of many interactions is sorted once.
  const within = parameters.per === 'issue' ? sql`issue_id` : sql`customer_id`
  const order = sql`${within}, occurred_at, ${TIED}, interaction_id`
  const begins = parameters.per === 'issue' ? sql`lag(interaction_id) over w is null` : sql`coalesce(occurred_at - lag(occurred_at) over w > ${parameters.gap_days} * interval '1 day', true)`
  const keyed = sql`
      select customer_id, touchpoint_id, interaction_id, occurred_at, not begins and before = touchpoint_id as again, not begins and before <> touchpoint_id and at_before = occurred_at as tied, sum(begins::int) over all_of as case_key, row_number() over all_of as n
      from (select r.*, ${begins} as begins, lag(touchpoint_id) over w as before, lag(occurred_at) over w as at_before from (${rows}) r window w as (partition by ${within} order by occurred_at, ${TIED}, interaction_id)) r
      window all_of as (order by ${order} rows unbounded preceding)`
  if (ids === null) return sql`visit as materialized (${keyed})`
  return sql`
    keyed as materialized (${keyed}),
    visit as materialized (select * from keyed where case_key in (select case_key from keyed where touchpoint_id = any(${sql.param(ids)}::uuid[])))`
}

/** A path or a way that is not in an answer: nobody took it, of all who are in it. */
export function nobodyOf({ cases, customers }: Statistics) {
  const none = wilson(0, Number(customers ?? 0))
  if (none === null) return null
  return { cases: 0, all_cases: Number(cases), share_of_cases: 0, customers: 0, all_customers: Number(customers), share: none.p, low: none.low, high: none.high }
}

/** Says how many contacts of these paths only their ids put in order. */
export function noteTies(asked: Pick<Asked<unknown>, 'note'>, ties: number): void {
  if (ties > 0) asked.note(`${ties.toLocaleString('en')} ${ties === 1 ? 'contact has' : 'contacts have'} the very time of the one before at another touchpoint: which came first is told by their senders’ ids alone.`)
}

/** How many interactions of the window there are to follow, from the roll-up; and how many of them name no touchpoint. */
export async function toFollow({ ctx, tx, window, split }: Pick<Asked<unknown>, 'ctx' | 'tx' | 'window' | 'split'>): Promise<{ all: number; nowhere: number }> {
  const found = await tx.execute<{ all: number; nowhere: number }>(sql`
    select coalesce(sum(interactions), 0)::float8 as all, coalesce(sum(interactions) filter (where touchpoint_id = ${NIL_ID}::uuid), 0)::float8 as nowhere from rollup_daily
    where organisation_id = ${ctx.org.id} and day >= ${window.from}::date and day < ${window.to}::date and ${inParts(sql`channel_id`, split.channels)}`)
  return found.rows[0] ?? { all: 0, nowhere: 0 }
}

/** Says what is left out; false where there is too much to follow. */
export async function canFollow(asked: Asked<unknown>): Promise<boolean> {
  const { all, nowhere } = await toFollow(asked)
  if (nowhere > 0) asked.note(nowhere === 1 ? 'One interaction of the window names no touchpoint and is on no path.' : `${nowhere.toLocaleString('en')} interactions of the window name no touchpoint and are on no path.`)
  if (all <= PATH_BOUND) {
    await inMemory(asked.tx)
    return true
  }
  asked.note(`Paths are followed through up to ${PATH_BOUND.toLocaleString('en')} interactions; narrow the window to see them.`)
  return false
}
