'use client'
import type { RowOf } from '@/server/reports/answer'
import { useReportQuery } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatChange, formatCount, formatDuration, formatInterval, formatPoints, formatRate } from '../ui/format'
import { Table } from '../ui/table'

type Row = RowOf<'channel-gap'>

/** The same touchpoint on one channel and on all its others; only where both sides have enough to be compared is a gap said. */
export function ChannelGap({ window }: { window: Record<string, string> }) {
  const { data } = useReportQuery('channel-gap', window)
  const rows = (data?.rows ?? []).filter((row) => row.n > 0)
  if (!data || rows.length === 0) return null
  const widest = rows.filter((row) => row.n >= 30 && row.low !== null && row.low > 0).toSorted((a, b) => (b.difference ?? 0) - (a.difference ?? 0))[0]
  return (
    <Section
      title={widest ? `“${widest.touchpoint_label}” fails more often on ${widest.label} than elsewhere` : 'No channel clearly fails more often than the others'}
      subtitle="Share failed and minutes of the same touchpoint, channel by channel; difference to its other channels in points, with the 95 % interval"
      note="Associated with the channel: customers choose it themselves." inspect={{ report: 'channel-gap', parameters: window, cell: null }}
    >
      <Table<Row>
        label="Channel gaps" rows={rows} rowKey={(row) => `${row.touchpoint} ${row.channel}`}
        columns={[
          { key: 'touchpoint', header: 'Touchpoint', cell: (row) => row.touchpoint_label }, { key: 'channel', header: 'Channel', cell: (row) => row.label },
          { key: 'n', header: 'With a result', numeric: true, cell: (row) => formatCount(row.n) },
          { key: 'failed', header: 'Failed', numeric: true, cell: (row) => <Inspectable target={{ report: 'channel-gap', parameters: window, cell: { touchpoint: row.touchpoint, channel: row.channel, field: 'failed_rate' } }}>{formatRate(row.failed, row.n)}</Inspectable> },
          { key: 'minutes', header: 'Duration', numeric: true, wideOnly: true, cell: (row) => (row.minutes === null ? '–' : formatDuration(row.minutes * 60)) },
          { key: 'gap', header: 'Against the others', numeric: true, wideOnly: true, cell: (row) => (row.n < 30 || row.difference === null || row.low === null || row.high === null ? '–' : `${formatPoints(row.difference)} (${formatInterval(row.low * 100, row.high * 100, (points) => formatChange(points, 1))})`) },
        ]}
      />
    </Section>
  )
}
