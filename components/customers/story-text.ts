import type { Attempt, Care, ChannelRule, OpenIssue, OpenPromise, Story } from '@/server/queries/customer-page-story'
import type { Workspace } from '@/server/queries/workspace'
import { localDayOf } from '@/server/domain/time/local-day'
import { formatCount } from '../ui/format'
import { formatAgo, formatInstant } from '../ui/format-date'
import { OUTCOME_LABEL } from '../recovery/words'

type Names = Pick<Workspace, 'channels' | 'touchpoints'> & { now: Date }

const FEELING: Record<number, string> = { [-2]: 'very bad', [-1]: 'bad', 0: 'neutral', 1: 'good', 2: 'very good' }
const QUIET_DAYS = 30
/** Older attempts are history: they stand behind a press. */
const FRESH_DAYS = 90
const DAY_MS = 86_400_000

const channelName = (slug: string, names: Names) => names.channels.find((channel) => channel.slug === slug)?.name ?? slug
const touchpointName = (slug: string, names: Names) => names.touchpoints.find((touchpoint) => touchpoint.slug === slug)?.name ?? slug
const list = (words: readonly string[], last = 'and') => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`)
const howLong = (since: string, now: Date) => formatAgo(since, now).replace(' ago', '').replace('just now', 'a moment')
const plural = (n: number, noun: string) => `${formatCount(n)} ${noun}${n === 1 ? '' : 's'}`

/** "Pay a bill on Web, 3 times, last 2 h ago, about “Billed twice”, left a bad impression". How it ended stands beside it. */
export function attemptText({ channel, touchpoint, direction, ours, summary, times, at, issue, impression }: Attempt, names: Names): string {
  const where = channel ? `on ${channelName(channel, names)}` : ''
  const felt = impression !== null && impression !== 0 ? `, left a ${FEELING[impression] ?? ''} impression` : ''
  if (ours) return `${['We came to them', where].filter(Boolean).join(' ')}, ${formatAgo(at, names.now)}${summary ? `: ${summary.replace(/\.$/, '')}` : touchpoint ? `, about “${touchpointName(touchpoint, names)}”` : ''}${felt}`
  const what = touchpoint ? touchpointName(touchpoint, names) : direction === 'lookup' ? 'Looked something up' : 'A contact'
  const when = times > 1 ? `${formatCount(times)} times, last ${formatAgo(at, names.now)}` : formatAgo(at, names.now)
  return `${[what, where].filter(Boolean).join(' ')}, ${when}${issue ? `, about “${issue}”` : ''}${felt}`
}

/** Whether it is long since they tried anything: then what follows is history. */
export function quietText(attempts: readonly Attempt[], now: Date): string | null {
  const [newest] = attempts
  if (!newest) return 'No attempt on any channel is recorded.'
  const days = (now.getTime() - Date.parse(newest.at)) / DAY_MS
  return days < QUIET_DAYS ? null : `Nothing for ${howLong(newest.at, now)}.`
}

/** "Ada has taken this on, since 15 Mar 2026, 08:00." Who is on it, or how it ended a few days ago. */
export function careText({ taken_by: by, taken_at: at, mine, closed_at: closed, outcome }: Care, { timezone, now }: { timezone: string; now: Date }): string {
  const who = mine ? 'You' : by
  if (closed) return `${who} took this on and closed it ${formatAgo(closed, now)}${outcome ? `: ${OUTCOME_LABEL[outcome].toLowerCase()}` : ''}.`
  return `${mine ? 'You have' : `${who} has`} taken this on, since ${formatInstant(at, timezone)}.`
}

/** Why it was taken on, and what was done last. */
export function careDetail({ because, last_act: act }: Care, now: Date): string {
  const ended = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
  return `${ended(because)} ${act ? `Last act ${formatAgo(act.at, now)}: ${ended(act.what)}` : 'Nothing was done about it yet.'}`
}

export function moodText({ mood, impressions }: Pick<Story, 'mood' | 'impressions'>, names: Names): string | null {
  const on = (channel: string | null) => (channel ? `${channelName(channel, names)}, ` : '')
  const said = [
    mood && `Came in a ${FEELING[mood.mood] ?? ''} mood (${on(mood.channel)}${formatAgo(mood.at, names.now)}).`,
    impressions.length > 0 && `Last impressions: ${impressions.map(({ impression, channel, at }) => `${FEELING[impression] ?? ''} (${on(channel)}${formatAgo(at, names.now)})`).join(', ')}.`,
  ].filter(Boolean)
  return said.length === 0 ? null : said.join(' ')
}

export function issueText({ opened_at: opened, contacts, channels, asked_for: asked }: OpenIssue, names: Names): string {
  const parts = [
    opened && `open for ${howLong(opened, names.now)}`,
    contacts > 0 && `${plural(contacts, 'contact')}${channels.length > 0 ? ` on ${list(channels.map((slug) => channelName(slug, names)))}` : ''}`,
    asked.length > 0 && `asked for ${list(asked)} already`,
  ].filter(Boolean)
  return parts.join(', ')
}

export const dueText = ({ due_at: due, overdue, owner, team }: OpenPromise, now: Date): string => {
  const whose = owner ?? (team ? `team ${team}` : null)
  const clock = overdue ? `overdue by ${howLong(due, now)}` : `due ${formatAgo(due, now)}`
  return whose ? `${clock}, ${whose}` : `${clock}, nobody’s`
}

/** As the ledger has them: due today, then overdue, the newest first, then the rest. */
export function pressingFirst<P extends Pick<OpenPromise, 'due_at' | 'overdue'>>(promises: readonly P[], { now, timezone }: { now: Date; timezone: string }): P[] {
  const today = localDayOf(now.getTime(), timezone)
  const rank = ({ due_at: due, overdue }: P) => (overdue ? 1 : localDayOf(Date.parse(due), timezone) === today ? 0 : 2)
  return promises.toSorted((a, b) => rank(a) - rank(b) || (a.overdue ? b.due_at.localeCompare(a.due_at) : a.due_at.localeCompare(b.due_at)))
}

/** What they tried lately, and what lies too far back to bear on a contact now. */
export function lately(attempts: readonly Attempt[], now: Date): { fresh: Attempt[]; old: Attempt[] } {
  const isFresh = ({ at }: Attempt) => now.getTime() - Date.parse(at) < FRESH_DAYS * DAY_MS
  return { fresh: attempts.filter(isFresh), old: attempts.filter((attempt) => !isFresh(attempt)) }
}

export function owedText(open: number, overdue: number): string {
  if (open === 0) return 'We owe nothing.'
  return `${plural(open, 'promise')} open${overdue > 0 ? `, ${formatCount(overdue)} overdue` : ''}`
}

/** "Resolve a billing question: to be handled on Phone; no messages on SMS." */
export function ruleText({ touchpoint, required, forbidden, note }: ChannelRule, names: Names): string {
  const parts = [
    required.length > 0 && `to be handled on ${list(required.map((slug) => channelName(slug, names)), 'or')}`,
    forbidden.length > 0 && `no messages on ${list(forbidden.map((slug) => channelName(slug, names)), 'or')}`,
  ].filter(Boolean)
  return `${touchpointName(touchpoint, names)}: ${parts.join('; ')}${note ? ` (${note})` : ''}.`
}
