'use client'
import { useRef, useState, type KeyboardEvent } from 'react'
import { formatPeriod } from '../ui/format-date'
import { useTargets } from '../shell/targets-context'
import { ValueAxis, TimeAxis } from './axes'
import { Frame, useSelect, type FrameTable, type Selectable } from './frame'
import { LineLegend, LineSeries } from './line-series'
import { LineReadout } from './line-readout'
import { clearSpot } from './clear-spot'
import { placeMarkers } from './place-markers'
import { align, atMostSeven, axisTicks, fit, inTwo, niceScale, periodsOf, placeLabels, project, targetLeft, targetPath, textWidth, type Interval, type Point, type Series, type Xy } from './prepare'
import { COUNT, sayPoint, sayShort, type Unit } from './unit'

export type Marker = { period: string; label: string }

export type LineChartProps = Selectable & {
  label: string
  series: readonly Series[]
  interval: Interval
  unit?: Unit
  /** Whether series may be added up into "Other"; counts may, rates may not. */
  additive?: boolean
  /** Counts always start at nought; a rate may not need to. */
  zero?: boolean
  /** Plans, changed definitions, restatements. */
  markers?: readonly Marker[]
  height?: number
  className?: string
}

const GAP = 8
const LABEL = 16
/** Below this the names go above the lines instead of beside them. */
const NARROW = 520

export function LineChart(props: LineChartProps) {
  const { label, series, interval, unit = COUNT, additive = unit.kind === 'count', height = 240, className } = props
  const { series: shown, hidden } = atMostSeven(series, additive, 'var(--faint)')
  const periods = periodsOf(shown, interval)
  const rows = shown.map((one) => align(one.points, periods))
  const note = [
    hidden > 0 && `${hidden} more are not drawn; the table of the report has them.`,
    rows.some((points) => points.some((point) => point?.partial)) && 'Hollow: a period that is not whole yet, or cut off.',
  ].filter(Boolean)
  return (
    <Frame label={label} table={lineTable(shown, periods, rows, interval, unit)} inspect={props.inspect} empty={periods.length === 0} note={note.join(' ')} className={className}>
      {(width) => <LinePlot {...props} unit={unit} shown={shown} periods={periods} rows={rows} width={width} height={height} />}
    </Frame>
  )
}

/** The figures of the lines, period by period. */
function lineTable(shown: readonly Series[], periods: readonly string[], rows: readonly (Point | null)[][], interval: Interval, unit: Unit): FrameTable {
  return {
    head: ['Period', ...shown.map((one) => one.label)],
    rows: periods.map((period, index) => ({
      key: period,
      cells: [
        { text: formatPeriod(period, interval) + (rows.some((points) => points[index]?.partial) ? ' (partial)' : '') },
        ...rows.map((points) => {
          const point = points[index]
          return { text: sayPoint(point, unit), cell: point?.cell }
        }),
      ],
    })),
  }
}

type PlotProps = LineChartProps & { unit: Unit; shown: readonly Series[]; periods: readonly string[]; rows: readonly (Point | null)[][]; width: number; height: number }

function LinePlot({ label, interval, unit, zero = true, markers = [], shown, periods, rows, width, height, inspect, onSelect }: PlotProps) {
  const [at, setAt] = useState<{ period: number; series: number } | null>(null)
  // A finger has no hover: its first tap reads a period, a second one there opens it.
  const armed = useRef(true)
  const select = useSelect({ inspect, onSelect })
  const targets = useTargetMarks(shown, inspect, unit)
  const scale = niceScale([...rows.flatMap((points) => points.flatMap((point) => [point?.value, point?.low, point?.high])), ...targets.flatMap((target) => target.steps.map((step) => step.value))], { zero, whole: unit.kind === 'count', ticks: height < 160 ? 2 : 4 })
  const say = (value: number) => sayShort(value, unit, scale.max)
  const wide = width >= NARROW
  const beside = wide && shown.length > 1
  const left = Math.max(28, ...scale.ticks.map((tick) => textWidth(say(tick)) + GAP))
  const right = beside ? Math.min(width * 0.28, Math.max(...shown.map((one) => textWidth(one.label) + 24))) : 12
  const top = markers.length > 0 ? 24 : 10
  const bottom = height - 26
  const x = project({ min: 0, max: Math.max(1, periods.length - 1) }, left, width - right)
  const y = project(scale, bottom, top)
  const drawn = rows.map((points) => points.map((point, index): Xy | null => (typeof point?.value === 'number' ? [x(index), y(point.value)] : null)))
  const grid = scale.ticks.map((tick): Xy[] => [[left, y(tick)], [width - right, y(tick)]])
  const lastY = rows.map((points) => y(lastComplete(points)))
  // A long name takes a second line before it is cut, where there is room for so many.
  const twoLines = beside && shown.length * 2 * LABEL <= bottom - top
  const names = shown.map((one) => (twoLines ? inTwo(one.label, right - 16) : [fit(one.label, right - 16)]))
  const labelY = placeLabels(lastY, names.some((lines) => lines.length > 1) ? 2 * LABEL : LABEL, top - 6, bottom + 8)
  const marked = placeMarkers(markers.flatMap((marker) => { const index = periods.findLastIndex((period) => period <= marker.period); return index < 0 ? [] : [{ x: x(index), label: marker.label }] }), width)
  const tickWidth = interval === 'month' ? 64 : 72
  const ticks = axisTicks(periods, interval, Math.max(2, Math.floor((width - left - right) / tickWidth)))

  const nearest = (clientX: number, clientY: number, box: DOMRect) => {
    const period = Math.min(periods.length - 1, Math.max(0, Math.round(((clientX - box.left - left) / Math.max(1, width - right - left)) * (periods.length - 1))))
    const distance = rows.map((points) => {
      const value = points[period]?.value
      return value === null || value === undefined ? Infinity : Math.abs(y(value) - (clientY - box.top))
    })
    return { period, series: Math.max(0, distance.indexOf(Math.min(...distance))) }
  }
  const open = (where: { period: number; series: number }) => {
    const cell = rows[where.series]?.[where.period]?.cell
    if (cell) select?.(cell)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    const now = at ?? { period: periods.length - 1, series: 0 }
    if (step) {
      event.preventDefault()
      const [dp = 0, ds = 0] = step
      setAt({ period: Math.min(periods.length - 1, Math.max(0, now.period + dp)), series: (now.series + ds + shown.length) % shown.length })
    } else if (event.key === 'Enter') open(now)
    else if (event.key === 'Escape') setAt(null)
  }

  return (
    <div className="relative">
      {!beside && shown.length > 1 && <LineLegend series={shown} />}
      <div
        className={select ? 'relative cursor-pointer' : 'relative'}
        tabIndex={0}
        role="group"
        aria-roledescription="chart"
        aria-label={`${label}. Arrow keys read the values${select ? ', Enter opens one' : ''}.`}
        onPointerMove={(event) => setAt(nearest(event.clientX, event.clientY, event.currentTarget.getBoundingClientRect()))}
        onPointerDown={(event) => {
          const where = nearest(event.clientX, event.clientY, event.currentTarget.getBoundingClientRect())
          armed.current = event.pointerType !== 'touch' || at?.period === where.period
          setAt(where)
        }}
        onPointerLeave={(event) => event.pointerType !== 'touch' && setAt(null)}
        onBlur={() => setAt(null)}
        onClick={(event) => armed.current && open(nearest(event.clientX, event.clientY, event.currentTarget.getBoundingClientRect()))}
        onKeyDown={onKeyDown}
      >
        <svg viewBox={`0 0 ${width} ${height}`} width="100%" height={height} aria-hidden className="block overflow-visible">
          <ValueAxis scale={scale} y={y} x0={left} x1={width - right} say={say} />
          <TimeAxis y={height - 6} ticks={ticks.map((index) => ({ x: x(index), text: axisText(periods[index] ?? '', interval) }))} />
          {marked.map(({ x: at, text, anchor }) => (
            <g key={at}>
              <line x1={at} x2={at} y1={14} y2={bottom} stroke="var(--edge)" strokeDasharray="2 3" />
              <text x={at} y={10} fontSize={12} fill="var(--muted)" textAnchor={anchor}>
                {text}
              </text>
            </g>
          ))}
          {targets.map((target) => <path key={target.key} d={targetPath(target, periods, x, y)} fill="none" stroke={target.colour} strokeWidth={1.5} strokeDasharray="6 4" />)}
          {shown.map((one, index) => (
            <LineSeries key={one.key} colour={one.colour} points={rows[index] ?? []} x={x} y={y} quiet={at !== null && shown.length > 1 && at.series !== index} />
          ))}
          {targets.map((target) => {
            const name = fit(`Target${target.label ? ` of ${target.label}` : ''}: ${target.direction === 'at_least' ? 'at least' : 'at most'} ${say(target.value)}`, width - right - left)
            const [nameX, nameY] = clearSpot([...drawn, ...grid], { at: y(target.value), width: textWidth(name) + 2, em: 12, left: targetLeft(target, periods, x, { left, right: width - right, width: textWidth(name) + 2 }), right: width - right, top: top - 8, bottom })
            return <text key={target.key} x={nameX} y={nameY} fontSize={12} fill="var(--muted)">{name}</text>
          })}
          {beside &&
            shown.map((one, index) => (
              <g key={one.key}>
                <path d={`M${width - right + 4} ${lastY[index]}L${width - right + 12} ${labelY[index]}`} stroke={one.colour} fill="none" />
                <text y={labelY[index]} fontSize={12} fill="var(--ink)" fontWeight={at?.series === index ? 600 : 400}>
                  {names[index]?.map((line, i, all) => <tspan key={line} x={width - right + 16} dy={i > 0 ? '1.2em' : all.length > 1 ? '-0.28em' : '0.32em'}>{line}</tspan>)}
                </text>
              </g>
            ))}
          {at && <line x1={x(at.period)} x2={x(at.period)} y1={top} y2={bottom} stroke="var(--edge)" />}
        </svg>
        {at && <LineReadout at={at} x={x(at.period)} width={width} interval={interval} unit={unit} period={periods[at.period] ?? ''} series={shown} rows={rows} canOpen={select !== null} />}
      </div>
    </div>
  )
}

/** The targets of what is drawn with what they were before, at most one for each line; one that several lines are held to stands once. */
function useTargetMarks(shown: readonly Series[], inspect: Selectable['inspect'], unit: Unit) {
  const targetOf = useTargets(unit.kind)
  if (!inspect) return []
  const marks = shown.flatMap((one) => {
    const cell = one.points.at(-1)?.cell
    const mark = cell ? targetOf(inspect.report, inspect.parameters, cell) : null
    return mark ? [{ ...mark, key: one.key, colour: one.colour, label: shown.length > 1 ? one.label : '' }] : []
  })
  const same = marks.length > 1 && new Set(marks.map(({ steps, direction }) => JSON.stringify([steps, direction]))).size === 1
  return same ? marks.slice(0, 1).map((mark) => ({ ...mark, colour: 'var(--ink)', label: '' })) : marks
}

/** Where a line's name belongs: its last complete value, because a cut-off one says little. */
function lastComplete(points: readonly (Point | null)[]): number {
  const present = points.flatMap((point) => (point && point.value !== null ? [point] : []))
  return (present.findLast((point) => !point.partial) ?? present.at(-1))?.value ?? 0
}

/** Axis words: the year where it begins, else the month or day alone. */
function axisText(period: string, interval: Interval): string {
  if (interval !== 'month') return formatPeriod(period, 'day')
  return period.slice(5, 7) === '01' ? period.slice(0, 4) : formatPeriod(period, 'month').split(' ')[0] ?? ''
}
