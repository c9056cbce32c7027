import { surveyName } from '@/server/domain/surveys/names'
import type { TimelineItem } from '@/server/queries/customer-page'
import type { Workspace } from '@/server/queries/workspace'
import { formatCount, formatDuration, formatMoney } from '../ui/format'
import { formatInstant } from '../ui/format-date'
import { words } from './words'

type Names = Pick<Workspace, 'channels' | 'touchpoints' | 'currency' | 'timezone' | 'transactionKinds'> & { now: Date }

/** One entry in words: a headline, what qualifies it, and what somebody wrote. */
export type EntryText = { title: string; details: string[]; quote: string | null }

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
const number = (value: unknown) => (typeof value === 'number' ? value : null)
const instant = (value: unknown) => (value instanceof Date ? value : typeof value === 'string' ? new Date(value) : null)
const some = (parts: (string | null | undefined | false)[]): string[] => parts.filter((part): part is string => typeof part === 'string' && part !== '')

const DIRECTION: Record<string, string> = { contact: 'contact', lookup: 'look-up', message: 'message from us' }
const FEELING: Record<string, string> = { '-2': 'very bad', '-1': 'bad', '1': 'good', '2': 'very good' }

export const channelOf = (entry: TimelineItem, names: Pick<Names, 'channels'>) => {
  const slug = text(entry.channel)
  return slug === null ? null : (names.channels.find((channel) => channel.slug === slug) ?? { slug, name: slug, kind: 'other' as const, human: false })
}

/** Says a timeline's entry with the organisation's own names, currency and clock. */
export function entryText(entry: TimelineItem, names: Names): EntryText {
  const at = (value: unknown) => { const when = instant(value); return when && formatInstant(when, names.timezone) }
  const touchpoint = (slug: unknown) => names.touchpoints.find((one) => one.slug === slug)?.name ?? text(slug)
  if (entry.record === 'interaction') {
    const channel = channelOf(entry, names)
    const duration = number(entry.duration_s)
    const asked = Array.isArray(entry.asked_for) ? entry.asked_for.filter((field): field is string => typeof field === 'string') : []
    const mood = number(entry.mood)
    const impression = number(entry.impression)
    const cost = number(entry.cost)
    const goodwill = number(entry.goodwill_amount)
    const observed = entry.form === 'observation'
    return {
      title: touchpoint(entry.touchpoint) ?? channel?.name ?? 'Interaction',
      details: some([
        channel?.name, observed ? 'observation' : DIRECTION[String(entry.direction)], entry.initiative === 'ours' && entry.direction !== 'message' && 'our idea', duration !== null && formatDuration(duration),
        mood !== null && mood !== 0 && `came in a ${FEELING[String(mood)] ?? ''} mood`, impression !== null && impression !== 0 && `left a ${FEELING[String(impression)] ?? ''} impression`,
        text(entry.team) && `team ${text(entry.team)}`, text(entry.handled_by) && `handled by ${text(entry.handled_by)}`, text(entry.handed_over_to) && `handed over to ${text(entry.handed_over_to)}`,
        asked.length > 0 && `asked for ${asked.join(', ')}`, number(entry.options_offered) !== null && `${formatCount(number(entry.options_offered))} options offered`,
        cost !== null && cost > 0 && `cost ${formatMoney(cost, names.currency)}`, goodwill !== null && goodwill > 0 && `goodwill ${formatMoney(goodwill, names.currency)}`, text(entry.issue) && `issue ${text(entry.issue)}`,
      ]),
      quote: text(entry.summary),
    }
  }
  if (entry.record === 'transaction') {
    const amount = number(entry.amount) ?? 0
    const kind = text(entry.kind)
    // A kind of its own (a salary, a fee, a margin) is what it was; only what says nothing more is a purchase.
    const what = amount < 0 ? 'Refund' : kind ? words(kind) : 'Purchase'
    return { title: `${what} of ${formatMoney(Math.abs(amount), text(entry.currency) ?? names.currency, { cents: true })}`, details: some([amount < 0 && kind, kind !== null && names.transactionKinds[kind] === 'ignore' && 'not counted', kind !== null && names.transactionKinds[kind] === 'activity' && 'counts as activity, not as value', entry.id]), quote: null }
  }
  if (entry.record === 'issue') {
    const opened = instant(entry.opened_at)
    const resolved = instant(entry.resolved_at)
    return {
      title: text(entry.title) ?? touchpoint(entry.touchpoint) ?? `Issue ${entry.id}`,
      details: some([opened ? 'issue opened' : 'issue', resolved ? (opened ? `resolved after ${formatDuration((resolved.getTime() - opened.getTime()) / 1000)}` : `resolved ${at(resolved)}`) : 'still open', touchpoint(entry.touchpoint)]),
      quote: null,
    }
  }
  if (entry.record === 'promise') {
    const due = instant(entry.due_at)
    const kept = instant(entry.kept_at)
    const withdrawn = instant(entry.withdrawn_at)
    const fate = withdrawn ? `withdrawn by ${entry.withdrawn_by === 'customer' ? 'the customer' : 'us'}` : kept ? (due && kept > due ? `kept late, ${at(kept)}` : `kept ${at(kept)}`) : due && due < names.now ? 'overdue' : 'open'
    return { title: text(entry.text) ?? 'A promise', details: some(['promise', `due ${at(due) ?? ''}`, fate, text(entry.owner) ?? text(entry.team), text(entry.issue) && `issue ${text(entry.issue)}`]), quote: null }
  }
  if (entry.record === 'response') {
    const score = number(entry.score)
    const scale = number(entry.scale_min) !== null && number(entry.scale_max) !== null ? ` on ${number(entry.scale_min)}–${number(entry.scale_max)}` : ''
    return { title: `${surveyName(String(entry.survey))} ${score === null ? 'asked, not answered' : `${score}${scale}`}`, details: some(['survey answer', touchpoint(entry.touchpoint)]), quote: text(entry.comment) }
  }
  return { title: text(entry.referred_customer) ? `Recommended us to ${text(entry.referred_customer)}` : 'Recommended us', details: ['referral'], quote: null }
}
