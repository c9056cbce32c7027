import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { NIL_ID } from '@/db/vocabulary'
import { readable } from '../domain/readable'
import { expectedSoFar, MAX_SAME_DAYS } from '../domain/statistics/so-far'
import { dayInWords } from '../domain/time/day-in-words'
import { addDays, type LocalDay } from '../domain/time/local-day'
import { filterParameters, windowParameters } from '../schemas/report-parameters'
import { sayLate, type SourceRhythm } from './freshness'
import { defineReport, type Asked } from './report'
import { inParts, presentlyIn, presentlyWith, saysOfItself, type Split } from './split'

/** More late feeds than this are not named one by one. */
const MOST_NAMES = 2

export const MEASURES = ['interactions', 'contacts', 'lookups', 'messages', 'failed', 'transactions'] as const
export type Measure = (typeof MEASURES)[number]

const LABEL: Record<Measure, string> = {
  interactions: 'Interactions', contacts: 'Contacts', lookups: 'Look-ups', messages: 'Messages', failed: 'Failed interactions', transactions: 'Purchases',
}
/** Which interactions (alias i) a measure counts. */
const COUNTED: Record<Exclude<Measure, 'transactions'>, SQL> = {
  interactions: sql`true`, contacts: sql`i.direction = 'contact'`, lookups: sql`i.direction = 'lookup'`, messages: sql`i.direction = 'message'`, failed: sql`i.result = 'failed'`,
}

type Question = Pick<Asked<{ measure?: Measure }>, 'ctx' | 'window' | 'split' | 'parameters'>
/** The day asked about, and until which local time of it (null: it is over). */
type Moment = { day: LocalDay; until: string | null }

export const todayAgainstExpected = defineReport({
  name: 'today-against-expected',
  title: 'Today against what was expected by this hour',
  definition: `What has come today until now, beside what was to be expected until the same time of day from the last ${MAX_SAME_DAYS} days of the same weekday with any record at all (at least four). The range holds 19 of 20 such days, whose scatter beyond chance is estimated. Purchases are transactions of an amount of nought or more. Where the newest record is more than seven days old, or with \`to\`, it is the window’s last day, whole. While a feed is late, the same is told again without it, of today and of the earlier days alike. Of a dimension counts what the interaction says itself, else its customer, presently; of purchases the customer.`,
  parameters: z.object({ ...windowParameters, measure: z.enum(MEASURES).optional().describe('Only this measure.'), channel: filterParameters.channel, touchpoint: filterParameters.touchpoint, segment: filterParameters.segment.describe('Slug of a value tier, or `segmentation:segment`, in which the customer stands at present.'), attribute: filterParameters.attribute }),
  row: z.object({
    measure: z.enum(MEASURES), label: z.string(), day: z.string().describe('The local day asked about.'), so_far: z.number().int(),
    expected: z.number().nullable().describe('By this time of day; null with fewer than four earlier days.'), low: z.number().nullable(), high: z.number().nullable(),
    n_days: z.number().int().describe('Earlier days of the same weekday it rests on.'),
    rest_so_far: z.number().int().nullable().describe('The same without the feeds that are late; null while none of its own is, or where nothing would be left.'), rest_expected: z.number().nullable(), rest_low: z.number().nullable(), rest_high: z.number().nullable(),
    without: z.string().nullable().describe('Its own feeds that are late, by their channels or sources; null while none is.'),
  }),
  keys: ['measure'],
  figures: {
    so_far: { label: 'Recorded so far', unit: 'count' },
    expected: { label: 'Expected by this hour', unit: 'number', low: 'low', high: 'high', n: 'n_days' },
  },
  draw: 'table',
  usual: { so_far: { low: 'low', high: 'high' } },

  async answer(asked) {
    const at = momentOf(asked)
    const late = lateFeeds(await sayLate(asked, { hours: true }), asked.split)
    const filtered = asked.split.channels !== null || asked.split.touchpoints !== null
    if (filtered && asked.parameters.measure === 'transactions') asked.note('Purchases belong to no channel or touchpoint: the filter leaves none.')
    const days = await asked.tx.execute<{ day: string; records: number } & Record<Measure | `rest_${Measure}`, number>>(sql`
      with d as (${sameDays(asked, at)}),
        seen as (select i.day, ${sql.join(Object.entries(COUNTED).map(([name, counted]) => sql`count(*) filter (where ${counted})::int as ${sql.raw(name)}, count(*) filter (where ${counted} and not ${ofLate(late.interactions)})::int as ${sql.raw(`rest_${name}`)}`), sql`, `)}
          from interactions i where ${interactionsUntil(asked, at)} and i.day in (select day from d) group by 1),
        bought as (select t.day, count(*)::int as n, count(*) filter (where not ${boughtLate(late.transactions)})::int as rest from transactions t where ${transactionsUntil(asked, at)} and t.day in (select day from d) group by 1)
      select d.day::text, ${sql.join(Object.keys(COUNTED).map((name) => sql`coalesce(seen.${sql.raw(name)}, 0) as ${sql.raw(name)}, coalesce(seen.${sql.raw(`rest_${name}`)}, 0) as ${sql.raw(`rest_${name}`)}`), sql`, `)}, coalesce(bought.n, 0) as transactions, coalesce(bought.rest, 0) as rest_transactions, (${recordsOf(asked, at)}) as records
      from d left join seen on seen.day = d.day left join bought on bought.day = d.day order by d.day`)
    const today = days.rows.find((row) => row.day === at.day)
    const earlier = days.rows.filter((row) => row.day !== at.day)
    if (at.until === null) asked.note(`${dayInWords(at.day)} as a whole: that day is over.`)
    const shown = MEASURES.filter((m) => (asked.parameters.measure ? m === asked.parameters.measure : true) && !(filtered && m === 'transactions'))
    return {
      rows: shown.map((measure) => {
        const soFar = today?.[measure] ?? 0
        const usual = expectedSoFar(earlier.map((row) => row[measure]), soFar)
        const mine = measure === 'transactions' ? late.transactions : late.interactions
        const before = earlier.map((row) => row[`rest_${measure}`])
        // Where the late ones are all there ever was, there is nothing left to tell from.
        const rest = mine.length > 0 && (before.some((n) => n > 0) || earlier.every((row) => row[measure] === 0)) ? { soFar: today?.[`rest_${measure}`] ?? 0, usual: expectedSoFar(before, today?.[`rest_${measure}`] ?? 0) } : null
        return {
          measure, label: LABEL[measure], day: at.day, so_far: soFar, expected: usual?.expected ?? null, low: usual?.low ?? null, high: usual?.high ?? null, n_days: earlier.length,
          rest_so_far: rest?.soFar ?? null, rest_expected: rest?.usual?.expected ?? null, rest_low: rest?.usual?.low ?? null, rest_high: rest?.usual?.high ?? null, without: mine.length > 0 ? namesOf(mine) : null,
        }
      }),
      // Of the whole organisation: a day on which nothing has begun is no day on which this is missing.
      statistics: { day: at.day, until: at.until, records: today?.records ?? 0, records_low: at.until !== null && today?.records === 0 ? await fewestByNow(asked, at) : null },
    }
  },

  population(asked, { row, field }) {
    const measure = MEASURES.find((m) => m === row.measure)
    if (field !== 'so_far' || !measure) return null
    const at = momentOf(asked)
    if (measure === 'transactions') return { of: 'transaction', field, where: sql`${transactionsUntil(asked, at)} and t.day = ${at.day}::date` }
    return { of: 'interaction', field, where: sql`${interactionsUntil(asked, at)} and i.day = ${at.day}::date and ${COUNTED[measure]}` }
  },
})

function momentOf({ window, ctx }: Pick<Question, 'window' | 'ctx'>): Moment {
  const day = addDays(window.to, -1)
  if (day !== window.today) return { day, until: null }
  return { day, until: new Intl.DateTimeFormat('en-GB', { timeZone: ctx.org.timezone, hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' }).format(ctx.now) }
}

/** The late feeds that these measures count, as far as the filter asks for them. */
function lateFeeds(late: readonly SourceRhythm[], { channels }: Pick<Split, 'channels'>): { interactions: SourceRhythm[]; transactions: SourceRhythm[] } {
  const asked = late.filter(({ channel }) => !channels || (channel !== null && channels.some(({ id }) => id === channel.id)))
  return { interactions: asked.filter(({ kind }) => kind === 'interaction'), transactions: asked.filter(({ kind }) => kind === 'transaction') }
}

/** Interactions (alias i) of one of these feeds. */
const ofLate = (feeds: readonly SourceRhythm[]): SQL =>
  feeds.length === 0 ? sql`false` : sql`(i.source, i.channel_id) in (${sql.join(feeds.map(({ source, channel }) => sql`(${source}, ${channel?.id ?? NIL_ID}::uuid)`), sql`, `)})`

/** Purchases (alias t) of one of these feeds. */
const boughtLate = (feeds: readonly SourceRhythm[]): SQL => (feeds.length === 0 ? sql`false` : sql`t.source in (${sql.join(feeds.map(({ source }) => sql`${source}`), sql`, `)})`)

/** "Chat, Phone and 2 more". */
function namesOf(feeds: readonly SourceRhythm[]): string {
  const names = [...new Set(feeds.map(({ channel, source }) => channel?.name ?? readable(source)))]
  return names.length <= MOST_NAMES ? names.join(' and ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`
}

/** The day itself and the newest earlier ones of its weekday on which anything at all was recorded: a day without is a gap, not a zero. */
const sameDays = ({ ctx }: Question, { day }: Moment): SQL => sql`
  select ${day}::date as day union all
  (select day from source_daily where organisation_id = ${ctx.org.id} and records > 0 and kind <> 'customer' and day < ${day}::date and day >= ${addDays(day, -7 * 2 * MAX_SAME_DAYS)}::date
    and extract(dow from day) = extract(dow from ${day}::date) group by 1 order by 1 desc limit ${MAX_SAME_DAYS})`

/** What has been recorded of the day in all, of every kind and by every source. */
const recordsOf = ({ ctx }: Question, { day }: Moment): SQL => sql`select coalesce(sum(records), 0)::int from source_daily where organisation_id = ${ctx.org.id} and kind <> 'customer' and day = ${day}::date`

/** How many records of the whole organisation, whatever is filtered, are to be expected by this time at the least; null where too few earlier days are known. */
async function fewestByNow(asked: Question & Pick<Asked<unknown>, 'tx'>, at: Moment): Promise<number | null> {
  const { ctx, tx } = asked
  const seen = (table: SQL, alias: SQL) => sql`(select count(*)::int from ${table} ${alias} where ${alias}.organisation_id = ${ctx.org.id} and ${alias}.day = d.day and ${untilTime(sql`${alias}.occurred_at`, ctx, at.until)})`
  const { rows } = await tx.execute<{ n: number }>(sql`select ${seen(sql`interactions`, sql`i`)} + ${seen(sql`transactions`, sql`t`)} as n from (${sameDays(asked, at)}) d where d.day <> ${at.day}::date`)
  return expectedSoFar(rows.map(({ n }) => n), 0)?.low ?? null
}

/** Until the same local time on each day; an interaction dated later than now waits. */
const untilTime = (instant: SQL, ctx: Question['ctx'], until: string | null): SQL =>
  until === null ? sql`true` : sql`(${instant} at time zone ${ctx.org.timezone}::text)::time <= ${until}::time`

const interactionsUntil = ({ ctx, split }: Question, { until }: Moment): SQL => sql`i.organisation_id = ${ctx.org.id}
  and ${inParts(sql`i.channel_id`, split.channels)} and ${inParts(sql`i.touchpoint_id`, split.touchpoints)} and ${presentlyOf(ctx, sql`i`, split)} and ${saysOfItself(sql`i`, ctx, split.attribute)} and ${untilTime(sql`i.occurred_at`, ctx, until)}`

const transactionsUntil = ({ ctx, split }: Question, { until }: Moment): SQL => sql`t.organisation_id = ${ctx.org.id} and t.amount >= 0 and ${presentlyOf(ctx, sql`t`, split)} and ${split.attribute === null ? sql`true` : ofCustomers(sql`t`, presentlyWith(sql`sp.customer_id`, ctx, split.attribute))} and ${untilTime(sql`t.occurred_at`, ctx, until)}`

/** Records (alias) of customers presently in the filter's segment; true when no filter is set. */
const presentlyOf = (ctx: Question['ctx'], alias: SQL, { segment }: Pick<Split, 'segment'>): SQL =>
  segment === null ? sql`true` : ofCustomers(alias, presentlyIn(sql`sp.customer_id`, ctx, segment))

/** Records (alias) of profiles (alias sp) like this. */
const ofCustomers = (alias: SQL, like: SQL): SQL => sql`exists (select 1 from profiles sp where sp.organisation_id = ${alias}.organisation_id and sp.id = ${alias}.profile_id and ${like})`
