'use client'
import { useRef, type KeyboardEvent } from 'react'
import { cx } from '../ui/cx'
import { formatCount, formatShareOf, SMALL_N } from '../ui/format'
import { useSelect, type Selectable } from './frame'
import type { Cell } from './prepare'

export type CohortCell = { period_index: number; active: number; share: number; cell?: Cell; partial?: boolean }
export type Cohort = {
  key: string
  label: string
  customers: number
  /** At the edge of the data: already customers when the record begins. */
  edge?: boolean
  cells: readonly CohortCell[]
}

export type CohortGridProps = Selectable & { label: string; cohorts: readonly Cohort[]; /** "month". */ unit: string; className?: string }

/** Ten steps of one ink; the text on all of them stays readable. Written out so that the style sheet contains them. */
const HEAT = ['heat-0', 'heat-1', 'heat-2', 'heat-3', 'heat-4', 'heat-5', 'heat-6', 'heat-7', 'heat-8', 'heat-9']
export const heatStep = (share: number) => HEAT[Math.min(9, Math.max(0, Math.floor(share * 10)))] ?? 'heat-0'

/** Cohorts down, elapsed periods across, the share in figures on a tint. Arrow keys move, Enter opens. */
export function CohortGrid({ label, cohorts, unit, className, ...selectable }: CohortGridProps) {
  const select = useSelect(selectable)
  const table = useRef<HTMLTableElement>(null)
  const width = 1 + Math.max(0, ...cohorts.flatMap((cohort) => cohort.cells.map((cell) => cell.period_index)))
  const columns = Array.from({ length: width }, (_, index) => index)
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    const place = event.target instanceof HTMLElement ? event.target.dataset.at?.split(',').map(Number) : undefined
    if (!move || !place) return
    event.preventDefault()
    table.current?.querySelector<HTMLElement>(`[data-at="${(place[0] ?? 0) + (move[0] ?? 0)},${(place[1] ?? 0) + (move[1] ?? 0)}"]`)?.focus()
  }
  if (cohorts.length === 0) return <p className="py-2 text-13 text-muted">No data in this window.</p>
  return (
    <div role="region" aria-label={label} tabIndex={0} className={cx('relative overflow-x-auto', className)}>
      <table ref={table} onKeyDown={onKeyDown} className="border-separate border-spacing-px text-12">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="text-muted">
            <th scope="col" className="sticky left-0 h-7 bg-paper pr-4 text-left font-medium whitespace-nowrap">
              Joined
            </th>
            <th scope="col" className="pr-3 text-right font-medium">
              Customers
            </th>
            {columns.map((index) => (
              <th key={index} scope="col" className="min-w-11 px-1 text-center font-medium" aria-label={`${unit} ${index}`}>
                {index}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map((cohort, row) => (
            <tr key={cohort.key}>
              <th scope="row" className="sticky left-0 h-7 bg-paper pr-4 text-left font-normal whitespace-nowrap">
                {cohort.label}
                {cohort.edge && <span className="block text-faint">already customers</span>}
              </th>
              <td className="pr-3 text-right text-muted">{formatCount(cohort.customers)}</td>
              {columns.map((index) => {
                const cell = cohort.cells.find((one) => one.period_index === index)
                return cell ? <Share key={index} cohort={cohort} cell={cell} at={`${row},${index}`} first={row === 0 && index === 0} unit={unit} select={select} /> : <td key={index} />
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type ShareProps = { cohort: Cohort; cell: CohortCell; at: string; first: boolean; unit: string; select: ((cell: Cell) => void) | null }

function Share({ cohort, cell, at, first, unit, select }: ShareProps) {
  const small = cohort.customers < SMALL_N
  const text = small ? formatCount(cell.active) : formatShareOf(cell.share).replace(/\s?%$/, '')
  const said = `${cohort.label}, ${unit} ${cell.period_index}: ${small ? '' : `${formatShareOf(cell.share)}, `}${formatCount(cell.active)} of ${formatCount(cohort.customers)}${cell.partial ? `; that ${unit} is not over` : ''}`
  const face = cx('h-7 w-full min-w-11 px-1 text-center', !small && heatStep(cell.share), small && 'text-muted', cell.partial && 'border border-dashed border-edge')
  const target = cell.cell
  return (
    <td className="p-0">
      {select && target ? (
        <button type="button" data-at={at} tabIndex={first ? 0 : -1} aria-label={said} title={said} onClick={() => select(target)} className={face}>
          {text}
        </button>
      ) : (
        <div className={cx(face, 'grid place-items-center')} title={said}>
          {text}
        </div>
      )}
    </td>
  )
}
