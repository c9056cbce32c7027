import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { InspectContext } from '../shell/inspector-context'
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
