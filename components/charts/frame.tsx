'use client'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { cx } from '../ui/cx'
import type { InspectTarget } from '../shell/inspector-context'
import { Inspectable, useInspect, type Inspect } from '../shell/inspector-context'
import type { Cell } from './prepare'

/** What lets a chart's marks open the inspector: the report they come from; `onSelect` replaces the inspector. */
export type Selectable = { inspect?: Omit<InspectTarget, 'cell'>; onSelect?: Inspect }

/** Opens the inspector on a cell; null where nothing can be opened. */
export function useSelect({ inspect, onSelect }: Selectable): ((cell: Cell) => void) | null {
  const context = useInspect()
  const act = onSelect ?? context
  if (!inspect || !act) return null
  return (cell) => act({ ...inspect, cell })
}

export type FrameTable = {
  head: readonly string[]
  rows: readonly { key: string; cells: readonly { text: string; cell?: Cell }[] }[]
}

export type FrameProps = Selectable & {
  /** The chart's accessible name: what is shown, of whom, when. */
  label: string
  table: FrameTable
  /** Width drawn on the server, before the real one is known. */
  guess?: number
  className?: string
  /** Nothing to draw: says so instead. */
  empty?: boolean
  /** A note under the chart from the chart itself: "4 more are not drawn". */
  note?: ReactNode
  children: (width: number) => ReactNode
}

/** Measures its width, names the chart, and carries the same figures as a table: for a screen reader always, for everybody on request. */
export function Frame({ label, table, guess = 720, empty = false, className, note, inspect, children }: FrameProps) {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(guess)
  const [asTable, setAsTable] = useState(false)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.max(240, Math.round(entry.contentRect.width))))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  if (empty) return <p className="py-2 text-13 text-muted">No data in this window.</p>
  return (
    <figure aria-label={label} className={cx('group/chart relative min-w-0', className)}>
      <div ref={box} className={cx(asTable && 'hidden')}>
        {children(width)}
      </div>
      <div className={cx(asTable ? 'max-h-96 overflow-auto' : 'sr-only')} tabIndex={asTable ? 0 : undefined} role={asTable ? 'region' : undefined} aria-label={asTable ? label : undefined}>
        <table className="w-full text-12">
          <caption className="sr-only">{label}</caption>
          <thead>
            <tr>
              {table.head.map((text, index) => (
                <th key={index} scope="col" className={cx('h-8 border-b px-2 font-medium text-muted first:pl-0', index ? 'text-right' : 'text-left')}>
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row.key}>
                {row.cells.map(({ text, cell }, index) => (
                  <td key={index} className={cx('h-8 border-b px-2 first:pl-0', index ? 'text-right' : 'text-left')}>
                    {asTable && cell && inspect ? <Inspectable target={{ ...inspect, cell }}>{text}</Inspectable> : text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="flex min-h-6 items-center justify-between gap-4 pt-1 text-12 text-muted">
        <span>{note}</span>
        <button
          type="button"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
          className="shrink-0 opacity-0 transition-opacity duration-120 group-focus-within/chart:opacity-100 group-hover/chart:opacity-100 hover:text-ink pointer-coarse:min-h-11 pointer-coarse:opacity-100 print:hidden"
        >
          {asTable ? 'Show the chart' : 'Show as table'}
        </button>
      </div>
    </figure>
  )
}

export type MarkProps = {
  label: string
  select: ((cell: Cell) => void) | null
  cell: Cell | undefined
  /** False for marks by the dozen: by keyboard their figures are opened from the table. */
  stop?: boolean
  children: ReactNode
}

/** A bar, dot or piece that can be chosen by pointer and keyboard; plain when there is nothing to open. */
export function Mark({ label, select, cell, stop = true, children }: MarkProps) {
  if (!select || !cell)
    return (
      <g>
        <title>{label}</title>
        {children}
      </g>
    )
  return (
    <g
      role="button"
      tabIndex={stop ? 0 : -1}
      aria-label={label}
      className="group/mark cursor-pointer transition-opacity duration-120 hover:opacity-75"
      onClick={() => select(cell)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        select(cell)
      }}
    >
      <title>{label}</title>
      {children}
    </g>
  )
}
