'use client'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatMoney, formatNumber, formatShare, ofThose } from '../ui/format'
import { EmptyState } from '../ui/states'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { RateBars } from './rate-bars'

/** Where it happens most. */
const PLACES = 7

type Props = { parameters: { from?: string; to?: string } }

/** How much is settled the first time they come, by the channel they came on first. */
export function FirstContact({ parameters }: Props) {
  const asked = { ...parameters, by: 'channel' }
  const { rows, notes } = useReport('first-contact-resolution', asked)
  const whole = rows.filter((row) => row.key === 'total')
  // Issues that were recorded as such say more than those inferred from silence.
  const main = whole.find((row) => row.kind === 'linked' && row.issues > 0) ?? whole.find((row) => row.issues > 0)
  const other = whole.find((row) => row !== main && row.issues > 0)
  if (!main) return <Section title="How much is settled the first time they come"><EmptyState title="No contact is a week old yet"><p>Send the contacts of your customers: when, on which channel, about what; with the issue they belong to, this page tells how much is settled at once and how often they must come again.</p></EmptyState></Section>
  const inspect = { report: 'first-contact-resolution', parameters: { ...asked, from: asked.from ?? null, to: asked.to ?? null } }
  return (
    <Section
      title={<><Inspectable target={{ ...inspect, cell: { key: 'total', kind: main.kind, field: 'fcr' } }}>{formatShare(main.resolved_first, main.issues)}</Inspectable>{ofThose(main.issues)}issues were settled in the first contact</>}
      subtitle={`${main.kind === 'linked' ? 'Recorded issues' : 'Issues inferred from who came about what'}, by the channel of the first contact; settled means ${main.kind === 'linked' ? 'resolved on that day, with no further contact on it for a week' : 'not failed, with no further contact about it for a week'}`}
      note={<>{other && <>{other.kind === 'inferred' ? 'Contacts that name no issue' : 'Recorded issues'}: {formatShare(other.resolved_first, other.issues)}. </>}{formatCount(main.too_young)} younger than a week are not judged yet. Under a channel where no person answers stand only the issues that began there; all its sessions are under Virtual agents. {notes.join(' ')}</>}
      inspect={{ ...inspect, cell: null }}
    >
      <RateBars label="First-contact resolution by channel" what="Channel" inspect={inspect} rates={rows.filter((row) => row.key !== 'total' && row.kind === main.kind).map((row) => ({ key: row.key, label: row.label, of: row.resolved_first, n: row.issues, rate: row.fcr, low: row.low, high: row.high, cell: { key: row.key, kind: row.kind, field: 'fcr' } }))} />
    </Section>
  )
}

/** How often customers come again about the same thing, by touchpoint. */
export function Repeats({ parameters }: Props) {
  const asked = { ...parameters, by: 'touchpoint' }
  const { rows } = useReport('repeat-contacts', asked)
  const [whole] = rows
  if (!whole || whole.contacts === 0) return null
  const inspect = { report: 'repeat-contacts', parameters: { ...asked, from: asked.from ?? null, to: asked.to ?? null } }
  return (
    <Section
      title={<><Inspectable target={{ ...inspect, cell: { key: 'total', field: 'repeat_rate' } }}>{formatShare(whole.repeats, whole.contacts)}</Inspectable>{ofThose(whole.contacts)}contacts were about something they had come about before</>}
      subtitle="Repeat contacts of all contacts, by touchpoint" note={`${formatCount(whole.linked)} name the same issue, ${formatCount(whole.inferred)} are inferred: the same person, touchpoint and week.`} inspect={{ ...inspect, cell: null }}
    >
      <RateBars label="Repeat contacts by touchpoint" what="Touchpoint" inspect={inspect} rates={rows.slice(1).map((row) => ({ key: row.key, label: row.label, of: row.repeats, n: row.contacts, rate: row.repeat_rate, low: row.low, high: row.high, cell: { key: row.key, field: 'repeat_rate' } }))} />
    </Section>
  )
}

/** What they are asked for again, at which hand-over, and what that takes. */
export function AskedAgain({ parameters }: Props) {
  const { currency } = useWorkspace()
  const { rows, notes } = useReport('asked-again', parameters)
  const [whole] = rows
  if (!whole || whole.issues === 0 || whole.times === 0) return null
  const inspect = { report: 'asked-again', parameters: { from: parameters.from ?? null, to: parameters.to ?? null } }
  const places = rows.filter((row) => row.asked_for === 'total' && row.hand_over !== 'total')
  const took = (row: typeof whole) => [`${formatNumber(row.minutes, row.minutes < 10 ? 1 : 0)} min`, row.money === null ? null : formatMoney(row.money, currency, { cents: false })].filter(Boolean).join(', ')
  return (
    <Section
      title={<>In <Inspectable target={{ ...inspect, cell: { asked_for: 'total', hand_over: 'total', field: 'rate' } }}>{formatShare(whole.asked_again, whole.issues)}</Inspectable>{ofThose(whole.issues)}issues customers were asked again for what they had told us</>}
      subtitle={`Asked again ${formatCount(whole.times)} times, which took about ${took(whole)}; by field, issues in which it was asked for again`} note={<>{places.length > PLACES && `${places.length - PLACES === 1 ? 'One more place, where it was asked for again less often, is' : `${formatCount(places.length - PLACES)} more places, where it was asked for again less often, are`} not listed. `}{notes.join(' ')}</>} inspect={{ ...inspect, cell: null }}
    >
      <RateBars label="Fields asked for again" what="Field" inspect={inspect} rates={rows.filter((row) => row.asked_for !== 'total').map((row) => ({ key: row.asked_for, label: row.label, of: row.asked_again, n: row.issues, rate: row.rate, low: row.low, high: row.high, cell: { asked_for: row.asked_for, hand_over: 'total', field: 'rate' } }))} />
      <Table
        label="Where it was asked for again" rows={places.slice(0, PLACES)} rowKey={(row) => row.hand_over}
        columns={[
          { key: 'place', header: 'Told on one, asked again on the next', cell: (row) => row.label }, { key: 'issues', header: 'Issues', numeric: true, cell: (row) => <Inspectable target={{ ...inspect, cell: { asked_for: 'total', hand_over: row.hand_over, field: 'asked_again' } }}>{formatCount(row.asked_again)}</Inspectable> },
          { key: 'times', header: 'Times', numeric: true, cell: (row) => formatCount(row.times) }, { key: 'took', header: 'It took about', numeric: true, cell: took },
        ]}
      />
    </Section>
  )
}
