import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { PlanInterval } from '@/db/vocabulary'
import { kaplanMeier } from '../domain/statistics/kaplan-meier'
import { wilson } from '../domain/statistics/proportion'
import { listPeriods } from '../domain/time/local-day'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { periodOf, seenUntil } from './contact-chains'
import { inOrder, issueOfPart, issuePart, issuesInView, linkedContacts } from './issue-chains'
import { defineReport, type Asked } from './report'
import { once } from './once'

type View = Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>
const COUNTS = ['issues', 'contacts', 'several_channels', 'hand_overs', 'switches', 'forced_switches', 'chosen_switches', 'resolved', 'reopened'] as const
type Found = { period: string; key: string; channels: number } & Record<(typeof COUNTS)[number], number>

export const channelsPerIssue = defineReport({
  name: 'channels-per-issue',
  title: 'One task across channels',
  definition: 'Issues whose first contact falls in the window, with all contacts that name them: contacts and channels per issue, hand-overs, and the time from the first contact (or its opening, if earlier) to its resolution, median by Kaplan–Meier so that open ones count as still waiting. A switch is a contact on another channel than the one before: forced where that one was handed over or failed, else chosen. Reopened: a contact after the resolution.',
  parameters: z.object({ ...windowParameters, by: z.enum(['channel', 'touchpoint']).optional().describe('Splits the whole: touchpoint, or the channel of the first contact.'), channel: filterParameters.channel, touchpoint: filterParameters.touchpoint, segment: filterParameters.segment.describe('Slug of a value tier, or `segmentation:segment`, in which the customer stood on the day of the first contact.') }),
  row: z.object({
    key: rowField.key, label: rowField.label, issues: rowField.count, contacts: rowField.count, contacts_per_issue: z.number().nullable(), channels_per_issue: z.number().nullable(),
    several_channels: rowField.count.describe('Issues on two channels or more.'), several_share: rowField.share, several_low: rowField.share, several_high: rowField.share,
    hand_overs: rowField.count, switches: rowField.count, forced_switches: rowField.count, chosen_switches: rowField.count, forced_share: rowField.share, forced_low: rowField.share, forced_high: rowField.share,
    resolved: rowField.count, median_hours: z.number().nullable().describe('Until half were resolved; null while fewer than half are.'), reopened: rowField.count, reopened_share: rowField.share, reopened_low: rowField.share, reopened_high: rowField.share,
  }),
  keys: ['key'],
  figures: {
    issues: { label: 'Issues', unit: 'count' }, contacts: { label: 'Contacts', unit: 'count' }, contacts_per_issue: { label: 'Contacts per issue', unit: 'number', numerator: 'contacts', denominator: 'issues' },
    channels_per_issue: { label: 'Channels per issue', unit: 'number', n: 'issues' }, several_channels: { label: 'On several channels', unit: 'count' },
    several_share: { label: 'Share of issues on several channels', unit: 'share', numerator: 'several_channels', denominator: 'issues', low: 'several_low', high: 'several_high' },
    hand_overs: { label: 'Hand-overs', unit: 'count' }, switches: { label: 'Switches of channel', unit: 'count' }, forced_switches: { label: 'Forced switches', unit: 'count' }, chosen_switches: { label: 'Chosen switches', unit: 'count' },
    forced_share: { label: 'Share of switches forced', unit: 'share', numerator: 'forced_switches', denominator: 'switches', low: 'forced_low', high: 'forced_high' },
    resolved: { label: 'Resolved', unit: 'count' }, median_hours: { label: 'Median time to resolution', unit: 'hours', n: 'issues' }, reopened: { label: 'Reopened', unit: 'count' },
    reopened_share: { label: 'Share reopened', unit: 'share', numerator: 'reopened', denominator: 'resolved', low: 'reopened_low', high: 'reopened_high' },
  },
  draw: 'table',
  joinsRecords: true,
  measure: { field: 'contacts_per_issue', better: 'lower' },

  async answer(asked) {
    return { rows: (await rowsOf(asked, null)).map(({ period: _whole, ...row }) => row) }
  },

  byPeriod: (asked, interval) => rowsOf(asked, interval),

  population(asked, { row, field }) {
    const part = issueOfPart(asked, row.key)
    const whole = { issues: sql`true`, several_channels: sql`q.channels > 1`, resolved: sql`q.resolved_at is not null`, reopened: sql`q.reopened` }[field]
    if (whole) return { of: 'issue', field, where: sql`iss.id in (select q.issue_id from ${perIssue(asked)} q where ${part} and ${whole})` }
    const each = { contacts: sql`true`, hand_overs: sql`n.handed_over_to is not null`, switches: SWITCH, forced_switches: sql`${SWITCH} and ${FORCED}`, chosen_switches: sql`${SWITCH} and not ${FORCED}` }[field]
    if (!each) return null
    return { of: 'interaction', field, where: sql`i.id in (select n.id from ${linkedContacts(asked)} n join ${issuesInView(asked)} q on q.issue_id = n.issue_id where ${part} and ${each})` }
  },
})

/** Rows of the whole window, or of each of its periods. */
async function rowsOf(asked: Asked<unknown>, interval: PlanInterval | null) {
  const period = interval ? periodOf(interval, sql`q.first_day`) : sql`''::text`
  const view = perIssue(asked)
  const sums = sql`count(*)::int as issues, coalesce(sum(contacts), 0)::int as contacts, coalesce(sum(channels), 0)::int as channels, count(*) filter (where channels > 1)::int as several_channels,
    coalesce(sum(hand_overs), 0)::int as hand_overs, coalesce(sum(switches), 0)::int as switches, coalesce(sum(forced), 0)::int as forced_switches, coalesce(sum(switches - forced), 0)::int as chosen_switches,
    count(resolved_at)::int as resolved, count(*) filter (where reopened)::int as reopened`
  const found = await asked.tx.execute<Found>(sql`with v as materialized (select q.*, ${issuePart(asked)} as part, ${period} as period from ${view} q)
    select ${interval ? sql`period` : sql`''`} as period, 'total' as key, ${sums} from v ${interval ? sql`group by 1` : sql``} union all select period, part, ${sums} from v where part is not null group by 1, 2`)
  const waits = await asked.tx.execute<{ period: string; key: string; exit: number; event: boolean; count: number }>(sql`
    with v as materialized (
      select ${issuePart(asked)} as part, ${period} as period, q.resolved_at is not null as event, greatest(0, floor(extract(epoch from coalesce(q.resolved_at, greatest(q.first_at, ${seenUntil(asked)})) - q.opened_at) / 3600))::int as exit from ${view} q)
    select period, 'total' as key, exit, event, count(*)::int as count from v group by 1, 3, 4 union all select period, part, exit, event, count(*)::int from v where part is not null group by 1, 2, 3, 4`)
  const silent = interval ? listPeriods(asked.window.from, asked.window.to, interval).filter(({ start }) => !found.rows.some((row) => row.period === start)) : []
  const none = { ...(Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<(typeof COUNTS)[number], number>), key: 'total', channels: 0 }
  return inOrder(asked, [...found.rows, ...silent.map(({ start }) => ({ ...none, period: start }))].map((row) => ({ ...row, id: row.key }))).map(({ channels, id, ...row }) => {
    const median = kaplanMeier(waits.rows.filter((w) => w.key === id && w.period === row.period), { minAtRisk: 1 }).rows.find((step) => step.survival <= 0.5)?.t ?? null
    const [several, forced, reopened] = [wilson(row.several_channels, row.issues), wilson(row.forced_switches, row.switches), wilson(row.reopened, row.resolved)]
    return {
      ...row, contacts_per_issue: row.issues > 0 ? row.contacts / row.issues : null, channels_per_issue: row.issues > 0 ? channels / row.issues : null, median_hours: median,
      several_share: several?.p ?? null, several_low: several?.low ?? null, several_high: several?.high ?? null, forced_share: forced?.p ?? null, forced_low: forced?.low ?? null, forced_high: forced?.high ?? null,
      reopened_share: reopened?.p ?? null, reopened_low: reopened?.low ?? null, reopened_high: reopened?.high ?? null,
    }
  })
}

/** A contact (alias n) on another channel than the one before it; forced where that one was handed over or failed. */
const SWITCH = sql`coalesce(n.channel_id <> n.last_channel, false)`
const FORCED = sql`(n.last_handed is not null or coalesce(n.last_result = 'failed', false))`

const perIssue = (asked: View): SQL => once(sql`
  select q.*, t.contacts, t.channels, t.hand_overs, t.switches, t.forced, coalesce(t.last_at > q.resolved_at, false) as reopened
  from ${issuesInView(asked)} q join ${once(sql`
    select n.issue_id, count(*) as contacts, count(distinct n.channel_id) as channels, count(n.handed_over_to) as hand_overs, count(*) filter (where ${SWITCH}) as switches,
      count(*) filter (where ${SWITCH} and ${FORCED}) as forced, max(n.occurred_at) as last_at from ${linkedContacts(asked)} n group by 1`)} t on t.issue_id = q.issue_id`)
