import { sql } from 'drizzle-orm'
import { NIL_ID } from '@/db/vocabulary'
import { dayInWords } from '../domain/time/day-in-words'
import type { OrgCtx } from '../context'
import { isLateByHour, LEAST_SILENCE_MS, rhythm, SAME_HOURS_DAYS, SAME_WEEKDAYS, type Rhythm } from '../domain/freshness'
import { addDays, dayNumber, localDayOf } from '../domain/time/local-day'
import type { Asked } from './report'

/** One source's stream of one kind of record on one channel (null for kinds without channels). */
export type SourceRhythm = Rhythm & { source: string; kind: string; channel: { id: string; slug: string; name: string } | null; records: number; /** Since when, and for how many hours, where it is late by hours and not by days. */ silence: { since: Date; hours: number } | null }

type Asking = Pick<Asked<unknown>, 'ctx' | 'tx' | 'window'>

/**
 * The rhythm of every source and channel as of the end of the window (its last day is the last that could have records).
 * Kinds that are sent once (customers by import, say) have too few days to be late. Hours are looked up in the records
 * themselves, a few days of them by their index.
 */
export async function sourceRhythms(asked: Asking, hours = true): Promise<SourceRhythm[]> {
  const until = asked.window.to > asked.window.today ? asked.window.today : addDays(asked.window.to, -1)
  const result = await asked.tx.execute<{ source: string; kind: string; channel: string; slug: string | null; name: string | null; days: string[]; records: number }>(sql`
    select s.source, s.kind, s.channel_id::text as channel, ch.slug, ch.name, array_agg(s.day::text order by s.day) as days, sum(s.records)::float8 as records
    from source_daily s left join channels ch on ch.organisation_id = s.organisation_id and ch.id = s.channel_id
    where s.organisation_id = ${asked.ctx.org.id} and s.records > 0 group by 1, 2, 3, 4, 5 order by 1, 2, 3`)
  const rhythms = result.rows.flatMap((row) => {
    const found = rhythm(row.days, until)
    return found ? [{ ...found, days: row.days, silence: null, source: row.source, kind: row.kind, records: row.records, channel: row.channel === NIL_ID || !row.slug ? null : { id: row.channel, slug: row.slug, name: row.name ?? row.slug } }] : []
  })
  // A sample’s time stands: nothing can come any more.
  return hours && asked.window.to > asked.window.today && !asked.ctx.org.sample ? withHours(asked, rhythms) : rhythms.map(({ days: _, ...one }) => one)
}

type WithDays = SourceRhythm & { days: string[] }
/** Kinds that come all day long, with their tables. */
const HOURLY = { interaction: sql`interactions`, transaction: sql`transactions` } as const
const isHourly = (kind: string): kind is keyof typeof HOURLY => kind in HOURLY

/** A source that sends every day is late within hours too, where at these hours it always has. */
async function withHours(asked: Asking, rhythms: readonly WithDays[]): Promise<SourceRhythm[]> {
  const { ctx, tx, window } = asked
  const yesterday = addDays(window.today, -1)
  const daily = rhythms.filter((one) => isHourly(one.kind) && !one.late && one.usualGapDays === 1 && one.last >= yesterday)
  const silences = new Map<WithDays, { since: Date; hours: number }>()
  for (const kind of Object.keys(HOURLY).filter(isHourly)) {
    const mine = daily.filter((one) => one.kind === kind)
    if (mine.length === 0) continue
    const channel = kind === 'interaction' ? sql`i.channel_id` : sql`${NIL_ID}::uuid`
    const newest = await tx.execute<{ source: string; channel: string; at: string }>(sql`
      select i.source, ${channel}::text as channel, to_char(max(i.occurred_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from ${HOURLY[kind]} i
      where i.organisation_id = ${ctx.org.id} and i.day >= ${yesterday}::date and i.occurred_at <= ${ctx.now.toISOString()}::timestamptz group by 1, 2`)
    for (const one of mine) {
      const found = newest.rows.find((row) => row.source === one.source && row.channel === (one.channel?.id ?? NIL_ID))
      const since = found ? new Date(found.at) : null
      if (!since || ctx.now.getTime() - since.getTime() < LEAST_SILENCE_MS) continue
      const sent = one.days.map((day) => dayNumber(window.today) - dayNumber(day))
      // Most silences are of the night: the same weekday tells, before all the others are read.
      const same = await heardThen(asked, one, since, SAME_WEEKDAYS)
      const heard = same.length < SAME_WEEKDAYS.length ? same : [...same, ...(await heardThen(asked, one, since, Array.from({ length: SAME_HOURS_DAYS }, (_, n) => n + 1).filter((back) => !SAME_WEEKDAYS.includes(back))))]
      if (isLateByHour(sent, heard)) silences.set(one, { since, hours: (ctx.now.getTime() - since.getTime()) / 3_600_000 })
    }
  }
  return rhythms.map((one) => {
    const { days: _, ...told } = one
    const silence = silences.get(one) ?? null
    return silence ? { ...told, late: true, silence } : told
  })
}

/** On which of these days back a source sent something between the same times of day. */
async function heardThen({ ctx, tx }: Asking, { source, kind, channel }: SourceRhythm, since: Date, backs: readonly number[]): Promise<number[]> {
  if (!isHourly(kind)) return []
  const local = (instant: Date) => sql`(${instant.toISOString()}::timestamptz at time zone ${ctx.org.timezone}::text)`
  const result = await tx.execute<{ back: number }>(sql`
    select b.back from unnest(${sql.param([...backs])}::int[]) b(back) cross join lateral (
      select from ${HOURLY[kind]} i where i.organisation_id = ${ctx.org.id} and i.source = ${source} and ${channel ? sql`i.channel_id = ${channel.id}::uuid` : sql`true`}
        and i.day between (${local(since)} - make_interval(days => b.back))::date and (${local(ctx.now)} - make_interval(days => b.back))::date
        and (i.occurred_at at time zone ${ctx.org.timezone}::text) > ${local(since)} - make_interval(days => b.back)
        and (i.occurred_at at time zone ${ctx.org.timezone}::text) <= ${local(ctx.now)} - make_interval(days => b.back)
      limit 1) heard`)
  return result.rows.map(({ back }) => back)
}

/** Kinds of records as a sentence begins with them. */
const KINDS: Record<string, string> = { customer: 'Customers', interaction: 'Interactions', transaction: 'Purchases', issue: 'Issues', promise: 'Promises', response: 'Survey answers', referral: 'Referrals', customer_value: 'Customer values' }

/** "Phone (crm)", "Purchases of shop": a stream as a sentence begins with it. */
export const feedName = ({ channel, kind, source }: Pick<SourceRhythm, 'channel' | 'kind' | 'source'>): string => (channel ? `${channel.name} (${source})` : `${KINDS[kind] ?? kind} of ${source}`)

/** "09:40", or "22:10 yesterday", in the organisation’s zone. */
export function timeInWords(instant: Date, { org, now }: Pick<OrgCtx, 'org' | 'now'>): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: org.timezone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant)
  return localDayOf(instant.getTime(), org.timezone) === localDayOf(now.getTime(), org.timezone) ? clock : `${clock} yesterday`
}

/** By these words a reason is known to be a late source’s. */
export const NOTHING_SINCE = 'nothing since'

/** Says which sources are late: their figures are incomplete, never low. Returns the late ones. What lacks some hours only is no less whole for figures of weeks: `hours` says it of those of today. `kind`: only those that send that kind of records. */
export async function sayLate(asked: Pick<Asked<unknown>, 'ctx' | 'tx' | 'window' | 'incomplete'>, { hours = false, kind }: { hours?: boolean; kind?: 'promise' } = {}): Promise<SourceRhythm[]> {
  const late = (await sourceRhythms(asked, hours)).filter((s) => s.late && (kind === undefined || s.kind === kind))
  for (const s of late) asked.incomplete(lateInWords(s, asked.ctx))
  return late
}

/** “Phone (crm): nothing since 3 March 2026, usually every day.” */
export const lateInWords = (s: SourceRhythm, ctx: Pick<OrgCtx, 'org' | 'now'>): string => (s.silence ? `${feedName(s)}: ${NOTHING_SINCE} ${timeInWords(s.silence.since, ctx)}, always heard of by this hour.` : `${feedName(s)}: ${NOTHING_SINCE} ${dayInWords(s.last)}, usually every ${s.usualGapDays === 1 ? 'day' : `${s.usualGapDays} days`}.`)
