import { sql } from 'drizzle-orm'
import { SORTING } from '../domain/settling'
import { addMonths, firstOfMonth, localDayOf, startOfDay } from '../domain/time/local-day'
import type { Asked, Report } from './report'
import { VALUE_TIERS } from './split'

/**
 * Why figures by segment may still change: a segmentation that the answer goes by is being cut, or is to be cut again before
 * its turn at the next month because what it was cut from has changed. null where there is nothing to say.
 */
export async function beingSorted({ tx, ctx, split, parameters }: Pick<Asked<Record<string, unknown>>, 'tx' | 'ctx' | 'split' | 'parameters'>, report: Pick<Report, 'tiers'>): Promise<string | null> {
  const read = [split.segment?.segmentation.slug, split.by.kind === 'segmentation' ? split.by.segmentation.slug : undefined, typeof parameters.segmentation === 'string' ? parameters.segmentation : undefined, report.tiers ? VALUE_TIERS : undefined].filter((slug) => slug !== undefined)
  if (read.length === 0) return null
  const { rows } = await tx.execute<{ name: string; state: string; run_at: string; ended: string | null }>(sql`
    select s.name, j.state, (extract(epoch from j.run_at) * 1000)::float8::text as run_at, j.payload->>'ended' as ended
    from segmentations s join jobs j on j.organisation_id = s.organisation_id and j.kind = 'resegment' and j.key = s.id::text and j.state in ('running', 'queued')
    where s.organisation_id = ${ctx.org.id} and s.slug = any(${sql.param([...new Set(read)])}::text[]) and s.archived_at is null and s.plan_id is null order by s.name`)
  // A job that nothing has brought forward waits for the month after the last cut.
  const turn = (ended: string) => startOfDay(addMonths(firstOfMonth(localDayOf(Date.parse(ended), ctx.org.timezone)), 1), ctx.org.timezone)
  const names = rows.filter(({ state, run_at, ended }) => state === 'running' || ended === null || Number(run_at) < turn(ended)).map(({ name }) => `“${name}”`)
  return names.length === 0 ? null : `Figures by segment may still change: ${SORTING} ${[...new Set(names)].join(' and ')}.`
}
