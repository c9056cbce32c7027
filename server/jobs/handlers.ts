import { resolve } from 'node:path'
import { env } from '../env'
import { checkAlerts } from '../services/alerts/check-alerts'
import { deliverMessages } from '../services/webhooks/deliver'
import { runMonday } from '../services/monday/send-monday'
import { remindOwners } from '../services/promises/remind-owners'
import { sendMails } from '../services/mail/send-mails'
import { runImport } from '../services/imports/run-import'
import { takeBack } from '../services/imports/withdraw-import'
import { runSample } from '../seed/run-sample'
import { rebuild } from '../services/recording/rebuild'
import { runScore } from '../services/risk/schedule'
import { resegment } from '../services/segments/resegment'
import { judgePlan } from '../services/plans/judge-plan'
import { remindReview } from '../services/journeys/remind-review'
import { runExpire } from '../services/retention/schedule'
import { runSettle } from '../services/settle/run-settle'
import { runPredict } from '../services/value/schedule'
import { MAX_ATTEMPTS } from './lease'
import { scheduleVacuum, vacuum } from './vacuum'
import type { Handlers } from './worker'

/** So many customers settled at once mean that much was written: the embedded engine's statistics are stale then. */
const MUCH = 2000
const DAY_MS = 86_400_000

/** One handler per kind of job; each only translates between the job and a service. */
export const handlers: Handlers = {
  async settle(ctx, job, { signal, progress, clock }) {
    const since = typeof job.payload.since === 'string' ? job.payload.since : null
    const settled = await runSettle(ctx, { since, signal, onProgress: progress, clock })
    await scheduleVacuum(ctx.db, settled >= MUCH ? clock : new Date(clock.getTime() + DAY_MS))
  },
  // The job's key is the segmentation's id.
  async resegment(ctx, job, { signal, progress, clock }) {
    await resegment(ctx, job.key, { signal, onProgress: progress, clock })
  },
  async score(ctx, _job, { signal, progress, clock }) {
    await runScore(ctx, { signal, onProgress: progress, clock })
  },
  // After a change of time zone: every day column and roll-up from the rows.
  async rebuild(ctx) {
    await rebuild(ctx)
  },
  // The job's key is the import's id, of these two.
  async import(ctx, job, { signal, progress, clock }) {
    const ran = await runImport(ctx, job.key, { dataDir: resolve(env().DATA_DIR), signal, onProgress: progress, attempt: job.attempts, last: job.attempts >= MAX_ATTEMPTS })
    if (ran === 'done') await scheduleVacuum(ctx.db, clock)
  },
  async take_back(ctx, job) {
    await takeBack(ctx, job.key)
  },
  async predict(ctx, _job, { signal, progress, clock }) {
    await runPredict(ctx, { signal, onProgress: progress, clock })
  },
  // Runs again where it was cut off: ids are computed, and days that are there are passed over.
  async sample(ctx, _job, { signal, progress, clock }) {
    await runSample(ctx, { signal, onProgress: progress, clock })
  },
  async alerts(ctx, _job, { signal, clock }) {
    await checkAlerts(ctx, { clock, signal })
  },
  async deliver(ctx, _job, { signal, clock }) {
    await deliverMessages(ctx, { clock, signal })
  },
  async monday(ctx, _job, { signal, clock }) {
    await runMonday(ctx, { clock, signal })
  },
  async remind(ctx, _job, { clock }) {
    await remindOwners(ctx, { clock })
  },
  async mail(ctx, _job, { signal, clock }) {
    await sendMails(ctx, { clock, signal })
  },
  // The job's key is the map and the day it was to be looked at.
  async review(ctx, job, { clock }) {
    await remindReview(ctx, job.key, clock)
  },
  // The job's key is the plan and its planned day.
  async verdict(ctx, job, { clock }) {
    await judgePlan(ctx, job.key, clock)
  },
  async expire(ctx, job, { signal, progress, clock }) {
    await runExpire(ctx, { signal, onProgress: progress, clock, due: job.payload.due })
    await scheduleVacuum(ctx.db, clock)
  },
  vacuum,
}
