import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { SegmentationDefinition } from '@/db/schema'
import type { Organisation } from '../context'
import { usesPredictions, type Definition } from '../domain/segments/definition'
import type { LocalDay } from '../domain/time/local-day'
import { definitionOf } from './stored-definition'

/** The first day that can be judged by the predictions kept now; null while there are none. Those of before are not kept. */
export async function predictionsBegin(tx: Tx, org: Pick<Organisation, 'id'>): Promise<LocalDay | null> {
  const made = await tx.execute<{ day: string | null }>(sql`select (max(as_of) + 1)::text as day from customer_predictions where organisation_id = ${org.id}`)
  return made.rows[0]?.day ?? null
}

/** The day a definition can be judged for at the earliest: predictions may be newer than the newest record (relationships, finance's periods), and on an earlier day nobody had any. */
export async function judgedFrom(tx: Tx, org: Pick<Organisation, 'id'>, definition: Definition, day: LocalDay): Promise<LocalDay> {
  const begins = usesPredictions(definition) ? await predictionsBegin(tx, org) : null
  return begins !== null && begins > day ? begins : day
}

/** Whether all who were ever in it were judged by predictions; not where an earlier definition judged the past, which stays as it was. */
export const judgedByPredictionsOnly = (stored: SegmentationDefinition, begins: LocalDay | null): boolean =>
  usesPredictions(definitionOf(stored)) && (begins === null || !stored.since || begins >= stored.since)

/** The first day anybody was put into a segment of this segmentation; null while nobody is. Before it nobody was judged, which is not the same as being no customer. */
export async function segmentsBegin(tx: Tx, org: Pick<Organisation, 'id'>, segmentationId: string): Promise<LocalDay | null> {
  // One look into the index for each segment, however many members it had.
  const first = await tx.execute<{ day: string | null }>(sql`
    select min(f.day)::text as day from segments s
    cross join lateral (select min(m.from_day) as day from memberships m where m.organisation_id = s.organisation_id and m.segmentation_id = s.segmentation_id and m.segment_id = s.id) f
    where s.organisation_id = ${org.id} and s.segmentation_id = ${segmentationId}`)
  return first.rows[0]?.day ?? null
}
