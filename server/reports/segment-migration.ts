import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { SegmentationDefinition } from '@/db/schema'
import { dayInWords } from '../domain/time/day-in-words'
import { addMonths } from '../domain/time/local-day'
import { judgedByPredictionsOnly, segmentsBegin } from '../queries/segment-begin'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { whoseIn } from './customer-parts'
import { NONE } from './relationships'
import { defineReport, type Asked } from './report'
import { daysInWords, redefinedBetween } from './segment-redefined'
import { segmentationBySlug, VALUE_TIERS, type SegmentationRef } from './split'

const row = z.object({
  from: z.string().describe('`total` for the whole, else the slug of the segment on the first day; `none`: in none, because not in relationship then, or on a day before anybody was judged.'), from_label: rowField.label,
  to: z.string().describe('The same on the last day.'), to_label: rowField.label,
  customers: rowField.count, share: rowField.share.describe('Of all customers counted.'), share_of_from: rowField.share.describe('Of those who were in the same segment on the first day.'),
  redefined: rowField.count.describe('Of them, those whom a new definition moved: on its day they came to another segment than on the eve. Some of them had moved by themselves too.'), own: rowField.count.describe('The others of them: between these two segments they moved by themselves, or stayed.'),
})

export const segmentMigration = defineReport({
  name: 'segment-migration',
  title: 'Who moved from segment to segment',
  definition: 'Customers by the segment they were in on the first day and the one they were in on the last, each as it stood that day, judged from earlier records only. Counted are customers in a segment on either day; those in none came or left in between. Redefining a segmentation moves customers too: whoever stood in another segment on the day of a new definition than on its eve is counted in `redefined`; records since the cut before count on that day as well, so some of those would have moved without it. `moved_themselves` counts who moved while one definition held, wherever a new one put them.',
  parameters: z.object({
    from: windowParameters.from.describe('The first of the two days; without it, a year before the last, or the first day with segments.'), to: windowParameters.to.describe('The last of the two days; without it, tomorrow, or the day after the newest record when that is more than 7 days old.'),
    segmentation: z.string().min(1).max(200).default(VALUE_TIERS).describe('Slug of the segmentation.'),
    segment: filterParameters.segment.describe('Only customers who were in this segment on the first day: a value tier, or `segmentation:segment`.'), attribute: filterParameters.attribute,
  }),
  row,
  keys: ['from', 'to'],
  figures: {
    customers: { label: 'Customers', unit: 'count' }, share: { label: 'Share of all', unit: 'share', numerator: 'customers' }, share_of_from: { label: 'Share of those who were there', unit: 'share', numerator: 'customers' },
    redefined: { label: 'Moved by a new definition', unit: 'count' }, own: { label: 'Customers, not moved by a new definition', unit: 'count' },
  },
  draw: 'table',
  whole: 'customers are told apart by the segmentation asked for (segmentation=<slug>), and filtered by segment= and attribute=',

  async answer(asked) {
    const found = await between(asked)
    if (!found) return { rows: [] }
    const { segmentation, days, begins, byPredictions } = found
    const redefined = await redefinedBetween(asked, segmentation.id, days)
    const result = await asked.tx.execute<{ from: string; to: string; customers: number; redefined: number; themselves: number }>(sql`
      select coalesce(a.segment_id::text, ${NONE}) as from, coalesce(b.segment_id::text, ${NONE}) as to, count(*)::int as customers, count(*) filter (where a.segment_id <> b.segment_id and r.customer_id is not null)::int as redefined,
        count(*) filter (where a.customer_id is not null and b.customer_id is not null and t.customer_id is not null)::int as themselves
      from ${on(asked, segmentation, days.from)} a full join ${on(asked, segmentation, days.to)} b on b.customer_id = a.customer_id left join ${redefined.sorted} r on r.customer_id = b.customer_id left join ${redefined.moved} t on t.customer_id = b.customer_id
      where ${whoseIn(asked, undefined, days.from)(sql`coalesce(a.customer_id, b.customer_id)`)} group by 1, 2`)
    const places = [...segmentation.segments.map(({ id, slug, name }) => ({ id, slug, name })), { id: NONE, slug: NONE, name: 'In no segment' }]
    const all = result.rows.reduce((sum, r) => sum + r.customers, 0)
    if (all === 0) return { rows: [] }
    const leaving = (id: string) => result.rows.filter((r) => r.from === id).reduce((sum, r) => sum + r.customers, 0)
    // Before its first day nobody was judged: those then in no segment did not come in.
    const early = begins !== null && days.from < begins
    const flows = places.flatMap((a) => places.flatMap((b): z.output<typeof row>[] => {
      const { customers, redefined: moved } = result.rows.find((r) => r.from === a.id && r.to === b.id) ?? { customers: 0, redefined: 0 }
      return customers === 0 ? [] : [{ from: a.slug, from_label: a.id === NONE && early ? 'Not judged yet' : a.name, to: b.slug, to_label: b.name, customers, share: customers / all, share_of_from: customers / leaving(a.id), redefined: moved, own: customers - moved }]
    }))
    const stayed = result.rows.filter((r) => r.from === r.to).reduce((sum, r) => sum + r.customers, 0)
    const before = all - leaving(NONE)
    const sorted = result.rows.reduce((sum, r) => sum + r.redefined, 0)
    if (redefined.on.length > 0) asked.note(`The definition changed on ${daysInWords(redefined.on)}: it moved ${sorted.toLocaleString('en')} of those who stand elsewhere now, who are counted apart (redefined), whether or not they had moved by themselves as well.`)
    return {
      rows: [{ from: 'total', from_label: 'Total', to: 'total', to_label: 'Total', customers: all, share: 1, share_of_from: null, redefined: sorted, own: all - sorted }, ...flows],
      statistics: { stayed, moved: all - stayed - leaving(NONE) - result.rows.filter((r) => r.to === NONE).reduce((sum, r) => sum + r.customers, 0), came: early ? null : leaving(NONE), gone: result.rows.filter((r) => r.to === NONE).reduce((sum, r) => sum + r.customers, 0), on_first_day: before, moved_themselves: result.rows.reduce((sum, r) => sum + r.themselves, 0), redefined: sorted, redefined_on: redefined.on.join(', ') || null, not_judged: early ? leaving(NONE) : 0, begins, judged_by: byPredictions ? 'predictions' : 'records' },
    }
  },

  async population(asked, { row: { from, to }, field }) {
    const found = await between(asked)
    if (!found) return null
    const { segmentation, days } = found
    const { sorted } = await redefinedBetween(asked, segmentation.id, days)
    const moved = sql`c.id in (select b.customer_id from ${on(asked, segmentation, days.from)} a join ${on(asked, segmentation, days.to)} b on b.customer_id = a.customer_id join ${sorted} r on r.customer_id = b.customer_id where a.segment_id <> b.segment_id)`
    const of = field === 'redefined' ? moved : field === 'own' ? sql`not ${moved}` : sql`true`
    const counted = field === 'redefined' || field === 'own' ? field : 'customers'
    if (from === undefined || from === 'total') {
      return { of: 'customer', field: counted, where: sql`${of} and (${member(asked, segmentation, days.from, null)} or ${member(asked, segmentation, days.to, null)}) and ${whoseIn(asked, undefined, days.from)(sql`c.id`)}` }
    }
    return { of: 'customer', field: counted, where: sql`${of} and ${standsIn(asked, segmentation, days.from, from)} and ${standsIn(asked, segmentation, days.to, to ?? NONE)} and ${whoseIn(asked, undefined, days.from)(sql`c.id`)}` }
  },
})

type Question = Asked<{ from?: string; segmentation: string }>

/** The segmentation and the two days; null while there are no value tiers at all. */
async function between(asked: Question): Promise<{ segmentation: SegmentationRef; days: { from: string; to: string }; /** First day anybody was judged. */ begins: string | null; byPredictions: boolean } | null> {
  const { tx, ctx, parameters, window } = asked
  if (parameters.segmentation === VALUE_TIERS) {
    const any = await tx.execute(sql`select 1 from segmentations where organisation_id = ${ctx.org.id} and slug = ${VALUE_TIERS}`)
    if (any.rows.length === 0) {
      asked.note('There are no value tiers yet: they are cut once transactions have arrived.')
      return null
    }
  }
  const segmentation = await segmentationBySlug(tx, ctx, parameters.segmentation)
  const { rows: [kept] } = await tx.execute<{ definition: SegmentationDefinition }>(sql`select definition from segmentations where organisation_id = ${ctx.org.id} and id = ${segmentation.id}`)
  const begins = await segmentsBegin(tx, ctx.org, segmentation.id)
  const byPredictions = kept !== undefined && judgedByPredictionsOnly(kept.definition, begins)
  const since = byPredictions ? ', since when predictions are kept' : ''
  const year = addMonths(window.to, -12)
  const from = parameters.from ? window.from : begins !== null && begins > year && begins < window.to ? begins : year
  if (begins !== null && begins > from) asked.note(`Nobody was judged before ${dayInWords(begins)}${since}.`)
  else if (!parameters.from && from !== year) asked.note(`Segments begin on ${dayInWords(from)}${since}.`)
  asked.window = { ...window, from }
  return { segmentation, days: { from, to: window.to }, begins, byPredictions }
}

/** (customer_id, segment_id) as it stood on a day. */
const on = ({ ctx }: Question, { id }: SegmentationRef, day: string): SQL => sql`(select customer_id, segment_id from memberships
  where organisation_id = ${ctx.org.id} and segmentation_id = ${id} and from_day <= ${day}::date and (to_day is null or to_day > ${day}::date))`

const member = (asked: Question, segmentation: SegmentationRef, day: string, segmentId: string | null): SQL => sql`exists (select 1 from ${on(asked, segmentation, day)} ms
  where ms.customer_id = c.id${segmentId === null ? sql`` : sql` and ms.segment_id = ${segmentId}::uuid`})`

function standsIn(asked: Question, segmentation: SegmentationRef, day: string, slug: string): SQL {
  if (slug === NONE) return sql`not ${member(asked, segmentation, day, null)}`
  const id = segmentation.segments.find((s) => s.slug === slug)?.id
  return id === undefined ? sql`false` : member(asked, segmentation, day, id)
}
