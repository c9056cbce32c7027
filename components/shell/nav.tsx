'use client'
import { Ellipsis } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import { cx } from '../ui/cx'
import { PageLink } from '../ui/page-link'
import type { NavItem } from './nav-types'

/** How many places a thumb gets before "More". */
const IN_BAR = 4

function useCurrent() {
  const path = usePathname()
  return (item: NavItem) => path === item.href || (!item.exact && path.startsWith(`${item.href}/`))
}

export function Rail({ nav, top, find, foot }: { nav: readonly NavItem[]; top: ReactNode; find: ReactNode; foot: ReactNode }) {
  const isCurrent = useCurrent()
  return (
    <header data-frame="rail" className="fixed inset-y-0 left-0 z-20 flex w-52 flex-col border-r bg-paper max-md:hidden">
      <div className="px-3 pt-4 pb-3">{top}</div>
      <div className="px-3 pb-3">{find}</div>
      <nav aria-label="Main" className="min-h-0 flex-1 overflow-y-auto px-3">
        <ul className="grid gap-px">
          {nav.map((item) => (
            <li key={item.href}>
              <PageLink
                href={item.href}
                aria-current={isCurrent(item) ? 'page' : undefined}
                className="flex h-8 items-center gap-2.5 rounded-md px-2 text-13 text-muted transition-colors duration-120 hover:bg-sunken hover:text-ink aria-[current]:bg-sunken aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:h-11 [&_svg]:size-4"
              >
                {item.icon}
                {item.label}
              </PageLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="grid grid-cols-1 gap-2 px-3 py-3">{foot}</div>
    </header>
  )
}

export function BottomBar({ nav, account }: { nav: readonly NavItem[]; account?: ReactNode }) {
  const isCurrent = useCurrent()
  const [more, setMore] = useState(false)
  const marked = nav.filter((item) => item.bar)
  const inBar = (marked.length > 0 ? marked : nav).slice(0, IN_BAR)
  const rest = nav.filter((item) => !inBar.includes(item))
  const itemClass = (current: boolean) =>
    cx('flex h-14 w-full flex-col items-center justify-center gap-0.5 text-12 [&_svg]:size-5', current ? 'font-medium text-ink' : 'text-muted')
  return (
    <nav aria-label="Main" data-frame="bar" className="fixed inset-x-0 bottom-0 z-20 border-t bg-paper pb-[env(safe-area-inset-bottom)] md:hidden">
      {more && (
        <ul className="grid grid-cols-2 border-b px-2 py-2">
          {rest.map((item) => (
            <li key={item.href}>
              <PageLink
                href={item.href}
                aria-current={isCurrent(item) ? 'page' : undefined}
                onClick={() => setMore(false)}
                className="flex h-11 items-center gap-3 rounded-md px-3 text-14 text-muted aria-[current]:font-medium aria-[current]:text-ink [&_svg]:size-4"
              >
                {item.icon}
                {item.label}
              </PageLink>
            </li>
          ))}
          {account && <li className="col-span-2 border-t px-3 pt-2">{account}</li>}
        </ul>
      )}
      <ul className="flex">
        {inBar.map((item) => (
          <li key={item.href} className="flex-1">
            <PageLink href={item.href} aria-current={isCurrent(item) ? 'page' : undefined} onClick={() => setMore(false)} className={itemClass(isCurrent(item))}>
              {item.icon}
              {item.label}
            </PageLink>
          </li>
        ))}
        {rest.length > 0 && (
          <li className="flex-1">
            <button type="button" aria-expanded={more} onClick={() => setMore(!more)} className={itemClass(!more && rest.some(isCurrent))}>
              <Ellipsis aria-hidden />
              More
            </button>
          </li>
        )}
      </ul>
    </nav>
  )
}
