import { sql } from 'drizzle-orm'
import { reading, type OrgCtx } from '../context'
import { UNLOCKS, type Has } from '../domain/unlocks'

/** What the organisation's data can already show, and which field would unlock the rest (server/domain/unlocks). */
export function unlocksOf(ctx: OrgCtx) {
  return reading(ctx, async (tx) => {
    const org = sql`organisation_id = ${ctx.org.id}`
    const any = (from: string, where = sql`true`) => sql`exists (select 1 from ${sql.raw(from)} where ${org} and ${where})`
    const result = await tx.execute<Has>(sql`select
      ${any('interactions')} as interactions, ${any('profiles', sql`customer_id is not null`)} as customers, ${any('transactions')} as transactions,
      ${any('customers', sql`acquired_at is not null`)} as acquired_at, ${any('customers', sql`left_at is not null`)} as left_at,
      ${any('touchpoints', sql`class = 'moment_that_matters'`)} as moments, ${any('rollup_daily', sql`failed + met + exceeded > 0`)} as results,
      ${any('channels', sql`cost_per_contact is not null`)} or ${any('rollup_daily', sql`costs > 0`)} as cost, ${any('issues')} as issues, ${any('promises')} as promises,
      ${any('responses')} as responses, ${any('referrals')} as referrals, ${any('interactions', sql`direction = 'message'`)} as messages, ${any('interactions', sql`asked_for is not null`)} as asked_for,
      ${any('interactions', sql`mood is not null`)} as mood, ${any('customer_values')} as customer_values`)
    const has: Has = { ...result.rows[0], lapse: ctx.org.lapseDays !== null, observed_from: ctx.org.observedFrom !== null }
    return UNLOCKS.map(({ needs, ...unlock }) => ({ ...unlock, missing: needs.filter((need) => !need.of.some((key) => has[key])).map((need) => need.say), shown: needs.every((need) => need.of.some((key) => has[key])) }))
  })
}
