import { Button } from '../../ui/button'
import { formatAgo, formatInstant } from '../../ui/format-date'

export type StandingTakeover = { id: string; title: string; text: string; since: string; until: string; screenId: string | null }
type Props = { takeovers: readonly StandingTakeover[]; screens: readonly { id: string; name: string }[]; at: Date; timezone: string; /** Not for who may not end it. */ onEnd?: (id: string) => void; /** The one that is being ended. */ ending?: string | null }

/** What interrupts walls now: what it says, on which of them, since when and how long, and the way to end it. */
export function Standing({ takeovers, screens, at, timezone, onEnd, ending = null }: Props) {
  return (
    <ul aria-label="Standing now" className="grid gap-2">
      {takeovers.map(({ id, title, text, since, until, screenId }) => (
        <li key={id} className="flex items-center justify-between gap-4 border-b pb-2">
          <span className="min-w-0">
            <strong className="font-medium">{title}</strong>
            {text && <span className="block text-13">{text}</span>}
            <span className="block text-12 text-muted">{screenId === null ? 'On all screens' : `On “${screens.find((screen) => screen.id === screenId)?.name ?? 'one screen'}”`} since {formatInstant(since, timezone)} ({formatAgo(since, new Date(Math.max(at.getTime(), new Date(since).getTime())))}), until {formatInstant(until, timezone)}</span>
          </span>
          {onEnd && <Button aria-label={`End “${title}”`} busy={ending === id} onClick={() => onEnd(id)}>End</Button>}
        </li>
      ))}
    </ul>
  )
}
