import type { ReactNode } from 'react'
import { cx } from '../ui/cx'
import { Inspectable, ToWall, type InspectTarget } from './inspector-context'

export type PageHeaderProps = {
  title: string
  /** One sentence under the title. */
  lead?: ReactNode
  /** Whether the page can be trusted: "Complete to 3 Mar, 14:05 · chat is late". */
  freshness?: ReactNode
  /** Buttons of the page, few. */
  actions?: ReactNode
  /** Usually a FilterBar. */
  filters?: ReactNode
}

export function PageHeader({ title, lead, freshness, actions, filters }: PageHeaderProps) {
  return (
    <header className={cx('grid gap-4', filters ? 'pb-2' : 'pb-4')}>
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-2">
        <div className="min-w-0">
          <h1 className="text-28 font-semibold">{title}</h1>
          {lead && <p className="mt-1 max-w-prose text-14 text-muted">{lead}</p>}
          {freshness && <div className="mt-1 text-13 text-muted">{freshness}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {filters}
    </header>
  )
}

export type SectionProps = {
  /** The finding or the question, as a sentence. */
  title: ReactNode
  /** What is drawn, in which unit: the line under a newspaper chart's headline. */
  subtitle?: ReactNode
  /** Definition in short, window, n: under the chart. */
  note?: ReactNode
  /** Adds "About this" which opens the inspector on the report as a whole, and for who makes screens the way to a wall. */
  inspect?: InspectTarget
  /** false: as a whole no wall can show it, so none is offered. */
  wall?: boolean
  actions?: ReactNode
  children?: ReactNode
  id?: string
  className?: string
}

/** A part of a page: ruled off by a hairline, headed by a sentence. */
export function Section({ title, subtitle, note, inspect, wall = true, actions, children, id, className }: SectionProps) {
  return (
    <section id={id} className={cx('grid min-w-0 content-start gap-4 border-t pt-5 pb-8', className)}>
      <header className="flex items-start justify-between gap-x-4 gap-y-2 max-sm:flex-wrap">
        <div className="min-w-0">
          <h2 className="max-w-prose text-16 font-semibold">{title}</h2>
          {subtitle && <p className="mt-0.5 text-13 text-muted">{subtitle}</p>}
        </div>
        {actions && <div className="flex shrink-0 gap-2">{actions}</div>}
      </header>
      {children}
      {(note || inspect) && (
        <footer className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 text-12 text-muted">
          <div className="max-w-prose">{note}</div>
          {inspect && (
            <span className="flex flex-wrap gap-x-4 print:hidden">
              {wall && <ToWall target={inspect} />}
              <Inspectable target={inspect} className="text-accent">
                About this figure
              </Inspectable>
            </span>
          )}
        </footer>
      )}
    </section>
  )
}
