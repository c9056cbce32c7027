'use client'
import type { ReactNode } from 'react'
import { formatCount, formatShareInterval, formatShareOf } from '../ui/format'
import { ValueAxis, TimeAxis } from './axes'
import { Frame, Mark, useSelect, type Selectable } from './frame'
import { LineLegend } from './line-series'
import { bandPath, elapsedTicks, fit, linePath, placeLabels, project, steps, survivalScale, textWidth, type Cell, type Scale, type Xy } from './prepare'

/** One row of a retention curve: t in elapsed units, the rest as fractions and counts. */
export type Step = { t: number; at_risk: number; survival: number; low: number; high: number; events?: number; cell?: Cell }
export type SurvivalGroup = { key: string; label: string; colour: string; steps: readonly Step[] }

/** Heads of the share, of those watched then, and of those it ended for. */
export type SurvivalWords = { still: string; watched: string; gone: string }
const STAYING: SurvivalWords = { still: 'Still here', watched: 'At risk', gone: 'Left' }

export type SurvivalChartProps = Selectable & {
  label: string
  groups: readonly SurvivalGroup[]
  /** "months". */
  unit: string
  /** What the curve tells of, where it is not customers who stay. */
  words?: SurvivalWords
  height?: number
  className?: string
}

const RISK_ROW = 18

/** Kaplan–Meier step curves with their bands, and below them how many were still at risk. */
export function SurvivalChart({ label, groups, unit, words = STAYING, height = 260, className, ...selectable }: SurvivalChartProps) {
  const select = useSelect(selectable)
  const table = {
    head: ['Group', unit, words.still, '95 % interval', words.watched, words.gone],
    rows: groups.flatMap((group) =>
      group.steps.map((step) => ({
        key: `${group.key}-${step.t}`,
        cells: [
          { text: group.label },
          { text: formatCount(step.t) },
          { text: formatShareOf(step.survival), cell: step.cell },
          { text: formatShareInterval(step.low, step.high) },
          { text: formatCount(step.at_risk) },
          { text: step.events === undefined ? '' : formatCount(step.events) },
        ],
      })),
    ),
  }
  const scale = survivalScale(Math.min(1, ...groups.flatMap((group) => group.steps.map((step) => step.low))))
  return (
    <Frame label={label} table={table} note={scale.min > 0 ? `The axis begins at ${formatTick(scale.min)}, not at nought.` : undefined} empty={groups.every((group) => group.steps.length === 0)} inspect={selectable.inspect} className={className}>
      {(width) => <Plot words={words} groups={groups} scale={scale} unit={unit} width={width} height={height} select={select} />}
    </Frame>
  )
}

type PlotProps = Pick<SurvivalChartProps, 'groups' | 'unit'> & { words: SurvivalWords; scale: Scale; width: number; height: number; select: ((cell: Cell) => void) | null }

function Plot({ words, groups, scale, unit, width, height, select }: PlotProps) {
  const beside = width >= 520 && groups.length > 1
  const name = Math.min(width * 0.24, Math.max(52, ...groups.map((group) => textWidth(group.label) + 16)))
  const left = groups.length > 1 ? name + 24 : 52
  const right = beside ? name + 17 : 16
  const bottom = height - 28
  const end = Math.max(1, ...groups.flatMap((group) => group.steps.map((step) => step.t)))
  const x = project({ min: 0, max: end }, left, width - right)
  const y = project(scale, bottom, 10)
  const ticks = elapsedTicks(end, unit, width < 520 ? 3 : 6)
  const last = groups.map((group) => y(group.steps.at(-1)?.survival ?? 1))
  const labels = placeLabels(last, 16, 4, bottom)
  return (
    <>
      {!beside && groups.length > 1 && <LineLegend series={groups} />}
      <svg viewBox={`0 0 ${width} ${height + groups.length * RISK_ROW + 18}`} width="100%" height={height + groups.length * RISK_ROW + 18} className="block overflow-visible">
        <ValueAxis scale={scale} y={y} x0={left} x1={width - right} say={formatTick} />
        <TimeAxis y={height - 10} right={width} ticks={ticks.map((tick) => ({ x: x(tick), text: tick === ticks.at(-1) ? `${tick} ${unit}` : `${tick}` }))} />
        {groups.map((group, index) => (
          <Curve key={group.key} group={group} x={x} y={y} unit={unit} words={words} select={select}>
            {beside && (
              <>
                <path d={`M${x(group.steps.at(-1)?.t ?? 0)} ${last[index]}L${width - right + 2} ${labels[index]}`} stroke={group.colour} strokeDasharray="1 3" fill="none" />
                <circle cx={width - right + 6} cy={labels[index]} r={3.5} fill={group.colour} />
                <text x={width - right + 13} y={labels[index]} dy="0.32em" fontSize={12} fill="var(--ink)">
                  {fit(group.label, name)}
                </text>
              </>
            )}
          </Curve>
        ))}
        <text x={0} y={height + 12} fontSize={12} fill="var(--muted)">
          {words.watched}
        </text>
        {groups.map((group, index) => {
          const rowY = height + 12 + (index + 1) * RISK_ROW
          return (
            <g key={group.key}>
              {groups.length > 1 && (
                <>
                  <circle cx={4} cy={rowY - 4} r={3.5} fill={group.colour} />
                  <text x={12} y={rowY} fontSize={12} fill="var(--muted)">
                    {fit(group.label, name - 8)}
                  </text>
                </>
              )}
              {ticks.map((tick) => {
                const step = group.steps.find((one) => one.t >= tick)
                return step ? (
                  <text key={tick} x={x(tick)} y={rowY} fontSize={12} fill="var(--muted)" textAnchor="middle">
                    {formatCount(step.at_risk)}
                  </text>
                ) : null
              })}
            </g>
          )
        })}
      </svg>
    </>
  )
}

const formatTick = (tick: number) => `${Math.round(tick * 100)}\u202f%`

type CurveProps = { group: SurvivalGroup; x: (t: number) => number; y: (s: number) => number; unit: string; words: SurvivalWords; select: ((cell: Cell) => void) | null; children: ReactNode }

function Curve({ group, x, y, unit, words, select, children }: CurveProps) {
  const edge = (pick: (step: Step) => number) => steps(group.steps.map((step): Xy => [x(step.t), y(pick(step))]))
  return (
    <g>
      <path d={bandPath(edge((step) => step.high), edge((step) => step.low))} fill={group.colour} opacity={0.13} />
      <path d={linePath(edge((step) => step.survival))} fill="none" stroke={group.colour} strokeWidth={1.75} />
      {select &&
        group.steps.map((step) =>
          step.cell ? (
            <Mark key={step.t} label={`${group.label}, ${step.t} ${unit}: ${formatShareOf(step.survival)} ${words.still.toLowerCase()}, ${formatCount(step.at_risk)} ${words.watched.toLowerCase()}`} select={select} cell={step.cell} stop={false}>
              <circle cx={x(step.t)} cy={y(step.survival)} r={8} fill="transparent" />
              <circle cx={x(step.t)} cy={y(step.survival)} r={3} fill={group.colour} className="opacity-0 group-hover/mark:opacity-100 group-focus-visible/mark:opacity-100" />
            </Mark>
          ) : null,
        )}
      {children}
    </g>
  )
}
