import { sql, type SQL } from 'drizzle-orm'
import type { RecoveryOutcome, Role } from '@/db/vocabulary'
import { reading, type OrgCtx } from '../context'
import { toMajor } from '../domain/money'

const MOST = 100
const iso = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

export type RecoveryAct = { at: string; by: string; what: string; goodwill: number }
export type RecoveryCase = {
  case: string; customer: string; name: string | null; email: string | null; unhappy_at: string; because: string; taken_at: string; taken_by: string; mine: boolean
  outcome: RecoveryOutcome | null; closed_at: string | null; acts: RecoveryAct[]
}

/** Cases that are taken on and not closed, and those closed lately; the longest waiting first, the closed ones last. */
export function recoveryCases(ctx: OrgCtx, { whose }: { whose: 'mine' | 'all' }): Promise<RecoveryCase[]> {
  return reading(ctx, async (tx) => {
    const mine = whose === 'mine' ? sql`and k.taken_by = ${ctx.actor.id}` : sql``
    const { rows } = await tx.execute<RecoveryCase>(sql`
      select k.id as case, c.external_id as customer, c.name, c.email, ${iso(sql`k.unhappy_at`)} as unhappy_at, k.because, ${iso(sql`k.taken_at`)} as taken_at, k.taken_by_label as taken_by, k.taken_by = ${ctx.actor.id} as mine, k.outcome, ${iso(sql`k.closed_at`)} as closed_at,
        coalesce((select jsonb_agg(jsonb_build_object('at', ${iso(sql`a.at`)}, 'by', a.actor_label, 'what', a.what, 'goodwill', a.goodwill) order by a.at) from recovery_acts a where a.organisation_id = k.organisation_id and a.case_id = k.id), '[]'::jsonb) as acts
      from recovery_cases k join profiles p on p.organisation_id = k.organisation_id and p.id = k.profile_id join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
      where k.organisation_id = ${ctx.org.id} and (k.closed_at is null or k.closed_at > ${ctx.now.toISOString()}::timestamptz - interval '14 days') ${mine}
      order by k.closed_at desc nulls first, k.unhappy_at, k.id limit ${MOST}`)
    return rows.map((row) => ({ ...row, acts: row.acts.map((act) => ({ ...act, goodwill: toMajor(act.goodwill, ctx.org.currency) })) }))
  })
}

export type Given = { at: string; customer: string; name: string | null; what: string; goodwill: number; role: Role; /** Null: somebody else; who it was is for admins. */ by: string | null; outcome: RecoveryOutcome | null }

/** What was given away, on whom, newest first. Names of colleagues are for admins; everybody sees their own. */
export function goodwillGiven(ctx: OrgCtx): Promise<Given[]> {
  return reading(ctx, async (tx) => {
    const all = ctx.can.has('admin')
    const { rows } = await tx.execute<Given & { mine: boolean }>(sql`
      select ${iso(sql`a.at`)} as at, c.external_id as customer, c.name, a.what, a.goodwill::float8 as goodwill, a.role, a.actor_label as by, a.actor_id = ${ctx.actor.id} as mine, k.outcome
      from recovery_acts a join profiles p on p.organisation_id = a.organisation_id and p.id = a.profile_id join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
      left join recovery_cases k on k.organisation_id = a.organisation_id and k.profile_id = a.profile_id and k.id = a.case_id
      where a.organisation_id = ${ctx.org.id} and a.goodwill > 0 order by a.at desc, a.id limit ${MOST}`)
    return rows.map(({ mine, ...row }) => ({ ...row, goodwill: toMajor(row.goodwill, ctx.org.currency), by: all || mine ? row.by : null }))
  })
}
