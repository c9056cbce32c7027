import { sql } from 'drizzle-orm'
import { NIL_ID } from '@/db/vocabulary'
import { dayInWords } from '../domain/time/day-in-words'
import { rhythm, type Rhythm } from '../domain/freshness'
import { addDays } from '../domain/time/local-day'
import type { Asked } from './report'

/** One source's stream of one kind of record on one channel (null for kinds without channels). */
export type SourceRhythm = Rhythm & { source: string; kind: string; channel: { id: string; slug: string; name: string } | null; records: number }

/**
 * The rhythm of every source and channel as of the end of the window (its last day is the last that could have records).
 * Kinds that are sent once (customers by import, say) have too few days to be late.
 */
export async function sourceRhythms(asked: Pick<Asked<unknown>, 'ctx' | 'tx' | 'window'>): Promise<SourceRhythm[]> {
  const until = asked.window.to > asked.window.today ? asked.window.today : addDays(asked.window.to, -1)
  const result = await asked.tx.execute<{ source: string; kind: string; channel: string; slug: string | null; name: string | null; days: string[]; records: number }>(sql`
    select s.source, s.kind, s.channel_id::text as channel, ch.slug, ch.name, array_agg(s.day::text order by s.day) as days, sum(s.records)::float8 as records
    from source_daily s left join channels ch on ch.organisation_id = s.organisation_id and ch.id = s.channel_id
    where s.organisation_id = ${asked.ctx.org.id} and s.records > 0 group by 1, 2, 3, 4, 5 order by 1, 2, 3`)
  return result.rows.flatMap((row) => {
    const found = rhythm(row.days, until)
    return found ? [{ ...found, source: row.source, kind: row.kind, records: row.records, channel: row.channel === NIL_ID || !row.slug ? null : { id: row.channel, slug: row.slug, name: row.name ?? row.slug } }] : []
  })
}

/** Kinds of records as a sentence begins with them. */
const KINDS: Record<string, string> = { customer: 'Customers', interaction: 'Interactions', transaction: 'Purchases', issue: 'Issues', promise: 'Promises', response: 'Survey answers', referral: 'Referrals', customer_value: 'Customer values' }

/** "Phone (crm)", "Purchases of shop": a stream as a sentence begins with it. */
export const feedName = ({ channel, kind, source }: Pick<SourceRhythm, 'channel' | 'kind' | 'source'>): string => (channel ? `${channel.name} (${source})` : `${KINDS[kind] ?? kind} of ${source}`)

/** By these words a reason is known to be a late source’s. */
export const NOTHING_SINCE = 'nothing since'

/** Says which sources are late: their figures are incomplete, never low. Returns the late ones. */
export async function sayLate(asked: Pick<Asked<unknown>, 'ctx' | 'tx' | 'window' | 'incomplete'>): Promise<SourceRhythm[]> {
  const late = (await sourceRhythms(asked)).filter((s) => s.late)
  for (const s of late) asked.incomplete(`${feedName(s)}: ${NOTHING_SINCE} ${dayInWords(s.last)}, usually every ${s.usualGapDays === 1 ? 'day' : `${s.usualGapDays} days`}.`)
  return late
}
