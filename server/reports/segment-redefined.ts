import { sql, type SQL } from 'drizzle-orm'
import type { SegmentationDefinition } from '@/db/schema'
import { usesPredictions } from '../domain/segments/definition'
import { dayInWords } from '../domain/time/day-in-words'
import { addDays, type LocalDay } from '../domain/time/local-day'
import { definitionOf } from '../queries/stored-definition'
import type { Asked } from './report'

/**
 * `on`: the days definitions changed after the first and up to the last day. The others are SQL giving (customer_id):
 * `sorted`: those whom a new definition moved, on its day to another segment than on the eve; `moved`: those who moved
 * by themselves, while one definition held; `still`: those who did not, though a new definition may have moved them.
 */
export type Redefined = { on: LocalDay[]; sorted: SQL; moved: SQL; still: SQL }

/**
 * Whom a new definition moved. Everybody is sorted anew on the day it begins, so who changed segment between the day before
 * and that day alone need not have done anything; records since the cut before count on that day too, so some of them may have.
 */
export async function redefinedBetween({ tx, ctx }: Pick<Asked<unknown>, 'tx' | 'ctx'>, segmentationId: string, { from, to }: { from: LocalDay; to: LocalDay }): Promise<Redefined> {
  // While nobody is cut by the newest definition yet, it has moved nobody.
  const { rows } = await tx.execute<{ day: LocalDay; definition: SegmentationDefinition }>(sql`
    select v.from_day::text as day, v.definition from segmentation_versions v join segmentations s on s.organisation_id = v.organisation_id and s.id = v.segmentation_id
    where v.organisation_id = ${ctx.org.id} and v.segmentation_id = ${segmentationId} and v.from_day > ${from}::date and v.from_day <= ${to}::date and (v.version < s.version or s.computed_at is not null) order by v.from_day, v.version`)
  // Predictions begin the day after the last record they were made of: a definition by them may take hold a day later.
  const felt = rows.map(({ day, definition }) => { const hold = usesPredictions(definitionOf(definition)) ? addDays(day, 1) : day; return { day, hold: hold < to ? hold : to } })
  const starts = [from, ...felt.map(({ hold }) => hold)]
  const ends = [...felt.map(({ day }, i) => latest(addDays(day, -1), starts[i] ?? from)), to]
  const on = (day: SQL) => sql`m.from_day <= ${day} and (m.to_day is null or m.to_day > ${day})`
  const there = (days: readonly LocalDay[]) => sql`(select d.n, m.customer_id, m.segment_id from unnest(${sql.param(days)}::date[]) with ordinality as d (day, n)
    join memberships m on m.organisation_id = ${ctx.org.id} and m.segmentation_id = ${segmentationId} and ${on(sql`d.day`)})`
  const both = (first: readonly LocalDay[], second: readonly LocalDay[]) => sql`${there(first)} a join ${there(second)} b on b.n = a.n and b.customer_id = a.customer_id`
  return {
    on: [...new Set(rows.map(({ day }) => day))],
    sorted: sql`(select distinct a.customer_id from ${both(ends.slice(0, -1), starts.slice(1))} where b.segment_id <> a.segment_id)`,
    moved: sql`(select distinct a.customer_id from ${both(starts, ends)} where b.segment_id <> a.segment_id)`,
    still: sql`(select a.customer_id from ${both(starts, ends)} where b.segment_id = a.segment_id group by 1 having count(*) = ${starts.length})`,
  }
}

const latest = (a: LocalDay, b: LocalDay): LocalDay => (a > b ? a : b)

/** Days in a sentence, each in full. */
export const daysInWords = (days: readonly LocalDay[]): string => days.map(dayInWords).join(' and on ')
