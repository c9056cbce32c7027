import { sql, type SQL } from 'drizzle-orm'
import type { SegmentationDefinition } from '@/db/schema'
import { usesPredictions } from '../domain/segments/definition'
import { dayInWords } from '../domain/time/day-in-words'
import { addDays, type LocalDay } from '../domain/time/local-day'
import { definitionOf } from '../queries/segments'
import type { Asked } from './report'

/** `on`: the days definitions changed after the first and up to the last day; `who`: SQL giving (customer_id) of those who changed segment on no other day between. */
export type Redefined = { on: LocalDay[]; who: SQL }

/**
 * Whom a new definition moved. Everybody is sorted anew on the day it begins, so who changed segment on that day alone need
 * not have done anything; records since the cut before count on that day too, so some of them may have.
 */
export async function redefinedBetween({ tx, ctx }: Pick<Asked<unknown>, 'tx' | 'ctx'>, segmentationId: string, days: { from: LocalDay; to: LocalDay }): Promise<Redefined> {
  const { rows } = await tx.execute<{ day: LocalDay; definition: SegmentationDefinition }>(sql`
    select from_day::text as day, definition from segmentation_versions
    where organisation_id = ${ctx.org.id} and segmentation_id = ${segmentationId} and from_day > ${days.from}::date and from_day <= ${days.to}::date order by version`)
  if (rows.length === 0) return { on: [], who: sql`(select null::uuid as customer_id where false)` }
  // Predictions begin the day after the last record they were made of: a definition by them may take hold a day later.
  const felt = rows.flatMap(({ day, definition }) => (usesPredictions(definitionOf(definition)) ? [day, addDays(day, 1)] : [day]))
  return {
    on: [...new Set(rows.map(({ day }) => day))],
    who: sql`(select customer_id from memberships where organisation_id = ${ctx.org.id} and segmentation_id = ${segmentationId} and from_day > ${days.from}::date and from_day <= ${days.to}::date
      group by 1 having bool_and(from_day = any(${sql.param(felt)}::date[])))`,
  }
}

/** Days in a sentence, each in full. */
export const daysInWords = (days: readonly LocalDay[]): string => days.map(dayInWords).join(' and on ')
