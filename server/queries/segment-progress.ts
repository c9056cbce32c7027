import { sql } from 'drizzle-orm'
import { reading, type OrgCtx } from '../context'

export type SegmentProgress = { done: number; of: number; note: 'cutting' | 'assigning' | null; waiting: boolean }

/** How far the job is that cuts a segmentation; null when none runs or is due. Counts are of cuts, then of customers. */
export function segmentProgress(ctx: OrgCtx, slug: string): Promise<SegmentProgress | null> {
  return reading(ctx, async (tx) => {
    const found = await tx.execute<{ state: string; done: number | null; of: number | null; note: string | null }>(sql`
      select j.state, (j.progress->>'done')::int as done, (j.progress->>'of')::int as of, j.progress->>'note' as note from jobs j
      join segmentations s on s.organisation_id = j.organisation_id and s.id::text = j.key
      where j.organisation_id = ${ctx.org.id} and j.kind = 'resegment' and s.slug = ${slug}
        and (j.state = 'running' or (j.state = 'queued' and j.run_at <= ${ctx.now.toISOString()}::timestamptz))
      order by j.state = 'running' desc limit 1`)
    const job = found.rows[0]
    if (!job) return null
    return { done: job.done ?? 0, of: job.of ?? 0, note: job.note === 'cutting' || job.note === 'assigning' ? job.note : null, waiting: job.state === 'queued' }
  })
}
