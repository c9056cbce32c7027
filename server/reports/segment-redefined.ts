import { sql, type SQL } from 'drizzle-orm'
import type { SegmentationDefinition } from '@/db/schema'
import { usesPredictions } from '../domain/segments/definition'
import { dayInWords } from '../domain/time/day-in-words'
import { addDays, type LocalDay } from '../domain/time/local-day'
import { definitionOf } from '../queries/stored-definition'
import type { Asked } from './report'

/** `on`: the days definitions changed after the first and up to the last day; `who`: SQL giving (customer_id) of those who stood still otherwise: up to each new definition, and from it on, they ended where they began. */
export type Redefined = { on: LocalDay[]; who: SQL }

/**
 * Whom a new definition moved. Everybody is sorted anew on the day it begins, so who changed segment between the day before
 * and that day alone need not have done anything; records since the cut before count on that day too, so some of them may have.
 */
export async function redefinedBetween({ tx, ctx }: Pick<Asked<unknown>, 'tx' | 'ctx'>, segmentationId: string, { from, to }: { from: LocalDay; to: LocalDay }): Promise<Redefined> {
  const { rows } = await tx.execute<{ day: LocalDay; definition: SegmentationDefinition }>(sql`
    select from_day::text as day, definition from segmentation_versions
    where organisation_id = ${ctx.org.id} and segmentation_id = ${segmentationId} and from_day > ${from}::date and from_day <= ${to}::date order by from_day, version`)
  if (rows.length === 0) return { on: [], who: sql`(select null::uuid as customer_id where false)` }
  // Predictions begin the day after the last record they were made of: a definition by them may take hold a day later.
  const felt = rows.map(({ day, definition }) => { const hold = usesPredictions(definitionOf(definition)) ? addDays(day, 1) : day; return { day, hold: hold < to ? hold : to } })
  const starts = [from, ...felt.map(({ hold }) => hold)]
  const ends = [...felt.map(({ day }, i) => latest(addDays(day, -1), starts[i] ?? from)), to]
  const on = (day: SQL) => sql`m.from_day <= ${day} and (m.to_day is null or m.to_day > ${day})`
  const there = (day: SQL) => sql`(select d.n, m.customer_id, m.segment_id from unnest(${sql.param(starts)}::date[], ${sql.param(ends)}::date[]) with ordinality as d (start, ended, n)
    join memberships m on m.organisation_id = ${ctx.org.id} and m.segmentation_id = ${segmentationId} and ${on(day)})`
  return {
    on: [...new Set(rows.map(({ day }) => day))],
    who: sql`(select a.customer_id from ${there(sql`d.start`)} a join ${there(sql`d.ended`)} b on b.n = a.n and b.customer_id = a.customer_id and b.segment_id = a.segment_id group by 1 having count(*) = ${starts.length})`,
  }
}

const latest = (a: LocalDay, b: LocalDay): LocalDay => (a > b ? a : b)

/** Days in a sentence, each in full. */
export const daysInWords = (days: readonly LocalDay[]): string => days.map(dayInWords).join(' and on ')
