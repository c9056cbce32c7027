import { QUIET_TOPICS, type Topic } from '@/db/vocabulary'
import type { Db } from '@/db/client'
import { wallCtx, type Display } from '../../access'
import { now, ticks } from '../../clock'
import type { OrgCtx } from '../../context'
import type { LiveHub } from '../../live'
import { logFailure } from '../../log'
import { presentAndStanding } from '../../queries/screens/screens'
import { shownOf } from '../../routers/screen-frames'
import type { Later } from '../../routers/shared-answers'
import { keepFailures } from '../../services/screens/report-failure'
import { Attendance } from './attendance'
import { event, View, type Client, failedOn } from './view'

/** Screens are asked again at most this often, however much arrives; slower where answering takes longer. */
const AT_MOST_EVERY_MS = 200
/** What depends on the hour changes without a write. */
const EVERY_MS = 60_000
const BEAT_MS = 10_000
/** A slide a display could not draw is passed over for the report this long. */
const REPORTED_MS = 10 * 60_000

/** Displays of which this is the same see the same. */
const viewOf = ({ screenId, variables }: Pick<Display, 'screenId' | 'variables'>): string => JSON.stringify([screenId, Object.entries(variables).toSorted(([a], [b]) => (a < b ? -1 : 1))])

/** Slides that displays could not draw, by id. */
type Reported = Map<string, { message: string; until: number }>

/** What every display of one organisation shows, kept up to date for as long as one is connected. */
class Wall {
  readonly views = new Map<string, View>()
  private readonly timers: NodeJS.Timeout[]
  private readonly unfollow: () => void
  private next = 0
  private running: Promise<void> | undefined
  private waiting: NodeJS.Timeout | undefined
  private again = false
  private patience: NodeJS.Timeout | undefined
  private renewing: Promise<unknown> | undefined
  private looking: Promise<void> | undefined
  private lookAgain = false
  private own: OrgCtx | undefined
  private failures = new Map<string, string>()
  private ended = false

  constructor(private readonly db: Db, private readonly live: LiveHub, private readonly organisationId: string, private readonly reported: Reported, private readonly attendance: Attendance, private readonly onEmpty: () => void) {
    this.unfollow = live.follow(organisationId, (topics) => this.changed(topics), () => this.end())
    this.timers = [setInterval(() => this.beat(), BEAT_MS), setInterval(() => { this.lookSoon(); this.refresh() }, EVERY_MS)]
  }

  join(display: Display, client: Client): () => void {
    const key = viewOf(display)
    const view = this.views.get(key) ?? new View(display.screenId, display.variables)
    this.views.set(key, view)
    this.attendance.here(this.db, this.organisationId, display.id)
    view.arrive(client, now().toISOString())
    // Revoked between the door and here, it would be asked about only with the next change.
    this.lookSoon()
    this.refresh()
    return () => {
      view.clients.delete(client)
      if (view.clients.size === 0) this.views.delete(key)
      if (this.views.size === 0) this.end()
    }
  }

  private devices(): string[] {
    return [...new Set([...this.views.values()].flatMap((view) => [...view.clients].map((client) => client.device)))]
  }

  private changed(topics: Topic[]): void {
    if (topics.every((topic) => QUIET_TOPICS.includes(topic))) return
    if (topics.includes('screens')) this.lookSoon()
    this.refresh()
  }

  private beat(): void {
    const at = now().toISOString()
    for (const view of this.views.values()) view.beat(at)
  }

  /** Asks again now, or as soon as the last asking is done and long enough ago. */
  refresh(): void {
    if (this.ended) return
    if (this.running) { this.again = true; return }
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined
      const began = ticks()
      this.running = this.ask().catch((error: unknown) => logFailure('screens', this.organisationId, error)).finally(() => {
        this.running = undefined
        const done = ticks()
        this.next = Math.max(began + AT_MOST_EVERY_MS, done + (done - began))
        if (this.again) { this.again = false; this.refresh() }
      })
    }, Math.max(0, this.next - ticks()))
  }

  private async ask(): Promise<void> {
    const ctx = await wallCtx(this.db, this.organisationId, now())
    const all: Later[] = []
    for (const view of this.views.values()) {
      const [at, later, began]: [Date, Later[], number] = [now(), [], ticks()]
      const shown = await shownOf(ctx, this.live, view.screenId, view.variables, at, later)
      // As old as the oldest of its answers.
      view.tell(shown, now(), new Date(at.getTime() - Math.max(0, ...later.map(({ asked }) => began - asked))))
      all.push(...later)
    }
    await this.keep(ctx)
    this.renew(all)
  }

  /** Asks for what takes long beside what does not, one after the other and each in its time; then tells it. */
  private renew(later: readonly Later[]): void {
    clearTimeout(this.patience)
    if (this.ended || this.renewing || later.length === 0) return
    const due = later.filter(({ at }) => at <= ticks())
    if (due.length === 0) {
      this.patience = setTimeout(() => this.refresh(), Math.min(...later.map(({ at }) => at)) - ticks())
      return
    }
    // A slide that cannot be answered says why when it is asked the next time.
    this.renewing = due.reduce<Promise<unknown>>((before, { renew }) => before.then(renew).catch(() => undefined), Promise.resolve()).finally(() => {
      this.renewing = undefined
      this.refresh()
    })
  }

  /**
   * At once, not behind the answers of slides: an interruption is on every display, or off again, and who is revoked goes
   * dark within a second, whatever the slides cost. Asked for meanwhile, it looks once more.
   */
  private lookSoon(): void {
    if (this.ended) return
    if (this.looking) { this.lookAgain = true; return }
    this.looking = this.look().catch((error: unknown) => logFailure('screens', this.organisationId, error)).finally(() => {
      this.looking = undefined
      if (this.lookAgain) { this.lookAgain = false; this.lookSoon() }
    })
  }

  /** One transaction, however many displays there are: each more might wait behind the statements of a slide. */
  private async look(): Promise<void> {
    // Only whose wall this is is taken from it, and that stays.
    const ctx = (this.own ??= await wallCtx(this.db, this.organisationId, now()))
    const asked = new Set(this.devices())
    const { present, standing } = await presentAndStanding(ctx, [...asked], now())
    const at = now().toISOString()
    for (const view of this.views.values()) view.interrupt(standing.filter(({ screenId }) => screenId === null || screenId === view.screenId).map(({ screenId: _screen, ...takeover }) => takeover), at)
    this.dismiss(asked, new Map(present.map((device) => [device.id, device])))
  }

  /** Displays that were revoked are told so; those that were given another screen or variables come again by themselves. */
  private dismiss(asked: ReadonlySet<string>, present: ReadonlyMap<string, Pick<Display, 'screenId' | 'variables'>>): void {
    for (const [key, view] of this.views) {
      for (const client of view.clients) {
        // Whoever came while the database answered was not asked about: nothing is known against them.
        if (!asked.has(client.device)) continue
        const device = present.get(client.device)
        if (device && viewOf(device) === key) continue
        view.clients.delete(client)
        if (!device) this.attendance.forget(client.device)
        client.end(device ? undefined : event('revoked', {}))
      }
      if (view.clients.size === 0) this.views.delete(key)
    }
    if (this.views.size === 0) this.end()
  }

  /** Which slides fail, when that changed: for the admin's page. Never in the way of showing. */
  private async keep(ctx: OrgCtx): Promise<void> {
    for (const [slide, { until }] of this.reported) if (until < ticks()) this.reported.delete(slide)
    for (const screenId of new Set([...this.views.values()].map((view) => view.screenId))) {
      const mine = [...this.views.values()].filter((view) => view.screenId === screenId)
      const slides = [...new Set(mine.flatMap((view) => view.slides))]
      const failed = Object.fromEntries(slides.flatMap((id) => {
        const why = failedOn(id, mine) ?? this.reported.get(id)?.message
        return why === undefined ? [] : [[id, why]]
      }))
      const said = JSON.stringify([slides, failed])
      if (this.failures.get(screenId) === said) continue
      this.failures.set(screenId, said)
      await keepFailures(ctx, screenId, failed, slides.filter((id) => !(id in failed)))
    }
  }

  private end(): void {
    if (this.ended) return
    this.ended = true
    clearTimeout(this.waiting)
    clearTimeout(this.patience)
    for (const timer of this.timers) clearInterval(timer)
    this.unfollow()
    this.onEmpty()
    for (const view of this.views.values()) for (const client of view.clients) client.end()
    this.views.clear()
  }
}

/** All displays connected to this process, by organisation. Shared by its bundles through globalThis, as the instance is. */
export class ScreenHub {
  private readonly walls = new Map<string, Wall>()
  /** By organisation; outlives a wall, because a display says it while its connection may just be down. */
  private readonly reported = new Map<string, Reported>()

  constructor(readonly attendance = new Attendance()) {}

  join(db: Db, live: LiveHub, organisationId: string, display: Display, client: Client): () => void {
    const wall = this.walls.get(organisationId) ?? new Wall(db, live, organisationId, this.reportedOf(organisationId), this.attendance, () => this.walls.delete(organisationId))
    this.walls.set(organisationId, wall)
    return wall.join(display, client)
  }

  report(organisationId: string, slide: string, message: string): void {
    this.reportedOf(organisationId).set(slide, { message, until: ticks() + REPORTED_MS })
    this.walls.get(organisationId)?.refresh()
  }

  private reportedOf(organisationId: string): Reported {
    const known = this.reported.get(organisationId) ?? new Map()
    this.reported.set(organisationId, known)
    return known
  }
}

const shared = globalThis as { __touchstoneScreens?: ScreenHub }
export const screenHub = (): ScreenHub => (shared.__touchstoneScreens ??= new ScreenHub())
