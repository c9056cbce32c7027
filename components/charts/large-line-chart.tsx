'use client'
import { Brush, CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatPeriod } from '../ui/format-date'
import type { LineChartProps } from './line-chart'
import { LineLegend } from './line-series'
import { align, atMostSeven, niceScale, periodsOf, type Point } from './prepare'
import { COUNT, sayShort, sayValue } from './unit'

const TEXT = { fontSize: 12, fill: 'var(--muted)' }

/** The same lines with a window to drag along the time axis. Loaded by InteractiveChart only when somebody asks. */
export default function LargeLineChart({ series, interval, unit = COUNT, additive = unit.kind === 'count', zero = true, height = 480 }: LineChartProps) {
  const { series: shown } = atMostSeven(series, additive, 'var(--faint)')
  const periods = periodsOf(shown, interval)
  const rows = shown.map((one) => align(one.points, periods))
  // A period cut off would look like a fall, and this library has no hollow end: it is left out here.
  const shownValue = (point: Point | null | undefined) => (point?.partial ? null : (point?.value ?? null))
  const scale = niceScale(rows.flatMap((points) => points.map(shownValue)), { zero, whole: unit.kind === 'count', ticks: 5 })
  const data = periods.map((period, index) => ({ period, ...Object.fromEntries(shown.map((one, s) => [one.key, shownValue(rows[s]?.[index])])) }))
  const say = (value: unknown) => (typeof value === 'number' ? sayValue(value, unit) : 'no data')
  const when = (period: unknown) => formatPeriod(String(period), interval)
  return (
    <>
    <LineLegend series={shown} />
    <ResponsiveContainer width="100%" height={height}>
      <LineChart data={data} margin={{ top: 8, right: 16, bottom: 0, left: 8 }} accessibilityLayer>
        <CartesianGrid vertical={false} stroke="var(--hairline)" />
        <XAxis dataKey="period" tickFormatter={when} tick={TEXT} tickLine={false} axisLine={{ stroke: 'var(--edge)' }} minTickGap={32} />
        <YAxis domain={[scale.min, scale.max]} ticks={scale.ticks} tickFormatter={(value: number) => sayShort(value, unit, scale.max)} tick={TEXT} tickLine={false} axisLine={false} width={56} />
        <Tooltip
          formatter={say}
          labelFormatter={when}
          isAnimationActive={false}
          contentStyle={{ background: 'var(--raised)', border: '1px solid var(--hairline)', borderRadius: 6, fontSize: 12 }}
        />
        {shown.map((one) => (
          <Line key={one.key} dataKey={one.key} name={one.label} stroke={one.colour} strokeWidth={1.75} dot={false} connectNulls={false} isAnimationActive={false} />
        ))}
        {periods.length > 12 && <Brush dataKey="period" height={28} stroke="var(--edge)" fill="var(--sunken)" tickFormatter={when} travellerWidth={10} />}
      </LineChart>
    </ResponsiveContainer>
    </>
  )
}
