import type { ReactNode } from 'react'

export type NavItem = {
  href: string
  label: string
  /** An element, not a component: it crosses from server to browser. */
  icon: ReactNode
  /** Pressed after `g`: "o" makes "g o". */
  key?: string
  /** Stands on a phone’s bar; without any that do, the first four. */
  bar?: boolean
  /** Also current on pages below it; the overview of an organisation is not. */
  exact?: boolean
}

export type Command = { label: string; group: string; icon?: ReactNode; keys?: string; hint?: string; href?: string; run?: () => void }

/** Finds more as one types (customers, touchpoints); called after a pause. */
export type CommandSearch = (text: string) => Promise<Command[]>
