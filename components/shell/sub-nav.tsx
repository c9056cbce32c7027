'use client'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { cx } from '../ui/cx'
import { PageLink } from '../ui/page-link'

export type SubNavItem = { href: string; label: string; exact?: boolean }

/** The pages within a section, above their title; scrolls sideways where they do not fit. */
export function SubNav({ label, items }: { label: string; items: readonly SubNavItem[] }) {
  const path = usePathname()
  const bar = useRef<HTMLElement>(null)
  // On a phone the page one is on may lie beyond the edge.
  useEffect(() => {
    const here = bar.current?.querySelector<HTMLElement>('[aria-current]')
    if (bar.current && here) bar.current.scrollLeft = here.offsetLeft - (bar.current.clientWidth - here.offsetWidth) / 2
  }, [path])
  return (
    <nav ref={bar} aria-label={label} className="relative -mx-4 mb-6 overflow-x-auto border-b px-4 sm:-mx-8 sm:px-8">
      <ul className="flex gap-6">
        {items.map(({ href, label: text, exact }) => {
          const current = exact ? path === href : path === href || path.startsWith(`${href}/`)
          return (
            <li key={href}>
              <PageLink href={href} aria-current={current ? 'page' : undefined} className={cx('-mb-px block border-b-2 py-2 text-13 whitespace-nowrap transition-colors duration-120', current ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink')}>{text}</PageLink>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
