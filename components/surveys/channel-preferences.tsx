'use client'
import { BarChart } from '../charts/bar-chart'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { channelColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'

/** Each customer may choose several, so these are bars of their own and never parts of a whole. */
export function ChannelPreferences({ parameters }: { parameters: { from?: string } }) {
  const { channels } = useWorkspace()
  const { rows, notes } = useReport('channel-preferences', parameters)
  const [whole, ...own] = rows
  if (!whole) return null
  const inspect = { report: 'channel-preferences', parameters: { from: parameters.from ?? null } }
  const colourOf = (key: string) => channelColour(channels.find((one) => one.slug === key)?.kind ?? 'other')
  const used = own.filter((row) => row.chose > 0)
  const liked = own.filter((row) => row.named > 0).toSorted((a, b) => b.named - a.named)
  const most = used[0]
  return (
    <Section title={most ? `Most come by ${most.label}` : 'Which channels customers like'} subtitle={`Share of customers, over the last 12 months${parameters.from ? `, from ${formatDay(parameters.from)}` : ''}; each may choose several, so it adds up to more than 100 %`} note={notes.join(' ')} inspect={{ ...inspect, cell: null }}>
      <div className="grid gap-8 lg:grid-cols-2">
        {used.length > 0 && <div className="min-w-0"><h3 className="mb-2 text-13 font-medium">Chose it <span className="font-normal text-muted">of {formatCount(whole.came)} who came by themselves</span></h3>
          <BarChart label="Customers who chose a channel, by channel" unit={{ kind: 'share' }} max={1} inspect={inspect} bars={used.map((row) => ({ key: row.key, label: row.label, value: row.chosen, low: row.low, high: row.high, colour: colourOf(row.key), cell: { key: row.key, field: 'chosen' } }))} /></div>}
        {liked.length > 0 && <div className="min-w-0"><h3 className="mb-2 text-13 font-medium">Say they like it <span className="font-normal text-muted">of {formatCount(whole.asked)} who named any</span></h3>
          <BarChart label="Customers who named a channel, by channel" unit={{ kind: 'share' }} max={1} inspect={inspect} bars={liked.map((row) => ({ key: row.key, label: row.label, value: row.said, low: row.said_low, high: row.said_high, colour: colourOf(row.key), cell: { key: row.key, field: 'said' } }))} /></div>}
      </div>
    </Section>
  )
}
