import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { targetSubject } from '@/server/domain/targets/target'
import { InspectContext } from '../shell/inspector-context'
import { TargetsContext } from '../shell/targets-context'
import { BarChart } from './bar-chart'
import { CohortGrid, heatStep } from './cohort-grid'
import { ConcentrationCurve } from './concentration-curve'
import { LineChart } from './line-chart'
import { RangeDot } from './range-dot'
import { Sparkline } from './sparkline'
import { StackedBars } from './stacked-bars'
import { SurvivalChart } from './survival-chart'

const draw = (chart: ReactElement) => renderToStaticMarkup(chart)
const points = [
  { period: '2025-01-01', value: 10, low: 8, high: 12, cell: { period: '2025-01-01' } },
  { period: '2025-03-01', value: 4, partial: true, cell: { period: '2025-03-01' } },
]
const parts = (a: number, b: number) => [
  { key: 'left', label: 'left', value: a, colour: 'red', cell: { result: 'failed', field: 'left' } },
  { key: 'stayed', label: 'stayed', value: b, colour: 'grey' },
]

const full: [string, () => ReactElement][] = [
  ['LineChart', () => <LineChart label="L" interval="month" series={[{ key: 'a', label: 'A', colour: 'red', points }, { key: 'b', label: 'B', colour: 'blue', points: [] }]} />],
  ['BarChart', () => <BarChart label="L" bars={[{ key: 'a', label: 'A', value: 3, low: 1, high: 5 }, { key: 'b', label: 'B', value: null, detail: '3 of 8' }]} />],
  ['BarChart upright', () => <BarChart label="L" direction="vertical" bars={[{ key: 'a', label: 'A', value: 3 }]} />],
  ['StackedBars', () => <StackedBars label="L" unit="moments" rows={[{ key: 'f', label: 'failed', parts: parts(20, 40) }]} />],
  ['SurvivalChart', () => <SurvivalChart label="L" unit="months" groups={[{ key: 'g', label: 'G', colour: 'red', steps: [{ t: 0, at_risk: 40, survival: 1, low: 1, high: 1 }, { t: 3, at_risk: 30, survival: 0.9, low: 0.8, high: 0.95 }] }]} />],
  ['ConcentrationCurve', () => <ConcentrationCurve label="L" points={[{ share_of_customers: 0.2, share_of_value: 0.6, label: 'Top 20 %' }, { share_of_customers: 1, share_of_value: 1 }]} />],
]

const none: [string, () => ReactElement][] = [
  ['LineChart', () => <LineChart label="L" interval="month" series={[]} />],
  ['BarChart', () => <BarChart label="L" bars={[]} />],
  ['StackedBars', () => <StackedBars label="L" unit="moments" rows={[]} />],
  ['SurvivalChart', () => <SurvivalChart label="L" unit="months" groups={[]} />],
  ['ConcentrationCurve', () => <ConcentrationCurve label="L" points={[]} />],
  ['CohortGrid', () => <CohortGrid label="L" unit="month" cohorts={[]} />],
]

const odd: [string, () => ReactElement][] = [
  ['one point', () => <LineChart label="L" interval="day" series={[{ key: 'a', label: 'A', colour: 'red', points: [{ period: '2025-01-01', value: 0 }] }]} />],
  ['only missing', () => <LineChart label="L" interval="day" series={[{ key: 'a', label: 'A', colour: 'red', points: [{ period: '2025-01-01', value: null }] }]} />],
  ['all noughts', () => <BarChart label="L" bars={[{ key: 'a', label: 'A', value: 0 }]} />],
  ['a row of nothing', () => <StackedBars label="L" unit="moments" rows={[{ key: 'f', label: 'failed', parts: parts(0, 0) }]} />],
  ['no usual range', () => <RangeDot label="L" observed={0} low={0} high={0} />],
  ['an empty line', () => <Sparkline label="L" interval="day" points={[]} />],
]

test.each(full)('%s draws on the server, named, with its table', (_name, chart) => {
  const html = draw(chart())
  expect(html).toContain('<figure aria-label="L"')
  expect(html).toContain('<svg')
  expect(html).toContain('<caption')
})
test.each(none)('%s without data says so', (_name, chart) => expect(draw(chart())).toContain('No data in this window'))
test.each([...full, ...none, ...odd])('%s has no impossible number and no style attribute (CSP)', (_name, chart) => {
  expect(draw(chart())).not.toMatch(/NaN|Infinity|undefined| style=/)
})

describe('honesty', () => {
  test('a missing month is "no data" in the table and no point in the line', () => {
    const html = draw(<LineChart label="L" interval="month" series={[{ key: 'a', label: 'A', colour: 'red', points }]} />)
    expect(html).toMatch(/Feb 2025<\/td><td[^>]*>no data/)
    expect(html).toContain('Mar 2025 (partial)')
  })
  test('a month of one day is no fall: whole months are joined, it stands apart', () => {
    const months = [['2025-01-01', 10], ['2025-02-01', 11], ['2025-03-01', 0.2]] as const
    for (const unit of [{ kind: 'count' }, { kind: 'number' }] as const) {
      const html = draw(<LineChart label="L" interval="month" unit={unit} series={[{ key: 'a', label: 'A', colour: 'red', points: months.map(([period, value]) => ({ period, value, partial: value < 1 })) }]} />)
      expect(html.match(/<path[^>]*stroke="red"/g)?.map((path) => path.split('L').length)).toEqual([2])
      expect(html).toContain('Hollow: a period that is not whole yet, or cut off.')
    }
  })
  test('a target is drawn with what it was before, on lines and on bars', () => {
    const decision = (value: number, validFrom: string, cell: Record<string, string>) => ({ report: 'r', subject: targetSubject('n', {}, cell), value, direction: 'at_most' as const, validFrom })
    const known = { today: '2025-03-15', decisions: [decision(9, '2025-01-01', {}), decision(5, '2025-03-01', {}), decision(3, '2025-01-01', { key: 'a' })] }
    const inspect = { report: 'r', parameters: {} }
    const line = draw(<TargetsContext value={known}><LineChart label="L" interval="month" inspect={inspect} series={[{ key: 'a', label: 'A', colour: 'red', points: ['2025-01-01', '2025-02-01', '2025-03-01'].map((period) => ({ period, value: 4, cell: { period, field: 'n' } })) }]} /></TargetsContext>)
    const heights = [...(/stroke-dasharray="6 4"[^>]*>/.exec(line) ? (/d="(M[^"]*)"[^>]*stroke="red"[^>]*stroke-dasharray="6 4"/.exec(line)?.[1] ?? '') : '').matchAll(/M[\d.]+ ([\d.]+)H/g)].map(([, y]) => y)
    expect(heights).toHaveLength(3)
    expect(new Set(heights).size).toBe(2)
    expect(line).toContain('Target: at most 5')
    const bar = draw(<TargetsContext value={known}><BarChart label="L" inspect={inspect} bars={[{ key: 'a', label: 'A', value: 4, cell: { key: 'a', field: 'n' } }, { key: 'b', label: 'B', value: 2, cell: { key: 'b', field: 'n' } }]} /></TargetsContext>)
    expect(bar).toContain('4, target at most 3')
    expect(bar.match(/stroke-dasharray="4 2"/g)).toHaveLength(1)
  })
  test('a target of a whole rate stands on each of its parts without one of its own, and once for all lines; of a count it does not', () => {
    const known = { today: '2025-03-15', decisions: [{ report: 'r', subject: targetSubject('n', {}, {}), value: 0.5, direction: 'at_least' as const, validFrom: '2025-01-01' }, { report: 'r', subject: targetSubject('n', { by: 'channel' }, { key: 'a' }), value: 0.9, direction: 'at_least' as const, validFrom: '2025-01-01' }] }
    const inspect = { report: 'r', parameters: { by: 'channel' } }
    const [a, b, c] = ['a', 'b', 'c'].map((key) => ({ key, label: key.toUpperCase(), value: 0.4, cell: { key, field: 'n' } }))
    if (!a || !b || !c) throw new Error('three bars')
    const bars = (kind: 'share' | 'count') => draw(<TargetsContext value={known}><BarChart label="L" unit={{ kind }} inspect={inspect} bars={[a, b]} /></TargetsContext>)
    expect(bars('share')).toMatch(/target at least 90\s?%/)
    expect(bars('share')).toMatch(/target at least 50\s?%/)
    expect(bars('count').match(/stroke-dasharray="4 2"/g)).toHaveLength(1)
    const line = draw(<TargetsContext value={known}><LineChart label="L" interval="month" unit={{ kind: 'share' }} inspect={inspect} series={[b, c].map(({ key, label, cell }) => ({ key, label, colour: 'red', points: [{ period: '2025-01-01', value: 0.4, cell: { ...cell, period: '2025-01-01' } }, { period: '2025-02-01', value: 0.4, cell: { ...cell, period: '2025-02-01' } }] }))} /></TargetsContext>)
    expect(line.match(/stroke-dasharray="6 4"/g)).toHaveLength(1)
  })
  test('under thirty there is no percentage and no bar', () => {
    const html = draw(<StackedBars label="L" unit="moments" rows={[{ key: 'f', label: 'failed', parts: parts(3, 5) }]} />)
    expect(html).toContain('3 left · 5 stayed')
    expect(html).not.toMatch(/\d\s?%</)
  })
  test('a cohort under thirty shows counts without a tint', () => {
    const cells = [{ period_index: 0, active: 8, share: 1 }]
    expect(draw(<CohortGrid label="L" unit="month" cohorts={[{ key: 'a', label: 'A', customers: 8, cells }]} />)).not.toContain('heat-')
  })
  test('tints are ten equal steps', () => expect([0, 0.09, 0.5, 1].map(heatStep)).toEqual(['heat-0', 'heat-0', 'heat-5', 'heat-9']))
})

describe('the inspector', () => {
  const bars = [{ key: 'a', label: 'A', value: 3, cell: { key: 'a' } }]
  const chart = <BarChart label="L" bars={bars} inspect={{ report: 'churn-rate', parameters: {} }} />
  test('marks are buttons where there is an inspector', () =>
    expect(draw(<InspectContext value={() => undefined}>{chart}</InspectContext>)).toContain('<g role="button" tabindex="0" aria-label="A: 3"'))
  test('and plain where there is none', () => expect(draw(chart)).not.toContain('role="button"'))
})
