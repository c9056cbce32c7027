import { sql, type SQL } from 'drizzle-orm'
import type { Organisation } from '../../context'
import { localDayOf, startOfDay, type LocalDay } from '../../domain/time/local-day'

/** Some customers of one organisation, settled together: what every statement of settling is given. */
export type Batch = { org: Organisation; customers: string[]; today: LocalDay; /** First instant of today, epoch ms. */ midnight: number }

export function batchOf(org: Organisation, customers: string[], now: Date): Batch {
  const today = localDayOf(now.getTime(), org.timezone)
  return { org, customers, today, midnight: startOfDay(today, org.timezone) }
}

/** The batch's profiles, as the subquery every statement begins with. */
export const profilesOf = ({ org, customers }: Batch): SQL => sql`
  select id as profile_id, customer_id from profiles
  where organisation_id = ${org.id} and customer_id = any(${sql.param(customers)}::uuid[])`
