import type { OrgCtx } from '@/server/context'

/** The tables that an import fills, and that settling and taking back join. */
const TABLES = ['records', 'facts', 'profiles', 'customers', 'interactions', 'transactions', 'issues', 'promises', 'responses', 'referrals', 'customer_values', 'settle_queue']

/**
 * Tells the planner how much has just come in. Without it, joins over what a file brought a moment ago are planned as if
 * the tables were empty, and then take minutes instead of milliseconds: autovacuum comes by once a minute, and never in
 * the embedded engine.
 */
export const freshStatistics = (ctx: OrgCtx): Promise<void> => ctx.db.outside(`analyze ${TABLES.join(', ')}`)
