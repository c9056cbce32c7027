'use client'
import type { ParametersOf, RowOf } from '@/server/reports/answer'
import type { FlowLink } from '../charts/flow'
import { FlowChart } from '../charts/flow-chart'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Dot } from '../ui/badge'
import { colour, tierColour } from '../ui/tokens'

type Row = RowOf<'segment-migration'>
type Statistics = Record<string, number | string | null>
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
  const places = keys.map((key, i) => ({ key, label: key === 'none' ? nowhere(statistics) : names.get(key) ?? key, colour: key === 'none' ? 'var(--faint)' : tierColour(i, keys.length) }))
  return (
    <Section
      title={sentence(statistics)}
      subtitle={`Customers by their segment on ${a} and on ${b}, each judged from earlier records only`}
      note={<>{LEGEND.filter(([key]) => (key === 'redefined' ? Number(statistics.redefined ?? 0) > 0 : ranked === (key !== 'accent') || key === 'left' || key === 'stayed')).map(([key, text]) => <span key={key} className="mr-4 inline-flex items-center gap-1.5"><Dot colour={key === 'redefined' ? REDEFINED : colour(key)} />{text}</span>)}{notes.join(' ')}</>}
      wall={false} inspect={{ ...target, cell: null }}
    >
      <FlowChart
        label={`Customers who moved between segments, ${a} to ${b}`} places={places} sides={[a, b]} unit="customers" inspect={target}
        links={flows.flatMap((row) => linksOf(row, colourOf(row, keys, ranked)))}
      />
    </Section>
  )
}

const LEGEND = [['advocated', 'moved up'], ['spent_less', 'moved down'], ['accent', 'moved'], ['redefined', 'moved by a new definition'], ['stayed', 'stayed, or came'], ['left', 'left']] as const
const REDEFINED = 'var(--muted)'

/** A band for those who moved, and one for those whom a new definition moved: nobody of those need have done anything. */
function linksOf({ from, to, customers, redefined, own }: Row, colourOfOwn: string): FlowLink[] {
  if (redefined === 0) return [{ from, to, value: customers, colour: colourOfOwn, cell: { from, to, field: 'customers' } }]
  const band = { from, to, value: redefined, colour: REDEFINED, how: 'by a new definition', cell: { from, to, field: 'redefined' } }
  return own === 0 ? [band] : [{ from, to, value: own, colour: colourOfOwn, cell: { from, to, field: 'own' } }, band]
}

/** Who is in no segment: before anybody was judged that is no statement about them, and by predictions some customers have none. */
const nowhere = ({ not_judged: early, judged_by: by }: Statistics): string => (Number(early ?? 0) > 0 ? 'Not judged yet' : by === 'predictions' ? 'In no segment' : 'Not a customer')

function colourOf({ from, to }: Row, order: readonly string[], ranked: boolean): string {
  if (to === 'none') return colour('left')
  if (from === to || from === 'none') return colour('stayed')
  if (!ranked) return colour('accent')
  return order.indexOf(to) < order.indexOf(from) ? colour('advocated') : colour('spent_less')
}

export function sentence(statistics: Statistics): string {
  const n = (key: string) => Number(statistics[key] ?? 0)
  const first = n('on_first_day')
  if (n('not_judged') > 0) return `Nobody was judged before ${formatDay(String(statistics.begins))}${statistics.judged_by === 'predictions' ? ', since when predictions are kept' : ''}`
  if (first === 0) return n('came') > 0 ? `${formatCount(n('came'))} customers came in this time` : 'Who moved from segment to segment'
  // A new definition moves customers who did nothing: that is no movement of theirs.
  const [moved, redefined] = [n('moved_themselves'), n('redefined')]
  const said = `${formatCount(moved)} of ${formatCount(first)} customers moved to another segment`
  const own = `${first < 30 ? said : `${formatShareOf(moved / first)} of customers moved to another segment (${formatCount(moved)} of ${formatCount(first)})`}${n('gone') > 0 ? `, and ${formatCount(n('gone'))} left` : ''}`
  if (redefined === 0) return own
  const on = String(statistics.redefined_on).split(', ').map((day) => formatDay(day)).join(' and ')
  return `${own}; the new definition of ${on} moved ${formatCount(redefined)}`
}
