import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Organisation } from '../context'
import type { LocalDay } from '../domain/time/local-day'

/** The first day that can be judged by the predictions kept now; null while there are none. Those of before are not kept. */
export async function predictionsBegin(tx: Tx, org: Pick<Organisation, 'id'>): Promise<LocalDay | null> {
  const made = await tx.execute<{ day: string | null }>(sql`select (max(as_of) + 1)::text as day from customer_predictions where organisation_id = ${org.id}`)
  return made.rows[0]?.day ?? null
}

/** The first day anybody was put into a segment of this segmentation; null while nobody is. Before it nobody was judged, which is not the same as being no customer. */
export async function segmentsBegin(tx: Tx, org: Pick<Organisation, 'id'>, segmentationId: string): Promise<LocalDay | null> {
  // One look into the index for each segment, however many members it had.
  const first = await tx.execute<{ day: string | null }>(sql`
    select min(f.day)::text as day from segments s
    cross join lateral (select min(m.from_day) as day from memberships m where m.organisation_id = s.organisation_id and m.segmentation_id = s.segmentation_id and m.segment_id = s.id) f
    where s.organisation_id = ${org.id} and s.segmentation_id = ${segmentationId}`)
  return first.rows[0]?.day ?? null
}
