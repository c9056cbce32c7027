import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { dayInWords } from '../domain/time/day-in-words'
import { addMonths } from '../domain/time/local-day'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { whoseIn } from './customer-parts'
import { NONE } from './relationships'
import { defineReport, type Asked } from './report'
import { segmentationBySlug, VALUE_TIERS, type SegmentationRef } from './split'

const row = z.object({
  from: z.string().describe('`total` for the whole, else the slug of the segment on the first day; `none`: in none, because not in relationship then.'), from_label: rowField.label,
  to: z.string().describe('The same on the last day.'), to_label: rowField.label,
  customers: rowField.count, share: rowField.share.describe('Of all customers counted.'), share_of_from: rowField.share.describe('Of those who were in the same segment on the first day.'),
})

export const segmentMigration = defineReport({
  name: 'segment-migration',
  title: 'Who moved from segment to segment',
  definition: 'Customers by the segment they were in on the first day and the one they were in on the last, each as it stood that day, judged from earlier records only. Counted are customers in a segment on either day; those in none came or left in between. Redefining a segmentation moves customers too: its versions say when.',
  parameters: z.object({
    from: windowParameters.from.describe('The first of the two days; without it, a year before the last, or the first day with segments.'), to: windowParameters.to.describe('The last of the two days; without it, tomorrow, or the day after the newest record when that is more than 7 days old.'),
    segmentation: z.string().min(1).max(200).default(VALUE_TIERS).describe('Slug of the segmentation.'),
    segment: filterParameters.segment.describe('Only customers who were in this segment on the first day: a value tier, or `segmentation:segment`.'), attribute: filterParameters.attribute,
  }),
  row,
  keys: ['from', 'to'],
  figures: {
    customers: { label: 'Customers', unit: 'count' }, share: { label: 'Share of all', unit: 'share', numerator: 'customers' }, share_of_from: { label: 'Share of those who were there', unit: 'share', numerator: 'customers' },
  },
  draw: 'table',
  whole: 'customers are told apart by the segmentation asked for (segmentation=<slug>), and filtered by segment= and attribute=',

  async answer(asked) {
    const found = await between(asked)
    if (!found) return { rows: [] }
    const { segmentation, days } = found
    const result = await asked.tx.execute<{ from: string; to: string; customers: number }>(sql`
      select coalesce(a.segment_id::text, ${NONE}) as from, coalesce(b.segment_id::text, ${NONE}) as to, count(*)::int as customers
      from ${on(asked, segmentation, days.from)} a full join ${on(asked, segmentation, days.to)} b on b.customer_id = a.customer_id
      where ${whoseIn(asked, undefined, days.from)(sql`coalesce(a.customer_id, b.customer_id)`)} group by 1, 2`)
    const places = [...segmentation.segments.map(({ id, slug, name }) => ({ id, slug, name })), { id: NONE, slug: NONE, name: 'In no segment' }]
    const all = result.rows.reduce((sum, r) => sum + r.customers, 0)
    if (all === 0) return { rows: [] }
    const leaving = (id: string) => result.rows.filter((r) => r.from === id).reduce((sum, r) => sum + r.customers, 0)
    const flows = places.flatMap((a) => places.flatMap((b): z.output<typeof row>[] => {
      const customers = result.rows.find((r) => r.from === a.id && r.to === b.id)?.customers ?? 0
      return customers === 0 ? [] : [{ from: a.slug, from_label: a.name, to: b.slug, to_label: b.name, customers, share: customers / all, share_of_from: customers / leaving(a.id) }]
    }))
    const stayed = result.rows.filter((r) => r.from === r.to).reduce((sum, r) => sum + r.customers, 0)
    const before = all - leaving(NONE)
    return {
      rows: [{ from: 'total', from_label: 'Total', to: 'total', to_label: 'Total', customers: all, share: 1, share_of_from: null }, ...flows],
      statistics: { stayed, moved: all - stayed - leaving(NONE) - result.rows.filter((r) => r.to === NONE).reduce((sum, r) => sum + r.customers, 0), came: leaving(NONE), gone: result.rows.filter((r) => r.to === NONE).reduce((sum, r) => sum + r.customers, 0), on_first_day: before },
    }
  },

  async population(asked, { row: { from, to } }) {
    const found = await between(asked)
    if (!found) return null
    const { segmentation, days } = found
    if (from === undefined || from === 'total') {
      return { of: 'customer', field: 'customers', where: sql`(${member(asked, segmentation, days.from, null)} or ${member(asked, segmentation, days.to, null)}) and ${whoseIn(asked, undefined, days.from)(sql`c.id`)}` }
    }
    return { of: 'customer', field: 'customers', where: sql`${standsIn(asked, segmentation, days.from, from)} and ${standsIn(asked, segmentation, days.to, to ?? NONE)} and ${whoseIn(asked, undefined, days.from)(sql`c.id`)}` }
  },
})

type Question = Asked<{ from?: string; segmentation: string }>

/** The segmentation and the two days; null while there are no value tiers at all. */
async function between(asked: Question): Promise<{ segmentation: SegmentationRef; days: { from: string; to: string } } | null> {
  const { tx, ctx, parameters, window } = asked
  if (parameters.segmentation === VALUE_TIERS) {
    const any = await tx.execute(sql`select 1 from segmentations where organisation_id = ${ctx.org.id} and slug = ${VALUE_TIERS}`)
    if (any.rows.length === 0) {
      asked.note('There are no value tiers yet: they are cut once transactions have arrived.')
      return null
    }
  }
  const segmentation = await segmentationBySlug(tx, ctx, parameters.segmentation)
  if (parameters.from) return { segmentation, days: window }
  const first = await tx.execute<{ day: string | null }>(sql`select min(from_day)::text as day from memberships where organisation_id = ${ctx.org.id} and segmentation_id = ${segmentation.id}`)
  const year = addMonths(window.to, -12)
  const begin = first.rows[0]?.day ?? null
  const from = begin !== null && begin > year && begin < window.to ? begin : year
  if (from !== year) asked.note(`Segments begin on ${dayInWords(from)}.`)
  asked.window = { ...window, from }
  return { segmentation, days: { from, to: window.to } }
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
