'use client'
import { Check, ChevronsUpDown } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { cx } from '../ui/cx'
import { PageLink } from '../ui/page-link'

export type SwitcherItem = { label: string; href?: string; onSelect?: () => void; icon?: ReactNode; current?: boolean } | 'line'

export type SwitcherProps = {
  /** What is shown and pressed. */
  current: ReactNode
  label: string
  items: readonly SwitcherItem[]
  /** Opens upwards, at the foot of the rail. */
  up?: boolean
}

/** The rail's two small menus: organisations, and one's own account. Native disclosure, because it is on every page's first load. */
export function Switcher({ current, label, items, up }: SwitcherProps) {
  const box = useRef<HTMLDetailsElement>(null)
  const close = () => {
    if (box.current) box.current.open = false
  }
  const itemClass = 'flex min-h-8 w-full items-center gap-2 rounded-sm px-2 text-left text-13 hover:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-4'
  return (
    <details
      ref={box}
      className="group relative"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        close()
        box.current?.querySelector('summary')?.focus()
      }}
    >
      <summary className="flex h-8 list-none items-center gap-2 rounded-md px-2 text-13 font-medium hover:bg-sunken pointer-coarse:h-11 [&::-webkit-details-marker]:hidden">
        <span className="min-w-0 flex-1 truncate">
          <span className="sr-only">{label}: </span>
          {current}
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
      </summary>
      <ul className={cx('absolute left-0 z-30 min-w-52 animate-fade rounded-md border bg-raised p-1 shadow-float', up ? 'bottom-full mb-1' : 'top-full mt-1')}>
        {items.map((item, index) =>
          item === 'line' ? (
            <li key={index} aria-hidden className="my-1 border-t" />
          ) : (
            <li key={index}>
              {item.href ? (
                <PageLink href={item.href} aria-current={item.current || undefined} onClick={close} className={itemClass}>
                  {item.icon}
                  <span className="flex-1 truncate">{item.label}</span>
                  {item.current && <Check aria-hidden />}
                </PageLink>
              ) : (
                <button
                  type="button"
                  onClick={() => {
                    close()
                    item.onSelect?.()
                  }}
                  className={itemClass}
                >
                  {item.icon}
                  {item.label}
                </button>
              )}
            </li>
          ),
        )}
      </ul>
    </details>
  )
}
