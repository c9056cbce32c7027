import { sql, type SQL } from 'drizzle-orm'
import { RISK_WEIGHTS } from '../domain/risk/weights'
import type { LocalDay } from '../domain/time/local-day'
import type { Asked } from './report'

type View = Pick<Asked<unknown>, 'ctx' | 'tx' | 'window' | 'note' | 'incomplete'>

/** The newest scored day on or before `asked`; null while nobody has been scored. */
export async function scoredDay({ ctx, tx }: View, asked: LocalDay): Promise<LocalDay | null> {
  const found = await tx.execute<{ day: string | null }>(sql`select max(day)::text as day from risk_days where organisation_id = ${ctx.org.id} and day <= ${asked}::date`)
  return found.rows[0]?.day ?? null
}

/** In relationship when the day began, as far as records before it tell; alias of the customer's id given. */
export const presentOn = ({ ctx }: Pick<View, 'ctx'>, customer: SQL, day: SQL): SQL => sql`exists (select 1 from spells s where s.organisation_id = ${ctx.org.id}
  and s.customer_id = ${customer} and s.start_day < ${day} and (s.end_day is null or s.end_day >= ${day}))`

/** What the score is made of, in one sentence for a definition. */
export const WEIGHTS_TEXT = Object.values(RISK_WEIGHTS).map(({ label, most }) => `${label.toLowerCase()} (up to ${most})`).join(', ')
