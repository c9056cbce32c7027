'use client'
import { formatShareOf } from '../ui/format'
import { ValueAxis, TimeAxis } from './axes'
import { Frame, Mark, useSelect, type Selectable } from './frame'
import { bandPath, linePath, project, type Cell, type Xy } from './prepare'

/** Cumulated, the most valuable first; fractions. A point with a `label` is marked ("top 20 %"). */
export type CurvePoint = { share_of_customers: number; share_of_value: number; label?: string; cell?: Cell }

export type ConcentrationCurveProps = Selectable & { label: string; points: readonly CurvePoint[]; height?: number; className?: string }

/** Which share of the value comes from which share of the customers; the diagonal would be equal shares. */
export function ConcentrationCurve({ label, points, height = 280, className, ...selectable }: ConcentrationCurveProps) {
  const select = useSelect(selectable)
  const marked = points.filter((point) => point.label)
  const table = {
    head: ['Customers', 'Of all customers', 'Of all value'],
    rows: (marked.length > 0 ? marked : points).map((point, index) => ({
      key: `${index}`,
      cells: [{ text: point.label ?? '' }, { text: formatShareOf(point.share_of_customers) }, { text: formatShareOf(point.share_of_value), cell: point.cell }],
    })),
  }
  return (
    <Frame label={label} table={table} empty={points.length === 0} inspect={selectable.inspect} guess={420} className={className}>
      {(width) => <Plot points={points} marked={marked} width={width} height={height} select={select} />}
    </Frame>
  )
}

type PlotProps = { points: readonly CurvePoint[]; marked: readonly CurvePoint[]; width: number; height: number; select: ((cell: Cell) => void) | null }

function Plot({ points, marked, width, height, select }: PlotProps) {
  const left = 48
  const bottom = height - 26
  const x = project({ min: 0, max: 1 }, left, width - 16)
  const y = project({ min: 0, max: 1 }, bottom, 10)
  const curve: Xy[] = [{ share_of_customers: 0, share_of_value: 0 }, ...points].map((point) => [x(point.share_of_customers), y(point.share_of_value)])
  const say = (share: number) => `${share * 100}\u202f%`
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" height={height} className="block overflow-visible">
      <ValueAxis scale={{ min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1] }} y={y} x0={left} x1={width - 16} say={say} />
      <TimeAxis y={height - 6} ticks={[0, 0.25, 0.5, 0.75, 1].map((share) => ({ x: x(share), text: share === 1 ? 'all' : say(share) }))} />
      <path d={linePath([[x(0), y(0)], [x(1), y(1)]])} stroke="var(--edge)" strokeDasharray="3 3" />
      <path d={bandPath(curve, [[x(0), y(0)], [x(1), y(1)]])} fill="var(--accent)" opacity={0.08} />
      <path d={linePath(curve)} fill="none" stroke="var(--accent)" strokeWidth={1.75} />
      {marked.map((point) => (
        <Mark key={point.label} label={`${point.label}: ${formatShareOf(point.share_of_customers)} of customers, ${formatShareOf(point.share_of_value)} of value`} select={select} cell={point.cell}>
          <circle cx={x(point.share_of_customers)} cy={y(point.share_of_value)} r={10} fill="transparent" />
          <circle cx={x(point.share_of_customers)} cy={y(point.share_of_value)} r={4} fill="var(--accent)" stroke="var(--paper)" strokeWidth={1.5} />
          <text x={x(point.share_of_customers) + 10} y={y(point.share_of_value) + 16} fontSize={12} fill="var(--ink)" stroke="var(--paper)" strokeWidth={3} paintOrder="stroke">
            {point.share_of_customers < 0.6 ? `${point.label}: ${formatShareOf(point.share_of_value)} of value` : ''}
          </text>
        </Mark>
      ))}
    </svg>
  )
}
