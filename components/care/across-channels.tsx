'use client'
import { useReport } from '../data/use-report'
import { SurvivalChart } from '../charts/survival-chart'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatNumber, formatShare, formatShareOf, ofThose } from '../ui/format'
import { Link } from '../ui/link'
import { Table } from '../ui/table'
import { colour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'

type Props = { parameters: { from?: string; to?: string } }
const hours = (n: number | null) => (n === null ? 'not half yet' : n < 48 ? `${formatCount(n)} h` : `${formatNumber(n / 24, 1)} days`)

/** One task across channels: contacts, channels, switches, time and reopening, by touchpoint. */
export function AcrossChannels({ parameters }: Props) {
  const asked = { ...parameters, by: 'touchpoint' as const }
  const { rows } = useReport('channels-per-issue', asked)
  const [whole] = rows
  if (!whole || whole.issues === 0) return null
  const inspect = { report: 'channels-per-issue', parameters: { ...asked, from: asked.from ?? null, to: asked.to ?? null } }
  const figure = (row: (typeof rows)[number], field: 'issues' | 'several_channels' | 'reopened', text: string) => <Inspectable target={{ ...inspect, cell: { key: row.key, field } }}>{text}</Inspectable>
  return (
    <Section
      title={`An issue takes ${formatNumber(whole.contacts_per_issue, 1)} ${whole.contacts_per_issue === 1 ? 'contact' : 'contacts'} on ${formatNumber(whole.channels_per_issue, 1)} ${whole.channels_per_issue === 1 ? 'channel' : 'channels'}`}
      subtitle="Recorded issues with their contacts, by touchpoint"
      note={whole.switches > 0 ? `Of ${formatCount(whole.switches)} changes of channel ${formatCount(whole.forced_switches)} were forced: the contact before was handed over or failed. The others were the customer’s choice.` : undefined}
      inspect={{ ...inspect, cell: null }}
    >
      <Table
        label="Issues by touchpoint" rows={rows.filter((row) => row.issues > 0)} rowKey={(row) => row.key}
        columns={[
          { key: 'label', header: 'Touchpoint', cell: (row) => (row.key === 'total' ? 'All' : row.label) }, { key: 'issues', header: 'Issues', numeric: true, cell: (row) => figure(row, 'issues', formatCount(row.issues)) },
          { key: 'contacts', header: 'Contacts each', numeric: true, cell: (row) => formatNumber(row.contacts_per_issue, 1) }, { key: 'several', header: 'On several channels', numeric: true, wideOnly: true, cell: (row) => figure(row, 'several_channels', formatShare(row.several_channels, row.issues)) },
          { key: 'forced', header: 'Switches forced', numeric: true, wideOnly: true, cell: (row) => (row.switches === 0 ? '–' : formatShare(row.forced_switches, row.switches)) },
          { key: 'time', header: 'Half resolved after', numeric: true, cell: (row) => hours(row.median_hours) }, { key: 'reopened', header: 'Reopened', numeric: true, wideOnly: true, cell: (row) => (row.resolved === 0 ? '–' : figure(row, 'reopened', formatShare(row.reopened, row.resolved))) },
        ]}
      />
    </Section>
  )
}

/** How long the unhappy wait for our first act, those still waiting included. */
export function Waiting({ parameters }: Props) {
  const { slug } = useWorkspace()
  const { rows, statistics, notes } = useReport('time-to-action', parameters)
  const unhappy = Number(statistics.unhappy ?? 0)
  if (unhappy === 0) return null
  const median = statistics.median
  const inspect = { report: 'time-to-action', parameters: { from: parameters.from ?? null, to: parameters.to ?? null } }
  const week = rows.find((row) => row.t === 7)
  return (
    <Section
      title={typeof median === 'number' ? `Half of the unhappy hear from us ${median === 0 ? 'within a day' : `after ${formatCount(median)} ${median === 1 ? 'day' : 'days'}`}${week ? `; ${formatShareOf(week.waiting)} still wait after a week` : ''}` : `Fewer than half of the unhappy have heard from us`}
      subtitle={`Share still waiting for our first act, by whole days, of ${formatCount(unhappy)}; ${formatCount(Number(statistics.still_waiting ?? 0))} wait to this day`}
      note={<>Unhappy: a contact that failed or left a bad impression. An act is ours: reaching out about it, goodwill, a promise kept, the issue resolved. Who still waits now, for a promise too, stands under <Link href={`/${slug}/recovery`}>Recovery</Link>. {notes.join(' ')}</>} inspect={{ ...inspect, cell: null }}
    >
      {rows.length > 0 && <SurvivalChart label="Share of the unhappy still waiting" unit="days" words={{ still: 'Still waiting', watched: 'Waiting until then', gone: 'Heard from us then' }} inspect={inspect} groups={[{ key: 'all', label: 'Still waiting', colour: colour('accent'), steps: rows.map((row) => ({ t: row.t, at_risk: row.at_risk, events: row.events, survival: row.waiting, low: row.low ?? row.waiting, high: row.high ?? row.waiting, cell: { t: row.t, field: 'waiting' } })) }]} />}
    </Section>
  )
}

/** Failed moments put right, and who stays: attended and unattended side by side. */
export function Recovery({ parameters }: Props) {
  const { rows, notes } = useReport('recovery', parameters)
  const [whole] = rows
  if (!whole || whole.failed === 0) return null
  const inspect = { report: 'recovery', parameters: { from: parameters.from ?? null, to: parameters.to ?? null } }
  const figure = (row: (typeof rows)[number], field: 'rescue_rate' | 'retention', k: number, n: number) => (n === 0 ? '–' : <Inspectable target={{ ...inspect, cell: { group: row.group, field } }}>{formatShare(k, n)}</Inspectable>)
  return (
    <Section
      title={whole.rescued === 0 ? 'No failed moment is known to have been put right' : `${formatShare(whole.rescued, whole.failed)}${ofThose(whole.failed)}failed moments were put right, as the customers say`}
      subtitle="Failed moments: put right within 14 days, and customers who stayed afterwards" note={<>Staying is associated with being attended to; who is attended is chosen, so this does not show what attention does. {notes.join(' ')}</>} inspect={{ ...inspect, cell: null }}
    >
      <Table
        label="Failed moments, attended and not" rows={rows} rowKey={(row) => row.group}
        columns={[
          { key: 'label', header: 'Failed moments', cell: (row) => row.label }, { key: 'failed', header: 'Number', numeric: true, cell: (row) => <Inspectable target={{ ...inspect, cell: { group: row.group, field: 'failed' } }}>{formatCount(row.failed)}</Inspectable> },
          { key: 'rescued', header: 'Put right', numeric: true, cell: (row) => figure(row, 'rescue_rate', row.rescued, row.failed) }, { key: 'stayed', header: 'Stayed afterwards', numeric: true, cell: (row) => figure(row, 'retention', row.stayed, row.watched) },
        ]}
      />
    </Section>
  )
}
