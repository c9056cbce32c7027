import type { Line, Picture } from '@/server/domain/screens/frame'
import { axisTicks, bandPath, linePath, niceScale, periodsOf, placeLabels, project, splitPartial, targetPath, textWidth, type Xy } from '../../charts/prepare'
import { formatPeriod, type Interval } from '../../ui/format-date'
import { formatFigure } from '../../workspace/figure'
import { toneColour } from '../tones'
import { Chart, during, useWall } from '../wall-context'
import { TargetLine } from './big-number'
import { clearOf } from './clear-of'
import { FewMarks, sayFew } from './few'
import { NamesBelow, placeNames } from './names'

type Lines = Extract<Picture, { kind: 'line' | 'stream' }>

/** Lines or a stream through time; each named at its end, the running period hollow and apart. */
export function LinesSlide({ picture }: { picture: Lines }) {
  const { lines, unit, interval, target, judged } = picture
  const few = sayFew(lines.flatMap(({ points }) => points), interval as Interval)
  return (
    <>
      {target && <div className="wall-say"><TargetLine target={target} unit={unit} split={lines.length > 1} {...(judged ? { when: during(judged, interval as Interval) } : { running: lines[0]?.points.at(-1)?.partial })} /></div>}
      {few && <p className="wall-quiet">{few}</p>}
      {lines.some((line) => line.points.length > 1) ? picture.kind === 'stream' && lines.length > 1 ? <Stream picture={picture} /> : <Several picture={picture} /> : <p className="wall-say wall-quiet">Not enough periods yet for a line.</p>}
    </>
  )
}

const dots = (lines: readonly Line[]) => lines.map((line) => ({ points: line.points.map((p) => ({ period: p.period, value: p.value, partial: p.partial })) }))

function Several({ picture: { lines, unit, interval, target: decided, what } }: { picture: Lines }) {
  const { currency } = useWall()
  const target = decided?.since ? null : decided
  return (
    <Chart label={`${what} over time`}>
      {({ w, h, em }) => {
        const periods = periodsOf(dots(lines), interval as Interval)
        const scale = niceScale([...lines.flatMap((l) => l.points.map((p) => p.value)), ...(target?.steps.map((step) => step.value) ?? [])], { whole: unit === 'count', ticks: 3 })
        const left = Math.max(...scale.ticks.map((t) => textWidth(formatFigure(t, unit, currency), em))) + em * 0.6
        const { beside, below, fitted } = placeNames(lines.length > 1 ? lines : [], w, h, em)
        const [right, bottom] = [w - Math.max(em * 0.6, beside), h - em * 1.7 - below]
        const x = (index: number) => left + (index / Math.max(1, periods.length - 1)) * (right - left)
        const y = project(scale, bottom, em * 0.8)
        // Named where the line ends, not by what has only begun: on the second of a month all of them would stand at nought.
        const ends = lines.map((line) => y((line.points.findLast((p) => p.value !== null && !p.partial) ?? line.points.findLast((p) => p.value !== null))?.value ?? 0))
        const labels = placeLabels(ends, em * 1.15, 0, bottom)
        return (
          <>
            {scale.ticks.map((tick) => (
              <g key={tick}>
                <line x1={left} x2={right} y1={y(tick)} y2={y(tick)} stroke="var(--w-line)" strokeWidth={em * 0.05} />
                <text className="q" x={left - em * 0.4} y={y(tick)} dy="0.34em" textAnchor="end">{formatFigure(tick, unit, currency)}</text>
              </g>
            ))}
            <Periods periods={periods} interval={interval as Interval} x={x} w={w} y={bottom + em * 1.45} em={em} />
            {below > 0 && <NamesBelow names={lines} y={bottom + em * 1.7} em={em} />}
            {target && <path d={targetPath(target, periods, x, y)} fill="none" stroke="var(--w-accent)" strokeWidth={em * 0.1} strokeDasharray={`${em * 0.5} ${em * 0.35}`} />}
            {/* Of several lines one mark a period would not say which: their gaps are explained above. */}
            {lines.length === 1 && <FewMarks points={periods.map((period) => lines[0]?.points.find((p) => p.period === period) ?? null)} x={x} bottom={bottom} em={em} />}
            {lines.map((line, index) => {
              const points = periods.map((period) => line.points.find((p) => p.period === period) ?? null)
              const at = (i: number): Xy => [x(i), y(points[i]?.value ?? 0)]
              const { whole, partial } = splitPartial(points.map((p) => (p ? { period: p.period, value: p.value, partial: p.partial } : null)))
              return (
                <g key={line.key} stroke={toneColour(line.tone)} fill="none" strokeLinejoin="round">
                  {whole.map((run) => (run.length === 1 ? <circle key={run[0]} cx={x(run[0] ?? 0)} cy={at(run[0] ?? 0)[1]} r={em * 0.2} fill={toneColour(line.tone)} /> : <path key={run[0]} d={linePath(run.map(at))} strokeWidth={em * 0.18} />))}
                  {partial.map((i) => <circle key={`p${i}`} cx={at(i)[0]} cy={at(i)[1]} r={em * 0.3} strokeWidth={em * 0.12} fill="var(--w-paper)" />)}
                  {lines.length === 1 && <Last points={points} x={x} y={y} em={em} right={right} bottom={bottom} say={(value) => formatFigure(value, unit, currency)} />}
                  {lines.length > 1 && below === 0 && <text x={right + em * 0.5} y={labels[index]} dy="0.34em" stroke="none">{fitted[index]}</text>}
                  {lines.length > 1 && below === 0 && <path d={`M${right + em * 0.05} ${labels[index]}h${em * 0.35}`} strokeWidth={em * 0.3} />}
                </g>
              )
            })}
          </>
        )
      }}
    </Chart>
  )
}

/** The newest whole period of a line alone, said where it ends. */
function Last({ points, x, y, em, right, bottom, say }: { points: ({ value: number | null; partial: boolean } | null)[]; x: (index: number) => number; y: (value: number) => number; em: number; right: number; bottom: number; say: (value: number) => string }) {
  const index = points.findLastIndex((point) => point !== null && point.value !== null && !point.partial)
  const value = points[index]?.value
  if (value === null || value === undefined) return null
  const text = say(value)
  const half = textWidth(text, em) / 2
  const end = Math.min(right, x(index) + half)
  const drawn = points.map((point, i): Xy | null => (typeof point?.value === 'number' && !point.partial ? [x(i), y(point.value)] : null))
  return <text x={end} y={clearOf(drawn, end - 2 * half, end, em, bottom)} textAnchor="end" fontWeight={650} stroke="var(--w-paper)" strokeWidth={em * 0.25} paintOrder="stroke">{text}</text>
}

function Stream({ picture: { lines, interval, what, unit } }: { picture: Lines }) {
  const { currency } = useWall()
  return (
    <Chart label={`${what} by part over time`}>
      {({ w, h, em }) => {
        // What has not ended is left out: a stream that falls at its end would be read as a fall.
        const periods = periodsOf(dots(lines), interval as Interval).filter((period) => !lines.some((l) => l.points.some((p) => p.period === period && p.partial)))
        const value = (line: Line, period: string) => line.points.find((p) => p.period === period)?.value ?? 0
        const totals = periods.map((period) => lines.reduce((sum, line) => sum + value(line, period), 0))
        const when = during(periods.at(-1) ?? '', interval as Interval)
        const named = lines.map(({ tone, label, points }) => ({ tone, label, figure: formatFigure(points.find((p) => p.period === periods.at(-1))?.value ?? 0, unit, currency) }))
        const { beside, below, fitted } = placeNames([...named, { tone: '', label: when }], w, h, em)
        const [right, bottom] = [w - beside, h - em * 1.7 - below]
        const x = (index: number) => (index / Math.max(1, periods.length - 1)) * right
        const y = project({ min: 0, max: Math.max(1, ...totals) }, bottom, em * 0.4)
        const floors = periods.map(() => 0)
        const layers = lines.map((line) => {
          const low = periods.map((_, i): Xy => [x(i), y(floors[i] ?? 0)])
          periods.forEach((period, i) => { floors[i] = (floors[i] ?? 0) + value(line, period) })
          const high = periods.map((_, i): Xy => [x(i), y(floors[i] ?? 0)])
          return { line, low, high, middle: ((low.at(-1)?.[1] ?? 0) + (high.at(-1)?.[1] ?? 0)) / 2 }
        })
        const labels = placeLabels(layers.map((l) => l.middle), em * 1.2, 0, bottom)
        return (
          <>
            {layers.map(({ line, low, high }, index) => (
              <g key={line.key}>
                <path d={bandPath(high, low)} fill={toneColour(line.tone)} stroke="var(--w-paper)" strokeWidth={em * 0.08} />
                {below === 0 && <path d={`M${right + em * 0.1} ${layers[index]?.middle}L${right + em * 0.5} ${labels[index]}`} stroke={toneColour(line.tone)} strokeWidth={em * 0.14} fill="none" />}
                {below === 0 && <text x={right + em * 0.7} y={labels[index]} dy="0.34em">{fitted[index]} <tspan fontWeight={650}>{named[index]?.figure}</tspan></text>}
              </g>
            ))}
            {below === 0 ? <text className="q" x={right + em * 0.7} y={bottom + em * 1.45}>{when}</text> : <NamesBelow names={[...named.toReversed(), { tone: '', label: `(${when})` }]} y={bottom + em * 1.7} em={em} />}
            <Periods periods={periods} interval={interval as Interval} x={x} w={right} y={bottom + em * 1.45} em={em} />
          </>
        )
      }}
    </Chart>
  )
}

function Periods({ periods, interval, x, w, y, em }: { periods: string[]; interval: Interval; x: (index: number) => number; w: number; y: number; em: number }) {
  let end = -Infinity
  return axisTicks(periods, interval, Math.max(2, Math.floor(w / (em * 7)))).map((index) => {
    const text = formatPeriod(periods[index] ?? '', interval)
    const half = textWidth(text, em) / 2
    const at = Math.min(w - half, Math.max(half, x(index)))
    // Pushed in from the edge, a label may reach the next one.
    if (at - half < end + em * 0.4) return null
    end = at + half
    return <text key={index} className="q" x={at} y={y} textAnchor="middle">{text}</text>
  })
}
