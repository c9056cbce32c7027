'use client'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { cx } from './cx'
import { PageLink } from './page-link'
import { Skeleton } from './states'

export type Sort = { key: string; direction: 'asc' | 'desc' }

export type Column<Row> = {
  key: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  /** Right-aligned, tabular figures. */
  numeric?: boolean
  sortable?: boolean
  /** On a phone only when asked for; keep what identifies the row and its first figure. */
  wideOnly?: boolean
  className?: string
}

export type TableProps<Row> = {
  /** What the rows are: the table's accessible name. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Makes the whole row a link; the first cell carries it. Other controls in a row sit above it by themselves. */
  rowHref?: (row: Row) => string | null
  /** The order the server answered in. */
  sort?: Sort
  onSort?: (sort: Sort) => void
  loading?: boolean
  /** Rows of skeleton while loading with nothing to show yet. */
  expected?: number
  empty?: ReactNode
  /** Some cells run over several lines: all of a row begin at the same height, at its top. */
  tall?: boolean
  className?: string
}

/** Sorting and paging belong to the server; the table only asks. While a page is on its way the old one stays, dimmed. */
export function Table<Row>({ label, columns, rows, rowKey, rowHref, sort, onSort, loading, expected = 8, empty, tall, className }: TableProps<Row>) {
  const [whole, setWhole] = useState(false)
  if (!loading && rows.length === 0 && empty) return <div className="py-4">{empty}</div>
  const more = columns.filter((column) => column.wideOnly).length
  const shown = whole ? columns.map((column) => ({ ...column, wideOnly: false, className: column.className?.replace('max-lg:hidden', '') })) : columns
  return (
    <>
      <div className={cx('max-lg:overflow-x-auto', className)} role="region" aria-label={label} tabIndex={0}>
        <table className="w-full border-separate border-spacing-0 text-13" aria-busy={loading || undefined}>
          <caption className="sr-only">{label}</caption>
          <thead>
            <tr>
              {shown.map((column) => (
                <Heading key={column.key} column={column} sort={sort} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody className={cx('transition-opacity duration-120', loading && rows.length > 0 && 'opacity-50')}>
            {rows.map((row) => (
              <Line key={rowKey(row)} row={row} columns={shown} href={rowHref?.(row) ?? null} tall={tall} />
            ))}
            {loading &&
              rows.length === 0 &&
              Array.from({ length: expected }, (_, index) => (
                <tr key={index}>
                  {shown.map((column) => (
                    <td key={column.key} className={cx('h-8 border-b px-2 first:pl-0', column.wideOnly && 'max-sm:hidden')}>
                      <Skeleton className={column.numeric ? 'ml-auto w-12' : 'w-3/5'} />
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      {more > 0 && rows.length > 0 && (
        <button type="button" aria-expanded={whole} onClick={() => setWhole(!whole)} className="h-11 text-left text-13 text-muted hover:text-ink sm:hidden print:hidden">
          {whole ? 'Fewer columns' : more === 1 ? 'One more column' : `${more} more columns`}
        </button>
      )}
    </>
  )
}

const cellClass = (column: { numeric?: boolean; wideOnly?: boolean; className?: string }) =>
  cx('border-b px-2 first:pl-0 last:pr-0', column.numeric ? 'text-right' : 'text-left', column.wideOnly && 'max-sm:hidden', column.className)

function Heading<Row>({ column, sort, onSort }: { column: Column<Row>; sort?: Sort; onSort?: (sort: Sort) => void }) {
  const mine = sort?.key === column.key ? sort.direction : null
  // Figures are first wanted largest first, words from A.
  const next = mine === null ? (column.numeric ? 'desc' : 'asc') : mine === 'asc' ? 'desc' : 'asc'
  const Icon = mine === 'asc' ? ArrowUp : mine === 'desc' ? ArrowDown : ChevronsUpDown
  return (
    <th
      scope="col"
      aria-sort={mine === 'asc' ? 'ascending' : mine === 'desc' ? 'descending' : undefined}
      className={cx('sticky top-0 z-10 h-8 bg-paper text-12 font-medium whitespace-nowrap text-muted', cellClass(column))}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          onClick={() => onSort({ key: column.key, direction: next })}
          className={cx('group inline-flex items-center gap-1 hover:text-ink pointer-coarse:h-11', column.numeric && 'flex-row-reverse', mine && 'text-ink')}
        >
          {column.header}
          <Icon aria-hidden className={cx('size-3', !mine && 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100')} />
        </button>
      ) : (
        column.header
      )}
    </th>
  )
}

function Line<Row>({ row, columns, href, tall }: { row: Row; columns: readonly Column<Row>[]; href: string | null; tall?: boolean }) {
  return (
    <tr className={cx('group', href && 'relative hover:bg-sunken')}>
      {columns.map((column, index) => (
        <td key={column.key} className={cx('h-8 pointer-coarse:h-11 [&_button]:relative [&_button]:z-1', tall && 'py-1.5 align-top', cellClass(column))}>
          {href && index === 0 ? (
            <PageLink href={href} className="font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent">
              {column.cell(row)}
            </PageLink>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  )
}
