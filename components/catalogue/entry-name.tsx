import { Badge, Dot } from '../ui/badge'

/** A catalogue entry's name: opens its sheet where it may be changed, and says when nobody has looked at it yet. */
export function EntryName({ name, isNew, mark, onOpen }: { name: string; isNew: boolean; mark?: string; onOpen?: () => void }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      {mark && <Dot colour={mark} />}
      {onOpen ? (
        <button type="button" onClick={onOpen} className="min-h-6 min-w-0 text-left font-medium underline decoration-hairline underline-offset-4 hover:text-accent hover:decoration-current pointer-coarse:min-h-11">{name}</button>
      ) : <span className="font-medium">{name}</span>}
      {isNew && <Badge tone="accent">New</Badge>}
    </span>
  )
}
