'use client'
import type { RowOf } from '@/server/reports/answer'
import { Inspectable } from '../shell/inspector-context'
import { formatCount, formatMoney } from '../ui/format'
import { useWorkspace } from '../workspace/workspace'
import { change, wasBefore } from './step-figures'
import { notOffered } from './step-words'
import type { Compare } from './ways'

type Rule = RowOf<'channel-rules'> & { [F in 'issues' | 'breach_rate' | 'priced' as `compared_${F}`]?: number | null }
type Props = { rules: readonly Rule[]; parameters: Record<string, string>; /** The map is of one channel; an issue has no one channel, nor has its rule. */ ofChannel: boolean; compare: Compare }

/** What broken channel rules cost at a step, with the sum that says so, and what was sent where nothing may be. */
export function RuleCost({ rules, parameters, ofChannel, compare }: Props) {
  const { channels, currency } = useWorkspace()
  const names = (slugs: string) => slugs.split(',').map((slug) => channels.find((channel) => channel.slug === slug)?.name ?? slug).join(' or ')
  const money = (value: number) => formatMoney(value, currency, { cents: false })
  const whom = (rule: Rule) => (rule.segment === 'everybody' ? '' : `, for ${rule.segment_label}`)
  return rules.map((rule) => {
    const cell = { touchpoint: rule.touchpoint, segment: rule.segment, required: rule.required, forbidden: rule.forbidden }
    const figure = (field: string, said: string) => <Inspectable target={{ report: 'channel-rules', parameters, cell: { ...cell, field } }}>{said}</Inspectable>
    return (
      <div key={Object.values(cell).join(' ')} className="text-muted">
        {ofChannel && (rule.forbidden !== '' || rule.breaches > 0 || rule.issues === 0) && <p className="text-faint">On all channels:</p>}
        {rule.required !== '' && rule.issues === 0 && <p>no issue closed under the channel rule{whom(rule)}</p>}
        {rule.required !== '' && rule.breaches > 0 && (
          <p>{figure('breach_rate', `${notOffered(rule)}${whom(rule)}`)}{change(rule.breach_rate, rule.issues, rule.compared_breach_rate, rule.compared_issues, compare)}{rule.value_at_stake !== null && rule.priced !== null ? <> × {money(rule.value_at_stake)} at stake = {figure('priced', money(rule.priced))}{wasBefore(compare, rule.compared_priced, rule.compared_issues, money)}</> : '; no money is recorded to price it'}</p>
        )}
        {rule.forbidden !== '' && rule.forbidden_messages > 0 && <p className="text-danger">{figure('forbidden_messages', `${formatCount(rule.forbidden_messages)} ${rule.forbidden_messages === 1 ? 'message' : 'messages'}`)} of {formatCount(rule.messages)} sent by {names(rule.forbidden)}, against the rule{whom(rule)}</p>}
        {rule.forbidden !== '' && rule.forbidden_messages === 0 && <p>nothing sent by {names(rule.forbidden)}, as the rule says{whom(rule)}</p>}
      </div>
    )
  })
}
