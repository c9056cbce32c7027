import type { OrgCtx } from '../context'

/** What is recorded, and what settling and segmenting make of it: the tables whose size a planner must know. */
export const PLANNED = {
  recorded: ['records', 'facts', 'profiles', 'customers', 'interactions', 'transactions', 'issues', 'promises', 'responses', 'referrals', 'customer_values'],
  waiting: ['settle_queue'],
  settled: ['spells', 'moments', 'memberships', 'rollup_customer_month'],
  segmented: ['memberships', 'rollup_segment_daily'],
} as const

/**
 * Tells the planner how much there is now. Without it, joins over what has just come are planned as if the tables were
 * empty, and then take minutes instead of milliseconds: autovacuum comes by once a minute, and never in the embedded
 * engine. Table by table, so that nobody waits for all of them.
 */
export async function tellPlanner(ctx: OrgCtx, tables: readonly string[]): Promise<void> {
  for (const table of tables) await ctx.db.outside(`analyze ${table}`)
}
