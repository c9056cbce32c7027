import type { ReactNode } from 'react'
import type { InspectTarget } from './inspector-context'

export type InspectorAction = {
  label: string
  icon?: ReactNode
  /** Goes or downloads there … */
  href?: string
  download?: boolean
  /** … or does this. */
  onSelect?: () => void
}

export type InspectorRows = {
  columns: readonly { key: string; label: string; numeric?: boolean }[]
  /** Ready to show; the key of a row is `key`, its place `href`. */
  data: readonly { key: string; href?: string; cells: Record<string, ReactNode> }[]
  /** What the rows are: "moments". */
  unit: string
  total?: number
  /** Cursor of the next page, null on the last. */
  next: string | null
}

/** Everything the panel says about one figure. What does not apply is left out, and so is its line. */
export type InspectorContent = {
  title: string
  /** The figure itself, formatted: "3.9 %", "12". */
  value: ReactNode
  definition: ReactNode
  numerator?: { label: string; value: ReactNode }
  denominator?: { label: string; value: ReactNode }
  interval?: ReactNode
  n?: ReactNode
  window?: ReactNode
  freshness?: ReactNode
  notes?: readonly ReactNode[]
  rows?: InspectorRows
  /** What can be decided about the figure: its target, a place on a wall. */
  extra?: ReactNode
  actions?: readonly InspectorAction[]
}

/** `cursor` is null for the first page of rows. Rejecting shows the error and a way to try again. */
export type InspectorLoad = (target: InspectTarget, cursor: string | null) => Promise<InspectorContent>
