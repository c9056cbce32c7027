'use client'
import { Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import { IconButton } from '../ui/button'
import { Kbd } from '../ui/badge'
import { BottomBar, Rail } from './nav'
import type { Command, CommandSearch, NavItem } from './nav-types'
import { ThemeToggle, turnTheme } from './theme-toggle'
import { useShortcuts } from './use-shortcuts'

const CommandPalette = dynamic(() => import('./command-palette').then((module) => module.CommandPalette), { ssr: false })
const Shortcuts = dynamic(() => import('./shortcuts').then((module) => module.Shortcuts), { ssr: false })

export type AppShellProps = {
  nav: readonly NavItem[]
  /** At the top of the rail: the organisation and its switcher. */
  organisation: ReactNode
  /** At the foot of the rail: who is signed in. */
  account?: ReactNode
  /** What has happened for the reader, beside the theme. */
  bell?: ReactNode
  /** Live or not, one line above the account. */
  status?: ReactNode
  commands?: readonly Command[]
  search?: CommandSearch
  children: ReactNode
}

/** Rail, page, palette and shortcuts. The inspector is InspectorProvider's, around it or within. */
export function AppShell({ nav, organisation, account, bell, status, commands = [], search, children }: AppShellProps) {
  const router = useRouter()
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null)
  useShortcuts({
    onPalette: () => setOpen('palette'),
    onHelp: () => setOpen('shortcuts'),
    onTheme: turnTheme,
    goTo: Object.fromEntries(nav.flatMap((item) => (item.key ? [[item.key, () => router.push(item.href)]] : []))),
  })
  const all: Command[] = [
    ...nav.map((item) => ({ label: item.label, group: 'Go to', icon: item.icon, href: item.href, keys: item.key && `g ${item.key}` })),
    ...commands,
    { label: 'Change theme', group: 'Touchstone', keys: 't', run: turnTheme },
    { label: 'Keyboard shortcuts', group: 'Touchstone', keys: '?', run: () => setOpen('shortcuts') },
  ]
  const close = (next: boolean) => !next && setOpen(null)
  return (
    <div data-frame="page" className="min-h-dvh md:pl-52 lg:has-[[data-inspector]]:pr-104">
      <a href="#content" className="sr-only z-50 bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
        Skip to the content
      </a>
      <Rail
        nav={nav}
        top={organisation}
        find={
          <button
            type="button"
            onClick={() => setOpen('palette')}
            className="flex h-8 w-full items-center gap-2 rounded-md border bg-raised px-2 text-13 text-muted transition-colors duration-120 hover:text-ink"
          >
            <Search aria-hidden className="size-4" />
            <span className="flex-1 text-left">Find</span>
            <Kbd>⌘K</Kbd>
          </button>
        }
        foot={
          <>
            {status}
            <div className="flex items-center justify-between gap-2">
              <div className="min-w-0 flex-1">{account}</div>
              {bell}
              <ThemeToggle />
            </div>
          </>
        }
      />
      <header data-frame="top" className="flex h-13 items-center justify-between gap-2 border-b px-4 md:hidden">
        <div className="min-w-0">{organisation}</div>
        <div className="flex items-center">
          <IconButton label="Find" icon={<Search />} onClick={() => setOpen('palette')} />
          {bell}
          <ThemeToggle />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="max-w-[84rem] px-4 pt-6 pb-24 outline-none sm:px-8 md:pb-12">
        {children}
      </main>
      <BottomBar nav={nav} account={account} />
      {open === 'palette' && <CommandPalette open onOpenChange={close} commands={all} search={search} />}
      {open === 'shortcuts' && <Shortcuts open onOpenChange={close} commands={all} />}
    </div>
  )
}
