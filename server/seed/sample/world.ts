import { dayNumber, type LocalDay } from '../../domain/time/local-day'
import type { Item } from '../../services/recording/record'
import type { Link } from '../../services/recording/identify'
import { Random } from '../random'
import { dayStart, population, type Person } from './people'
import { daysOf, SOURCE, STORY, type SamplePlan } from './plan'

type Kind = Item['kind']
type Raw = Record<string, unknown>

/** The bank on one day: who is there, what was arranged for later, and what has been recorded today. */
export class World {
  readonly days: number
  readonly people: Person[]
  readonly random = new Random('touchstone sample world')
  day = 0
  items: Item[] = []
  links: Link[] = []
  /** Who came lately: somebody who refers a friend refers one of these. */
  newcomers: string[] = []
  private readonly firstDay: number
  private readonly agenda = new Map<number, (() => void)[]>()
  private readonly serials = new Map<Kind, number>()

  constructor(readonly plan: SamplePlan) {
    this.days = daysOf(plan)
    this.firstDay = dayNumber(plan.from)
    this.people = population(plan)
  }

  /** 0 on the first day, 1 on the last: how far habits have changed. */
  get progress(): number {
    return this.day / this.days
  }

  dayOf(day: LocalDay): number {
    return dayNumber(day) - this.firstDay
  }

  between(from: LocalDay, to: LocalDay): boolean {
    return this.day >= this.dayOf(from) && this.day < this.dayOf(to)
  }

  /** Arranged for a day to come; what lies after the last day never happens. */
  on(day: number, act: () => void): void {
    const acts = this.agenda.get(day)
    if (acts) acts.push(act)
    else this.agenda.set(day, [act])
  }

  in(days: number, act: () => void): void {
    this.on(this.day + days, act)
  }

  runAgenda(): void {
    for (const act of this.agenda.get(this.day) ?? []) act()
    this.agenda.delete(this.day)
  }

  /** An instant so many hours into a day, today by default. */
  at(hours: number, day = this.day): string {
    return new Date(dayStart(this.plan, day) + Math.round(hours * 3600) * 1000).toISOString()
  }

  /** Some time of today between two hours. */
  sometime(random: Random, from = 7, to = 21): string {
    return this.at(from + random.next() * (to - from))
  }

  serial(kind: Kind): string {
    const next = (this.serials.get(kind) ?? 0) + 1
    this.serials.set(kind, next)
    return `${kind.slice(0, 2)}-${next}`
  }

  /** Records something; returns the sender's id. */
  record(kind: Kind, source: string, raw: Raw): string {
    const id = typeof raw.id === 'string' ? raw.id : this.serial(kind)
    // The chat desk's feed died: what happens there is not told to us any more.
    if (source === SOURCE.chat && this.day >= this.dayOf(STORY.chatDies)) return id
    this.items.push({ kind, source, raw: { ...raw, id } })
    return id
  }

  leave(person: Person, kind: 'voluntary' | 'involuntary' | 'administrative', reason: string): void {
    if (person.gone) return
    person.gone = true
    const at = this.sometime(person.random, 9, 17)
    this.record('customer', SOURCE.core, { id: person.id, left_at: at, leave_kind: kind, leave_reason: reason, updated_at: at })
  }
}
