import type { ReactNode } from 'react'
import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { TONE_TEXT } from './badge'
import { cx } from './cx'

/** Something that will be here in a moment, in the size it will have. Say what is loading once, on the region. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx('block h-4 animate-wait rounded-sm bg-sunken', className)} />
}

/** A paragraph's worth of skeleton. */
export function SkeletonLines({ lines = 3, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="grid gap-2 py-1">
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} className={index === lines - 1 ? 'w-2/3' : 'w-full'} />
      ))}
    </div>
  )
}

/** Nothing yet: what would be here, why it is not, and the next step. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="grid max-w-prose gap-2 border-l-2 py-1 pl-4">
      <p className="text-14 font-medium">{title}</p>
      {children && <div className="text-13 text-muted">{children}</div>}
      {action && <div className="mt-1 flex flex-wrap gap-2">{action}</div>}
    </div>
  )
}

/** Something failed: what it was, and what to do about it. `detail` is for whoever has to report it. */
export function ErrorState({ title, children, action, detail }: { title: string; children?: ReactNode; action?: ReactNode; detail?: string }) {
  return (
    <div role="alert" className="grid max-w-prose gap-2 border-l-2 border-danger py-1 pl-4">
      <p className="text-14 font-medium">{title}</p>
      {children && <div className="text-13 text-muted">{children}</div>}
      {detail && <code className="font-mono text-12 break-words text-muted">{detail}</code>}
      {action && <div className="mt-1 flex flex-wrap gap-2">{action}</div>}
    </div>
  )
}

const ICON = { info: Info, warning: TriangleAlert, danger: CircleAlert }

/** A note about what is shown: a late source, a partial month, an assumption. */
export function Callout({ tone = 'info', title, children, action }: { tone?: keyof typeof ICON; title?: string; children?: ReactNode; action?: ReactNode }) {
  const Icon = ICON[tone]
  return (
    <div role="note" className="flex items-start gap-3 border-y py-3 text-13">
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', TONE_TEXT[tone === 'info' ? 'neutral' : tone])} />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-muted">{children}</div>}
      </div>
      {action}
    </div>
  )
}
