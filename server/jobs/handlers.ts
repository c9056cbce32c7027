import { rebuild } from '../services/recording/rebuild'
import { resegment } from '../services/segments/resegment'
import { runSettle } from '../services/settle/run-settle'
import { scheduleVacuum, vacuum } from './vacuum'
import type { Handlers } from './worker'

/** So many customers settled at once mean that much was written: the embedded engine's statistics are stale then. */
const MUCH = 2000

/** One handler per kind of job; each only translates between the job and a service. */
export const handlers: Handlers = {
  async settle(ctx, job, { signal, progress, clock }) {
    const since = typeof job.payload.since === 'string' ? job.payload.since : null
    const settled = await runSettle(ctx, { since, signal, onProgress: progress, clock })
    if (settled >= MUCH) await scheduleVacuum(ctx.db, clock)
  },
  // The job's key is the segmentation's id.
  async resegment(ctx, job, { signal, progress, clock }) {
    await resegment(ctx, job.key, { signal, onProgress: progress, clock })
  },
  // After a change of time zone: every day column and roll-up from the rows.
  async rebuild(ctx) {
    await rebuild(ctx)
  },
  vacuum,
}
