'use client'
import { formatCount, formatShareOf, SMALL_N } from '../ui/format'
import { Frame, Mark, useSelect, type Selectable } from './frame'
import { LineLegend } from './line-series'
import { fit, textWidth, type Cell } from './prepare'

export type Part = { key: string; label: string; value: number; colour: string; cell?: Cell }

export type StackedRow = {
  key: string
  label: string
  parts: readonly Part[]
  /** Said below its name instead of how many there are. */
  said?: string
  /** Spot before the label: the colour of the row's own meaning (a result). */
  colour?: string
  cell?: Cell
}

export type StackedBarsProps = Selectable & {
  label: string
  rows: readonly StackedRow[]
  /** What is counted: "moments". */
  unit: string
  what?: string
  className?: string
}

const ROW = 44
/** Below this width a row's name stands above its bar, whole, instead of cut beside it. */
const NARROW = 480
const NAME = 22
const counted = (row: StackedRow, unit: string) => row.said ?? `${formatCount(total(row))} ${unit}`
const countWidth = (row: StackedRow, unit: string) => textWidth(counted(row, unit))
const total = (row: StackedRow) => row.parts.reduce((sum, part) => sum + part.value, 0)

/** Rows of 100 %, one per group; a group of fewer than thirty is written out in words instead of drawn. */
export function StackedBars({ label, rows, unit, what = 'Group', className, ...selectable }: StackedBarsProps) {
  const select = useSelect(selectable)
  const kinds = [...new Map(rows.flatMap((row) => row.parts.map((part) => [part.key, part] as const))).values()]
  const table = {
    head: [what, unit, ...kinds.map((kind) => kind.label)],
    rows: rows.map((row) => ({
      key: row.key,
      cells: [
        { text: row.label },
        { text: row.said ?? formatCount(total(row)), cell: row.cell },
        ...kinds.map((kind) => {
          const part = row.parts.find((one) => one.key === kind.key)
          return { text: part ? partText(part, total(row)) : '0', cell: part?.cell }
        }),
      ],
    })),
  }
  return (
    <Frame label={label} table={table} empty={rows.length === 0} inspect={selectable.inspect} className={className}>
      {(width) => (
        <>
          <LineLegend series={kinds} />
          <Plot rows={rows} unit={unit} width={width} select={select} />
        </>
      )}
    </Frame>
  )
}

const partText = (part: Part, n: number) => (n < SMALL_N ? `${formatCount(part.value)} of ${formatCount(n)}` : `${formatShareOf(part.value / n)} (${formatCount(part.value)})`)

function Plot({ rows, unit, width, select }: { rows: readonly StackedRow[]; unit: string; width: number; select: ((cell: Cell) => void) | null }) {
  const narrow = width < NARROW
  const name = narrow ? 0 : Math.min(width * 0.34, Math.max(64, ...rows.map((row) => Math.max(textWidth(row.label, 13), countWidth(row, unit)) + 28)))
  const step = narrow ? ROW + NAME : ROW
  const height = rows.length * step
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" height={height} className="block overflow-visible">
      {rows.map((row, index) => {
        const y = index * step
        const bar = narrow ? y + NAME : y
        const n = total(row)
        return (
          <g key={row.key}>
            {index > 0 && <line x1={0} x2={width} y1={y} y2={y} stroke="var(--hairline)" shapeRendering="crispEdges" />}
            <Mark label={`${row.label}: ${counted(row, unit)}`} select={select} cell={row.cell}>
              {row.colour && <circle cx={4} cy={y + 15} r={4} fill={row.colour} />}
              <text x={row.colour ? 14 : 0} y={y + 19} fontSize={13} fill="var(--ink)">
                {fit(row.label, narrow ? width - countWidth(row, unit) - 24 : name - 20, 13)}
              </text>
              <text x={narrow ? width : row.colour ? 14 : 0} y={narrow ? y + 19 : y + 35} textAnchor={narrow ? 'end' : 'start'} fontSize={12} fill="var(--muted)">
                {counted(row, unit)}
              </text>
            </Mark>
            {n === 0 ? null : n < SMALL_N ? (
              <text x={name} y={bar + 26} fontSize={12} fill="var(--muted)">
                {row.parts
                  .filter((part) => part.value > 0)
                  .map((part) => `${formatCount(part.value)} ${part.label}`)
                  .join(' · ')}
              </text>
            ) : (
              <Bar row={row} n={n} x0={name} x1={width} y={bar} select={select} />
            )}
          </g>
        )
      })}
    </svg>
  )
}

/** One row's pieces with their shares below, where there is room for them. */
function Bar({ row, n, x0, x1, y, select }: { row: StackedRow; n: number; x0: number; x1: number; y: number; select: ((cell: Cell) => void) | null }) {
  let before = 0
  let free = x0
  return row.parts.map((part) => {
    const x = x0 + (before / n) * (x1 - x0)
    const wide = (part.value / n) * (x1 - x0)
    before += part.value
    if (part.value === 0) return null
    const text = formatShareOf(part.value / n)
    const place = Math.min(x, x1 - textWidth(text))
    const fits = wide > 18 && place >= free
    if (fits) free = place + textWidth(text) + 4
    return (
      <Mark key={part.key} label={`${row.label}, ${part.label}: ${partText(part, n)}`} select={select} cell={part.cell}>
        <rect x={x} y={y + 8} width={Math.max(1, wide - 1.5)} height={14} fill={part.colour} rx={1} />
        <rect x={x} y={y} width={Math.max(1, wide)} height={ROW} fill="transparent" />
        {fits && (
          <text x={place} y={y + 35} fontSize={12} fill="var(--muted)">
            {text}
          </text>
        )}
      </Mark>
    )
  })
}
