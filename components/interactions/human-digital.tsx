'use client'
import { LineChart } from '../charts/line-chart'
import type { Cell } from '../charts/prepare'
import { useReport } from '../data/use-report'
import { useInspect } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatShareOf } from '../ui/format'
import { channelColour, SERIES } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { together, yearOnYear } from './figures'
import type { PartProps } from './part'

/** Does digital replace calls? What customers take to people and what they do on digital channels, in one picture, with what we send them. */
export function HumanDigital({ parameters, interval }: PartProps) {
  const { channels } = useWorkspace()
  const inspect = useInspect()
  const asked = { ...parameters, interval, by: 'channel' }
  const { rows } = useReport('interactions-over-time', asked)
  const monthly = useReport('interactions-over-time', { ...parameters, interval: 'month', by: 'channel' })
  const present = new Set(rows.map((row) => row.key))
  const human = channels.filter((channel) => channel.human && present.has(channel.slug)).map((channel) => channel.slug)
  const digital = channels.filter((channel) => !channel.human && present.has(channel.slug)).map((channel) => channel.slug)
  if (human.length === 0 || digital.length === 0) return null
  const people = new Set(human)
  const machines = new Set(digital)
  const all = new Set([...human, ...digital])
  const contactsOf = (from: typeof rows) => together(from, people, (row) => row.contacts)
  const usesOf = (from: typeof rows) => together(from, machines, (row) => row.contacts + row.lookups)
  const { channel: _channel, ...rest } = parameters
  const lines = [
    { key: 'human', label: 'Contacts with people', colour: channelColour('phone'), points: contactsOf(rows), field: 'contacts', among: human },
    { key: 'digital', label: 'Digital use', colour: channelColour('web'), points: usesOf(rows), field: 'interactions', among: digital },
    { key: 'messages', label: 'Messages we send', colour: SERIES[2] ?? '', points: together(rows, all, (row) => row.messages), field: 'messages', among: [...human, ...digital] },
  ]
  return (
    <Section
      title={verdict(yearOnYear(contactsOf(monthly.rows)), yearOnYear(usesOf(monthly.rows)))}
      subtitle={`Contacts a person answered beside digital use and our messages, per ${interval}`}
      note="Digital use is look-ups and contacts on channels where no person answers; which those are is set per channel. Messages bring contacts of their own: look at both lines."
      inspect={{ report: 'interactions-over-time', parameters: asked, cell: null }}
    >
      <LineChart
        label="Contacts answered by people, digital use, and messages over time"
        interval={interval}
        inspect={{ report: 'interactions-over-time', parameters: asked }}
        onSelect={({ cell }) => {
          const line = lines.find(({ key }) => key === cell?.line)
          // Each line is a sum of channels: the same report, narrowed to them.
          if (line) inspect?.({ report: 'interactions-over-time', parameters: { ...rest, interval, channel: line.among.join(',') }, cell: { period: cell?.period ?? null, key: 'total', field: line.field } })
        }}
        series={lines.map(({ key, label, colour, points }) => ({ key, label, colour, points: points.map((point) => ({ ...point, cell: { line: key, period: point.period } satisfies Cell })) }))}
      />
    </Section>
  )
}

/** A sentence about the last twelve months against the twelve before; a question where there are none. */
function verdict(human: number | null, digital: number | null): string {
  if (human === null || digital === null) return 'Does digital replace contacts with people?'
  const say = (growth: number) => (Math.abs(growth) < 0.02 ? 'held steady' : `${growth > 0 ? 'grew' : 'fell'} ${formatShareOf(Math.abs(growth))}`)
  const over = 'in twelve months'
  if (digital > 0.02 && human > -0.02) return `Digital use ${say(digital)} ${over} and did not replace people: their contacts ${say(human)}`
  return `Digital use ${say(digital)} ${over}; contacts with people ${say(human)}`
}
