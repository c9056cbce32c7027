'use client'
import { useState } from 'react'
import type { RowOf } from '@/server/reports/answer'
import { useReportQuery } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { formatCount, formatDuration, formatPoints, formatPointsInterval, formatRate } from '../ui/format'
import { Table } from '../ui/table'

type Row = RowOf<'channel-gap'>
/** Moments with a result on either side, below which no gap is said. */
const LEAST = 30
const SHOWN = 10

/** The same touchpoint on one channel and on all its others; only where both sides have enough to be compared is a gap said. */
export function ChannelGap({ window }: { window: Record<string, string> }) {
  const { data } = useReportQuery('channel-gap', window)
  const [all, setAll] = useState(false)
  const rows = (data?.rows ?? []).filter((row) => row.n > 0)
  if (!data || rows.length === 0) return null
  const told = (row: Row) => row.n >= LEAST && row.difference !== null && row.low !== null && row.high !== null
  const clear = (row: Row) => told(row) && ((row.low ?? 0) > 0 || (row.high ?? 0) < 0)
  // What can be told first, worst first; what cannot be compared last.
  const rank = (row: Row) => (clear(row) ? 2 : told(row) ? 1 : 0)
  const sorted = rows.toSorted((a, b) => rank(b) - rank(a) || (b.difference ?? 0) - (a.difference ?? 0))
  const widest = sorted.find((row) => clear(row) && (row.difference ?? 0) > 0)
  const shown = all ? sorted : sorted.slice(0, SHOWN)
  return (
    <Section
      title={widest ? `“${widest.touchpoint_label}” fails more often on ${widest.label} than elsewhere` : 'No channel clearly fails more often than the others'}
      subtitle="Share failed and minutes of the same touchpoint, channel by channel; difference to its other channels in points, with the 95 % interval"
      note="Associated with the channel: customers choose it themselves." wall={false} inspect={{ report: 'channel-gap', parameters: window, cell: null }}
    >
      <Table<Row>
        label="Channel gaps" rows={shown} rowKey={(row) => `${row.touchpoint} ${row.channel}`}
        columns={[
          { key: 'touchpoint', header: 'Touchpoint', cell: (row) => row.touchpoint_label }, { key: 'channel', header: 'Channel', cell: (row) => row.label },
          { key: 'n', header: 'With a result', numeric: true, cell: (row) => formatCount(row.n) },
          { key: 'failed', header: 'Failed', numeric: true, cell: (row) => <Inspectable target={{ report: 'channel-gap', parameters: window, cell: { touchpoint: row.touchpoint, channel: row.channel, field: 'failed_rate' } }}>{formatRate(row.failed, row.n)}</Inspectable> },
          { key: 'minutes', header: 'Duration', numeric: true, wideOnly: true, cell: (row) => (row.minutes === null ? '–' : formatDuration(row.minutes * 60)) },
          { key: 'gap', header: 'Against the others', numeric: true, wideOnly: true, cell: (row) => (row.n < LEAST || row.difference === null || row.low === null || row.high === null ? '–' : `${formatPoints(row.difference)} (${formatPointsInterval(row.low, row.high)})`) },
        ]}
      />
      {shown.length < sorted.length && <Button className="mt-3" onClick={() => setAll(true)}>{`All ${sorted.length} of them`}</Button>}
    </Section>
  )
}
