'use client'
import type { ParametersOf, RowOf } from '@/server/reports/answer'
import { FlowChart } from '../charts/flow-chart'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Dot } from '../ui/badge'
import { colour, tierColour } from '../ui/tokens'

type Row = RowOf<'segment-migration'>
type Props = { segmentation: string; /** Best first: moving up is good. */ ranked: boolean; segments: readonly { slug: string; name: string }[]; from?: string; to?: string }

/** Who moved from segment to segment between two days, drawn as a flow. */
export function Migration({ segmentation, ranked, segments, from, to }: Props) {
  const parameters: ParametersOf<'segment-migration'> = { segmentation, ...(from ? { from } : {}), ...(to ? { to } : {}) }
  const { rows, notes, statistics, parameters: asked } = useReport('segment-migration', parameters)
  const [a, b] = [formatDay(String(asked.from)), formatDay(String(asked.to))]
  const flows = rows.filter((row) => row.from !== 'total')
  const target = { report: 'segment-migration', parameters: { ...parameters } as Record<string, string> }
  const order = segments.map(({ slug }) => slug)
  const names = new Map(flows.flatMap((row) => [[row.from, row.from_label], [row.to, row.to_label]] as const))
  // Segments of earlier definitions come after today's, those in none last.
  const keys = [...order.filter((slug) => names.has(slug)), ...[...names.keys()].filter((slug) => slug !== 'none' && !order.includes(slug)), ...(names.has('none') ? ['none'] : [])]
  const places = keys.map((key, i) => ({ key, label: key === 'none' ? 'Not a customer' : names.get(key) ?? key, colour: key === 'none' ? 'var(--faint)' : tierColour(i, keys.length) }))
  return (
    <Section
      title={sentence(statistics)}
      subtitle={`Customers by their segment on ${a} and on ${b}, each judged from earlier records only`}
      note={<>{LEGEND.filter(([key]) => ranked === (key !== 'accent') || key === 'left' || key === 'stayed').map(([key, text]) => <span key={key} className="mr-4 inline-flex items-center gap-1.5"><Dot colour={colour(key)} />{text}</span>)}{notes.join(' ')}</>}
      inspect={{ ...target, cell: null }}
    >
      <FlowChart
        label={`Customers who moved between segments, ${a} to ${b}`} places={places} sides={[a, b]} unit="customers" inspect={target}
        links={flows.map((row) => ({ from: row.from, to: row.to, value: row.customers, colour: colourOf(row, keys, ranked), cell: { from: row.from, to: row.to, field: 'customers' } }))}
      />
    </Section>
  )
}

const LEGEND = [['advocated', 'moved up'], ['spent_less', 'moved down'], ['accent', 'moved'], ['stayed', 'stayed, or came'], ['left', 'left']] as const

function colourOf({ from, to }: Row, order: readonly string[], ranked: boolean): string {
  if (to === 'none') return colour('left')
  if (from === to || from === 'none') return colour('stayed')
  if (!ranked) return colour('accent')
  return order.indexOf(to) < order.indexOf(from) ? colour('advocated') : colour('spent_less')
}

function sentence(statistics: Record<string, number | string | null>): string {
  const n = (key: string) => Number(statistics[key] ?? 0)
  const first = n('on_first_day')
  if (first === 0) return n('came') > 0 ? `${formatCount(n('came'))} customers came in this time` : 'Who moved from segment to segment'
  const said = `${formatCount(n('moved'))} of ${formatCount(first)} customers moved to another segment`
  return `${first < 30 ? said : `${formatShareOf(n('moved') / first)} of customers moved to another segment (${formatCount(n('moved'))} of ${formatCount(first)})`}${n('gone') > 0 ? `, and ${formatCount(n('gone'))} left` : ''}`
}
