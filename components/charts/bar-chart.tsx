'use client'
import { ValueAxis, TimeAxis } from './axes'
import { useTargets } from '../shell/targets-context'
import { Frame, Mark, useSelect, type Selectable } from './frame'
import { fit, niceScale, project, textWidth, type Cell, type Scale } from './prepare'
import { COUNT, sayShort, sayValue, sayWithInterval, type Unit } from './unit'

export type Bar = {
  key: string
  label: string
  value: number | null
  low?: number | null
  high?: number | null
  /** Said after the value: "of 310". */
  detail?: string
  colour?: string
  /** Drawn as an outline: cut off, or too few to colour. */
  quiet?: boolean
  cell?: Cell
}

export type BarChartProps = Selectable & {
  label: string
  bars: readonly Bar[]
  unit?: Unit
  direction?: 'horizontal' | 'vertical'
  /** What a bar is: the table's first heading. */
  what?: string
  /** Shared end of the axis, for several charts side by side. */
  max?: number
  height?: number
  className?: string
}

type Aimed = Bar & { target?: { value: number; direction: 'at_least' | 'at_most' } | null }

/** Where there is no value to draw, the detail ("3 of 8") stands for itself. */
const say = (bar: Bar, unit: Unit) => [(bar.value !== null || !bar.detail) && sayWithInterval(bar.value, bar.low, bar.high, unit), bar.detail].filter(Boolean).join(' ')
const sayAimed = (bar: Aimed, unit: Unit) => say(bar, unit) + (bar.target ? `, target ${bar.target.direction === 'at_least' ? 'at least' : 'at most'} ${sayValue(bar.target.value, unit)}` : '')

/** Bars from nought, whiskers for the interval, the value at the end of each. */
export function BarChart(props: BarChartProps) {
  const { label, unit = COUNT, direction = 'horizontal', what = 'Group', max, className } = props
  const select = useSelect(props)
  const targetOf = useTargets(unit.kind)
  const bars = props.bars.map((bar): Aimed => ({ ...bar, target: props.inspect && bar.cell ? targetOf(props.inspect.report, props.inspect.parameters, bar.cell) : null }))
  const scale = niceScale([...bars.flatMap((bar) => [bar.value, bar.high, bar.low, bar.target?.value]), max], { whole: unit.kind === 'count' })
  const table = {
    head: [what, 'Value'],
    rows: bars.map((bar) => ({ key: bar.key, cells: [{ text: bar.label }, { text: sayAimed(bar, unit), cell: bar.cell }] })),
  }
  const Plot = direction === 'horizontal' ? Horizontal : Vertical
  return (
    <Frame label={label} table={table} empty={bars.length === 0} inspect={props.inspect} note={bars.some((bar) => bar.target) && 'Dashed across a bar: its target.'} className={className}>
      {(width) => <Plot bars={bars} unit={unit} scale={scale} select={select} width={width} height={props.height ?? 200} />}
    </Frame>
  )
}

type PlotProps = { bars: readonly Aimed[]; unit: Unit; scale: Scale; select: ((cell: Cell) => void) | null; width: number; height: number }

const ROW = 32
const AIM = { stroke: 'var(--ink)', strokeWidth: 1.5, strokeDasharray: '4 2' } as const

function Horizontal({ bars, unit, scale, select, width }: PlotProps) {
  const name = Math.min(width * 0.36, Math.max(48, ...bars.map((bar) => textWidth(bar.label, 13) + 12)))
  const value = Math.max(...bars.map((bar) => textWidth(say({ ...bar, low: null, high: null }, unit)) + 16), 40)
  const x = project(scale, name, Math.max(name + 40, width - value))
  const height = bars.length * ROW
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" height={height} className="block overflow-visible">
      {bars.map((bar, index) => {
        const middle = index * ROW + ROW / 2
        const end = Math.max(x(bar.value ?? 0), x(bar.high ?? bar.value ?? 0))
        return (
          <Mark key={bar.key} label={`${bar.label}: ${sayAimed(bar, unit)}`} select={select} cell={bar.cell}>
            <rect x={0} y={index * ROW} width={width} height={ROW} fill="transparent" />
            <text x={0} y={middle} dy="0.34em" fontSize={13} fill="var(--ink)">
              {fit(bar.label, name - 8, 13)}
            </text>
            <BarRect bar={bar} x={Math.min(x(0), x(bar.value ?? 0))} y={middle - 7} width={Math.abs(x(bar.value ?? 0) - x(0))} height={14} />
            <Whisker bar={bar} at={(bound) => x(bound)} middle={middle} />
            {bar.target && <path d={`M${x(bar.target.value)} ${middle - 12}v24`} {...AIM} />}
            <text x={end + 8} y={middle} dy="0.34em" fontSize={12} fill={bar.value === null ? 'var(--faint)' : 'var(--ink)'}>
              {(bar.value !== null || !bar.detail) && sayValue(bar.value, unit)}
              {bar.detail && <tspan fill="var(--muted)"> {bar.detail}</tspan>}
            </text>
          </Mark>
        )
      })}
      <line x1={x(0)} x2={x(0)} y1={0} y2={height} stroke="var(--edge)" shapeRendering="crispEdges" />
    </svg>
  )
}

function Vertical({ bars, unit, scale, select, width, height }: PlotProps) {
  const left = Math.max(28, ...scale.ticks.map((tick) => textWidth(sayShort(tick, unit, scale.max)) + 8))
  const bottom = height - 24
  const y = project(scale, bottom, 8)
  const slot = (width - left) / Math.max(1, bars.length)
  const every = Math.max(1, Math.ceil(Math.max(...bars.map((bar) => textWidth(bar.label) + 8), 8) / slot))
  const thick = Math.max(2, Math.min(40, slot * 0.68))
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" height={height} className="block overflow-visible">
      <ValueAxis scale={scale} y={y} x0={left} x1={width} say={(tick) => sayShort(tick, unit, scale.max)} />
      {bars.map((bar, index) => {
        const middle = left + (index + 0.5) * slot
        const top = y(Math.max(0, bar.value ?? 0))
        return (
          <Mark key={bar.key} label={`${bar.label}: ${sayAimed(bar, unit)}`} select={select} cell={bar.cell}>
            <rect x={middle - slot / 2} y={8} width={slot} height={bottom - 8} fill="transparent" />
            <BarRect bar={bar} x={middle - thick / 2} y={top} width={thick} height={Math.abs(y(bar.value ?? 0) - y(0))} />
            <Whisker bar={bar} at={(bound) => y(bound)} middle={middle} upright />
            {bar.target && <path d={`M${middle - thick / 2 - 3} ${y(bar.target.value)}h${thick + 6}`} {...AIM} />}
          </Mark>
        )
      })}
      <TimeAxis y={height - 6} ticks={bars.flatMap((bar, index) => (index % every === 0 ? [{ x: left + (index + 0.5) * slot, text: bar.label }] : []))} />
    </svg>
  )
}

function BarRect({ bar, ...box }: { bar: Bar; x: number; y: number; width: number; height: number }) {
  if (bar.value === null) return null
  const colour = bar.colour ?? 'var(--edge)'
  return bar.quiet ? <rect {...box} fill={colour} fillOpacity={0.15} stroke={colour} strokeDasharray="3 2" /> : <rect {...box} fill={colour} rx={1} />
}

function Whisker({ bar, at, middle, upright }: { bar: Bar; at: (bound: number) => number; middle: number; upright?: boolean }) {
  if (typeof bar.low !== 'number' || typeof bar.high !== 'number') return null
  const [low, high] = [at(bar.low), at(bar.high)]
  const d = upright
    ? `M${middle} ${low}V${high}M${middle - 3} ${low}h6M${middle - 3} ${high}h6`
    : `M${low} ${middle}H${high}M${low} ${middle - 3}v6M${high} ${middle - 3}v6`
  // A halo of paper keeps the whisker legible on the bar itself.
  return (
    <g fill="none">
      <path d={d} stroke="var(--paper)" strokeWidth={2.5} opacity={0.7} />
      <path d={d} stroke="var(--ink)" strokeWidth={1} />
    </g>
  )
}
