import { NIL_ID } from '@/db/vocabulary'
import { systemCtx } from '../access'
import { now as wallClock } from '../clock'
import type { OrgCtx } from '../context'
import { TouchstoneError } from '../errors'
import { LEASE_S, MAX_ATTEMPTS, MAX_ENDS, leases, type Job, type Progress } from './lease'
import { JOBS_CHANNEL, type JobKind } from './queue'

type Db = OrgCtx['db']
export type { Job, Progress } from './lease'

/** What a handler is given besides its job. */
export type Tools = {
  /** Aborts when the job is cancelled or the server stops: throw its reason where nothing is half done. */
  signal: AbortSignal
  /** Tells how far the work is; written at most once a second, never waited for. */
  progress(progress: Progress): void
  /** The worker's clock; a sample organisation's ctx.now stands still. */
  clock: Date
}
export type JobHandler = (ctx: OrgCtx, job: Job, tools: Tools) => Promise<void>
/** Work for the whole instance; its jobs are queued under NIL_ID instead of an organisation. */
export type InstanceHandler = (db: Db, job: Job, tools: Tools) => Promise<void>
export type Handlers = { [K in Exclude<JobKind, 'vacuum'>]?: JobHandler } & { vacuum?: InstanceHandler }

export type Worker = {
  /** Takes no further job, asks running ones to stop, and waits for them; what they left is taken again later. */
  stop(): Promise<void>
  /** Resolves when no job is running and none is due. */
  idle(): Promise<void>
}

const PROGRESS_EVERY_MS = 1000
/** A notification can be missed while a connection is down: look anyway. */
const LOOK_EVERY_MS = 30_000

/**
 * Runs due jobs, `concurrency` at a time. Wakes when one is queued and when one falls due. A handler that throws is
 * tried again with growing waits, five times in all; a TouchstoneError is a known answer and is not tried again.
 */
export async function startWorker(db: Db, handlers: Handlers, options: { concurrency?: number; clock?: () => Date } = {}): Promise<Worker> {
  const { concurrency = 1, clock = wallClock } = options
  const held = leases(db, clock)
  const running = new Map<string, { work: Promise<void>; check(): void; abort: AbortController }>()
  let waiters: (() => void)[] = []
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false
  let stopping = false

  /** One look at a time; whoever asks meanwhile gets another one after it. */
  const look = () => {
    if (stopping) return
    again = true
    looking ??= (async () => {
      while (again && !stopping) {
        again = false
        await fill().catch(() => schedule(5000))
      }
    })().finally(() => { looking = undefined })
  }
  const fill = async () => {
    while (!stopping && running.size < concurrency) {
      const job = await held.take()
      if (!job) {
        const due = await held.nextDue()
        schedule(due === null ? LOOK_EVERY_MS : Math.min(Math.max(due - clock().getTime(), 50), LOOK_EVERY_MS))
        if (running.size === 0 && !again) { for (const done of waiters) done(); waiters = [] }
        return
      }
      begin(job)
    }
  }
  const schedule = (ms: number) => {
    clearTimeout(timer)
    if (!stopping) timer = setTimeout(look, ms)
  }
  const begin = (job: Job) => {
    const abort = new AbortController()
    const check = () => void held.renew(job).then((kept) => { if (!kept) abort.abort(new Error('The job was cancelled.')) }).catch(() => {})
    const work = run(job, abort).catch(() => schedule(5000)).finally(() => { running.delete(job.id); look() })
    running.set(job.id, { work, check, abort })
  }

  const run = async (job: Job, abort: AbortController) => {
    const { report, last, settled } = progressOf(job, held, abort)
    const renewal = setInterval(() => running.get(job.id)?.check(), (LEASE_S * 1000) / 3)
    const tools: Tools = { signal: abort.signal, progress: report, clock: clock() }
    try {
      await handle(db, handlers, job, tools)
      await settled()
      await held.done(job, last())
    } catch (error) {
      await settled()
      // A cancelled job is no longer ours to end: these change nothing then.
      if (stopping && abort.signal.aborted) await held.putBack(job)
      else if (error instanceof TouchstoneError || job.attempts >= MAX_ATTEMPTS) await held.fail(job, textOf(error))
      else await held.putBack(job, textOf(error))
    } finally {
      clearInterval(renewal)
    }
  }

  if (db.kind === 'embedded') await held.release()
  const unlisten = await db.listen(JOBS_CHANNEL, (what) => {
    if (what === 'cancelled') for (const { check } of running.values()) check()
    look()
  }, look)
  look()

  return {
    async stop() {
      stopping = true
      clearTimeout(timer)
      for (const { abort } of running.values()) abort.abort(new Error('The server is stopping.'))
      await looking
      await Promise.all([...running.values()].map(({ work }) => work))
      await unlisten()
      for (const done of waiters) done()
    },
    idle() {
      return new Promise((resolve) => { waiters.push(resolve); look() })
    },
  }
}

async function handle(db: Db, handlers: Handlers, job: Job, tools: Tools): Promise<void> {
  if (job.attempts > MAX_ENDS) throw new TouchstoneError('internal', 'The server ended each time this job was tried.')
  if (job.kind === 'vacuum' || job.organisationId === NIL_ID) return handlers.vacuum?.(db, job, tools)
  const handler = handlers[job.kind]
  if (!handler) throw new TouchstoneError('internal', `This server does not know jobs of the kind "${job.kind}".`)
  await handler(await systemCtx(db, job.organisationId, tools.clock), job, tools)
}

/** Progress is written in the background (the handler may hold the only connection), the newest one if several wait. */
function progressOf(job: Job, held: ReturnType<typeof leases>, abort: AbortController) {
  let newest: Progress | undefined
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  const write = () => {
    timer = undefined
    writing = writing.then(async () => {
      if (!await held.renew(job, newest)) abort.abort(new Error('The job was cancelled.'))
    }).catch(() => {})
  }
  return {
    report: (progress: Progress) => { newest = progress; timer ??= setTimeout(write, PROGRESS_EVERY_MS) },
    last: () => newest,
    settled: async () => { clearTimeout(timer); await writing },
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
