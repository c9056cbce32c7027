import type { Frame, Program, Takeover } from '../../domain/screens/frame'
import type { Shown } from '../../routers/screen-frames'

/** One open stream of a display. `send` is false once it has fallen too far behind to be worth keeping. */
export type Client = { device: string; send(text: string): boolean; end(event?: string): void; greeted: boolean }

/** What travels: everything on arrival, later only the slides that changed; `order` names all that there are. */
export type ScreenNews = { program: Program; order: string[]; frames: Frame[]; takeovers: Takeover[]; at: string; now: string }

export const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/** One screen with one set of variables, and all displays that look at it: answered once, whatever their number. */
export class View {
  readonly clients = new Set<Client>()
  failed: Record<string, string> = {}
  slides: string[] = []
  /** What interrupts it, the oldest first; known apart from its figures, which take their time. */
  private takeovers: Takeover[] | undefined
  private last: { shown: Shown; at: string; frames: Map<string, string>; rest: string } | undefined

  constructor(readonly screenId: string, readonly variables: Record<string, string>) {}

  /**
   * Takes a new answer: tells what changed, to those who have not heard anything yet all of it. `oldest` is when the
   * oldest of its figures was asked for; what was told before held good then, so figures never become older.
   */
  tell(shown: Shown, clock: Date, oldest: Date): void {
    const before = this.last
    const now = clock.toISOString()
    const at = before && before.at > oldest.toISOString() ? before.at : oldest.toISOString()
    const frames = new Map(shown.frames.map((frame) => [frame.id, JSON.stringify(frame)]))
    const rest = JSON.stringify([shown.program, shown.frames.map((f) => f.id)])
    // A look of its own knows them newer: an answer may have been begun before the last of them was raised.
    this.takeovers ??= shown.takeovers
    this.last = { shown, at, frames, rest }
    this.failed = shown.failed
    this.slides = shown.frames.map((frame) => frame.id)
    const changed = shown.frames.filter((frame) => before?.frames.get(frame.id) !== frames.get(frame.id))
    const news = changed.length > 0 || before?.rest !== rest ? event('screen', this.news(changed, now)) : event('beat', { at, now })
    for (const client of this.clients) if (client.greeted) this.pass(client, news)
    this.greet(now)
  }

  /** What interrupts every slide from now on, to all at once and alone; known already, it is not said again. */
  interrupt(takeovers: Takeover[], now: string): void {
    if (JSON.stringify(this.takeovers) === JSON.stringify(takeovers)) return
    this.takeovers = takeovers
    for (const client of this.clients) this.pass(client, event('takeovers', { takeovers, now }))
  }

  /** One more that looks at it: it is told all that is known, before the first answer only what interrupts it. */
  arrive(client: Client, now: string): void {
    this.clients.add(client)
    if (this.last) this.greet(now)
    else if (this.takeovers) this.pass(client, event('takeovers', { takeovers: this.takeovers, now }))
  }

  /** Everything to those who have just come; nothing before the first answer. */
  private greet(now: string): void {
    const { last } = this
    if (!last) return
    let all: string | undefined
    for (const client of this.clients) {
      if (client.greeted) continue
      client.greeted = true
      this.pass(client, (all ??= event('screen', this.news(last.shown.frames, now))))
    }
  }

  /** That the server is there, and from when its figures are. */
  beat(now: string): void {
    const news = event('beat', { at: this.last?.at ?? null, now })
    for (const client of this.clients) this.pass(client, news)
  }

  private pass(client: Client, text: string): void {
    if (client.send(text)) return
    this.clients.delete(client)
    client.end()
  }

  private news(frames: Frame[], now: string): ScreenNews {
    const { program, frames: all } = (this.last as { shown: Shown }).shown
    return { program, order: all.map((frame) => frame.id), frames, takeovers: this.takeovers ?? [], at: this.last?.at ?? now, now }
  }
}

/** Why a slide cannot be shown on these views of one screen; where others show it, by whose variables it cannot. */
export function failedOn(slide: string, views: readonly Pick<View, 'failed' | 'variables'>[]): string | undefined {
  const failing = views.filter(({ failed }) => slide in failed)
  const [first] = failing
  if (!first) return undefined
  const reason = first.failed[slide] ?? ''
  const whose = Object.entries(first.variables).map(([name, value]) => `${name} = ${value}`).join(', ')
  return failing.length === views.length || whose === '' ? reason : `where ${whose}: ${reason}`
}
