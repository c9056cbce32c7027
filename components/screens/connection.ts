import type { Frame, Program, Takeover } from '@/server/domain/screens/frame'
import { SAY_EVERY_MS } from '@/server/domain/screens/attendance'
import { readerNow } from '../shell/clock'

/** Everything a display has heard; kept when the connection is lost. */
export type Heard = { program: Program; frames: Frame[]; takeovers: Takeover[]; /** When the server last answered, ISO. */ at: string }
type News = { program: Program; order: string[]; frames: Frame[]; takeovers: Takeover[]; at: string; now: string }

export type Told = {
  heard(heard: Heard): void
  /** From when the figures are, and that the server is there. */
  beat(at: string | null): void
  /** Server's clock less our own, ms. */
  clock(offset: number): void
  lost(): void
  revoked(): void
  /** Another version serves now. */
  newVersion(): void
}

/** Without a sign of life for this long the connection is taken for dead, whatever the network says. */
const SILENT_MS = 25_000
const WAITS_MS = [500, 1000, 2000, 4000, 8000]

/**
 * Follows a screen's stream for months: reads it, begins again when it ends, with growing pauses that differ from display
 * to display, so that a floor of them does not come back at once. Returns how to stop.
 */
export function connect(token: string, before: Heard | null, told: Told, random: () => number = Math.random): () => void {
  let stopped = false
  let tries = 0
  let build: string | null = null
  let heard = before
  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let watch: ReturnType<typeof setTimeout> | undefined
  let saying: ReturnType<typeof setInterval> | undefined

  const alive = () => {
    clearTimeout(watch)
    watch = setTimeout(() => abort.abort(), SILENT_MS)
  }
  const hear = (event: string, data: string) => {
    if (event === 'revoked') {
      stopped = true
      told.revoked()
      return
    }
    const said = JSON.parse(data) as Partial<News> & { build?: string }
    if (said.now) told.clock(new Date(said.now).getTime() - readerNow())
    if (event === 'hello') {
      if (build !== null && said.build !== build) told.newVersion()
      build = said.build ?? build
    }
    if (event === 'screen') {
      const { program, order, frames, takeovers, at } = said as News
      const known = new Map([...(heard?.frames ?? []), ...frames].map((frame) => [frame.id, frame]))
      heard = { program, takeovers, at, frames: order.flatMap((id) => known.get(id) ?? []) }
      told.heard(heard)
      tries = 0
    }
    // What interrupts comes alone, before any figure; from when those are it does not say.
    if (event === 'takeovers' && heard && said.takeovers) {
      heard = { ...heard, takeovers: said.takeovers }
      told.heard(heard)
    }
    if (event === 'beat') {
      if (heard && said.at) heard = { ...heard, at: said.at }
      told.beat(said.at ?? null)
    }
  }
  // Only its own word tells the admin that it is there: a server goes on sending into a cut line for long.
  const say = () => void fetch('/api/screen/seen', { method: 'POST', headers: { authorization: `Bearer ${token}` }, signal: abort.signal }).catch(() => undefined)
  const follow = async () => {
    abort = new AbortController()
    alive()
    const answer = await fetch('/api/screen/stream', { headers: { authorization: `Bearer ${token}` }, signal: abort.signal, cache: 'no-store' })
    if (answer.status === 401) {
      stopped = true
      told.revoked()
      return
    }
    if (!answer.ok || !answer.body) throw new Error(`answered ${answer.status}`)
    saying = setInterval(say, SAY_EVERY_MS)
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      alive()
      rest += value
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const block = rest.slice(0, end)
        rest = rest.slice(end + 2)
        const event = /^event: (.*)$/m.exec(block)?.[1]
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (event && data) hear(event, data)
        if (stopped) return
      }
    }
  }
  const run = () => {
    timer = undefined
    follow().catch(() => undefined).finally(() => {
      clearTimeout(watch)
      clearInterval(saying)
      abort.abort()
      if (stopped) return
      told.lost()
      const wait = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 8000
      tries++
      timer = setTimeout(run, wait * (0.7 + 0.6 * random()))
    })
  }
  // The network is back: no need to wait the pause out.
  const online = () => {
    if (timer === undefined || stopped) return
    clearTimeout(timer)
    run()
  }
  window.addEventListener('online', online)
  run()
  return () => {
    stopped = true
    window.removeEventListener('online', online)
    clearTimeout(timer)
    clearTimeout(watch)
    clearInterval(saying)
    abort.abort()
  }
}
