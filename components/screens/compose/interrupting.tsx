import { Button } from '../../ui/button'

type Props = { takeovers: readonly { id: string; title: string }[]; /** Not for who may not end it. */ onEnd?: (id: string) => void; /** The one that is being ended. */ ending: string | null; /** Why it could not be ended. */ failure: string | null }

/** What the displays show instead, beside the slide that is being composed. */
export function Interrupting({ takeovers, onEnd, ending, failure }: Props) {
  if (takeovers.length === 0) return null
  return (
    <ul aria-label="Interrupting now" className="grid gap-2 text-13">
      {takeovers.map(({ id, title }) => (
        <li key={id} className="flex items-center justify-between gap-4">
          <span className="min-w-0">“{title}” interrupts the displays now.</span>
          {onEnd && <Button aria-label={`End “${title}”`} busy={ending === id} onClick={() => onEnd(id)}>End</Button>}
        </li>
      ))}
      {failure && <li role="alert" className="text-danger">{failure}</li>}
    </ul>
  )
}
