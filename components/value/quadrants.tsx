'use client'
import type { ReportAnswer } from '@/server/reports/answer'
import { Frame, Mark, useSelect } from '../charts/frame'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatMoney, formatNumber, formatShare } from '../ui/format'
import { useWorkspace } from '../workspace/workspace'
import { CutForm } from './cut-form'
import type { PerceivedRow, PerceivedTarget } from './perceived'

const FIRST = 'valuable_unvalued'

type Props = { rows: readonly PerceivedRow[]; statistics: ReportAnswer['statistics']; target: PerceivedTarget; window: string; notes: readonly string[] }

/** Value to us against value to them, as a map of all who answered, and the four lists it is cut into. */
export function Quadrants({ rows, statistics, target, window, notes }: Props) {
  const { currency } = useWorkspace()
  const map = rows.filter((row) => row.section === 'map')
  const lists = rows.filter((row) => row.section === 'quadrant')
  const all = lists.reduce((n, row) => n + row.customers, 0)
  const first = lists.find((row) => row.key === FIRST)
  const cut = { value: Number(statistics.value_cut), score: Number(statistics.perceived_cut) }
  const basis = statistics.value_basis === 'predicted' ? 'predicted value' : 'value of the last 365 days'
  return (
    <Section
      title={all === 0 ? 'Nobody who answered is still with us' : `Of ${formatCount(all)} who answered, ${formatCount(first?.customers ?? 0)} ${first?.customers === 1 ? 'is' : 'are'} valuable to us and ${first?.customers === 1 ? 'values' : 'value'} us less than ${statistics.cut_by === 'medians' ? 'the middle one' : formatNumber(cut.score, 1)}`}
      subtitle={`Customers with us by ${basis} (upward, on a logarithmic scale) and by what they say we are worth to them, newest answer of ${window}`}
      note={<>Cut at {statistics.cut_by === 'medians' ? 'the medians' : 'the stated points'}: {formatMoney(cut.value, currency)} and {formatNumber(cut.score, 1)}; at or above counts as valuable or valued. Who answers is not everybody. {notes.join(' ')}</>}
      inspect={{ ...target, cell: null }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <ValueMap map={map} cut={cut} target={target} scale={{ min: statistics.scale_min, max: statistics.scale_max }} />
        <div>
          <dl className="grid gap-y-3">
          {lists.map((row) => (
            <div key={row.key} className="grid grid-cols-[1fr_auto] gap-x-4 border-t pt-2">
              <dt className={row.key === FIRST ? 'font-semibold' : ''}>{row.label}</dt>
              <dd className="text-right"><Inspectable target={{ ...target, cell: { section: 'quadrant', key: row.key, field: 'customers' } }} className="font-medium">{formatShare(row.customers, all)}</Inspectable></dd>
              <dd className="col-span-2 text-12 text-muted">{formatCount(row.customers)} {row.customers === 1 ? 'customer' : 'customers'}, worth {formatMoney(row.value, currency, { cents: false })} each, mean answer {formatNumber(row.perceived, 1)}</dd>
            </div>
          ))}
          </dl>
          {all > 0 && <CutForm value={cut.value} score={cut.score} />}
        </div>
      </div>
    </Section>
  )
}

type MapProps = { map: readonly PerceivedRow[]; cut: { value: number; score: number }; target: PerceivedTarget; scale: { min: string | number | null | undefined; max: string | number | null | undefined } }

const HEIGHT = 340

/** One bubble per cell of a grid, its area the number of customers: the same for five as for fifty thousand. */
function ValueMap({ map, cut, target, scale }: MapProps) {
  const { currency } = useWorkspace()
  const select = useSelect({ inspect: target })
  const table = {
    head: ['Value to us', 'Value to them', 'Customers'],
    rows: map.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0)).map((row) => ({ key: row.key, cells: [{ text: formatMoney(row.value, currency) }, { text: formatNumber(row.perceived, 1) }, { text: formatCount(row.customers), cell: { section: 'map', key: row.key, field: 'customers' } }] })),
  }
  return (
    <Frame label="Customers by value to us and value to them" table={table} empty={map.length === 0} inspect={target} guess={620}>
      {(width) => {
        const [left, right, top, bottom] = [56, width - 16, 14, HEIGHT - 40]
        const scores = map.map((row) => row.perceived ?? 0)
        const low = typeof scale.min === 'number' ? scale.min : Math.min(...scores)
        const high = typeof scale.max === 'number' ? scale.max : Math.max(...scores)
        const most = Math.max(1, cut.value, ...map.map((row) => row.value ?? 0))
        // The lightest of them all stands on the ground, not at nought: on a logarithmic scale there is room above.
        const least = Math.max(0, Math.min(cut.value, ...map.map((row) => row.value ?? 0)))
        const log = (value: number) => Math.log1p(Math.max(0, value))
        const x = (score: number) => (high === low ? (left + right) / 2 : left + 12 + ((score - low) / (high - low)) * (right - left - 24))
        const y = (value: number) => (log(most) === log(least) ? (top + bottom) / 2 : bottom - 12 - ((log(value) - log(least)) / (log(most) - log(least))) * (bottom - top - 24))
        const largest = Math.max(...map.map((row) => row.customers))
        const radius = (customers: number) => Math.max(3, Math.min(14, (width - 72) / 52) * Math.sqrt(customers / largest))
        const colour = (row: PerceivedRow) => ((row.value ?? 0) < cut.value ? 'var(--stayed)' : (row.perceived ?? 0) < cut.score ? 'var(--left)' : 'var(--advocated)')
        const ticks = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000].filter((value) => value >= least && value <= most)
        return (
          <svg viewBox={`0 0 ${width} ${HEIGHT}`} width="100%" height={HEIGHT} className="block overflow-visible">
            <rect x={left} y={top} width={x(cut.score) - left} height={y(cut.value) - top} fill="var(--left)" opacity={0.07} />
            <path d={`M${left} ${y(cut.value)}H${right}M${x(cut.score)} ${top}V${bottom}`} stroke="var(--edge)" strokeDasharray="3 3" />
            <path d={`M${left} ${top}V${bottom}H${right}`} stroke="var(--hairline)" fill="none" />
            {ticks.map((value) => <text key={value} x={left - 8} y={y(value) + 4} textAnchor="end" fontSize={11} fill="var(--muted)">{formatMoney(value, currency, { cents: false })}</text>)}
            {[low, high].map((score, index) => <text key={score} x={x(score)} y={HEIGHT - 22} textAnchor={index === 0 ? 'start' : 'end'} fontSize={11} fill="var(--muted)">{formatNumber(score, 0)}</text>)}
            <text x={(left + right) / 2} y={HEIGHT - 6} textAnchor="middle" fontSize={12} fill="var(--muted)">what they say we are worth to them →</text>
            {map.map((row) => (
              <Mark key={row.key} stop={false} select={select} cell={{ section: 'map', key: row.key, field: 'customers' }} label={`${formatCount(row.customers)} ${row.customers === 1 ? 'customer' : 'customers'}: worth ${formatMoney(row.value, currency)}, answer ${formatNumber(row.perceived, 1)}`}>
                <circle cx={x(row.perceived ?? 0)} cy={y(row.value ?? 0)} r={radius(row.customers)} fill={colour(row)} opacity={0.72} />
              </Mark>
            ))}
            <text x={left + 8} y={top + 14} fontSize={12} fontWeight={600} fill="var(--left)">valuable, unvalued</text>
          </svg>
        )
      }}
    </Frame>
  )
}
