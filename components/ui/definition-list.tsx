import type { ReactNode } from 'react'
import { cx } from './cx'

export type Definition = { term: ReactNode; value: ReactNode }

/** Names and values in two columns, ruled by hairlines. */
export function DefinitionList({ items, className }: { items: readonly Definition[]; className?: string }) {
  return (
    <dl className={cx('divide-y text-13', className)}>
      {items.map((item, index) => (
        <div key={index} className="flex min-h-8 items-baseline gap-4 py-1.5">
          <dt className="w-36 shrink-0 text-muted">{item.term}</dt>
          <dd className="min-w-0 flex-1 break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
