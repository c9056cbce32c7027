import type { UnhappyReason } from '@/server/queries/recovery'
import type { Workspace } from '@/server/queries/workspace'
import { formatAgo } from '../ui/format-date'

type Names = Pick<Workspace, 'channels' | 'touchpoints'> & { now: Date }
const KIND = { failed: 'failed', very_bad: 'left a very bad impression', promise: 'Promise not kept' }

/** "Dispute a charge on Phone failed 5 days ago: Nobody called back." */
export function reasonText({ kind, at, channel, touchpoint, text }: UnhappyReason, names: Names): string {
  const ago = formatAgo(at, names.now)
  const said = text ? (text.length > 120 ? `${text.slice(0, 119)}…` : text) : null
  if (kind === 'promise') return `${KIND.promise}, due ${ago}${said ? `: ${said}` : ''}`
  const what = names.touchpoints.find((one) => one.slug === touchpoint)?.name ?? 'A contact'
  const where = channel ? ` on ${names.channels.find((one) => one.slug === channel)?.name ?? channel}` : ''
  return `${what}${where} ${KIND[kind]} ${ago}${said ? `: ${said}` : ''}`
}

export const howLong = (since: string, now: Date) => formatAgo(since, now).replace(' ago', '')
export const OUTCOME_LABEL = { put_right: 'Put right', not_put_right: 'Not put right', no_answer: 'No answer' }
export const PERIOD_LABEL = { day: 'a day', week: 'a week', month: 'a month' }
export const THIS_PERIOD = { day: 'today', week: 'this week', month: 'this month' }
