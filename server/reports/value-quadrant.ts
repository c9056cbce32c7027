import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { toMajor } from '../domain/money'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { noteCuts, chosenScale, cutsOf, QUADRANTS, quadrantOf, valued } from './perceived'
import { partOfEach } from './customer-parts'
import { customerParameters } from './relationships'
import { defineReport, type Answer } from './report'
import { statedCuts } from './value-perception'

const row = z.object({ customer: z.string(), name: z.string().nullable(), quadrant: z.string(), value: rowField.money, perceived: z.number(), scale: z.string(), group: z.string().nullable().describe('With `by`: the part the customer stood in on the day; else null.'), group_label: z.string().nullable() })

export const valueQuadrant = defineReport({
  name: 'value-quadrant',
  title: 'Who is worth what to whom',
  definition: 'Customers with us who have answered a survey of perceived value, by what they are worth to us (predicted value where there is one, else what they brought in the 365 days before) and what they say we are worth to them, in four lists. Cut at the medians unless stated otherwise; at or above counts as valuable or valued. The most valuable first.',
  parameters: z.object({
    ...windowParameters, segment: filterParameters.segment, attribute: filterParameters.attribute, by: customerParameters.by.describe('Names the part each customer stood in when the window ended: segment, segmentation:<slug> or attribute:<name>.'), scale: z.string().max(60).optional().describe('Only answers on this scale; without it, the scale most answers are on.'),
    value_cut: z.coerce.number<number | string>().optional(), perceived_cut: z.coerce.number<number | string>().optional(),
    quadrant: z.enum([QUADRANTS[0].key, QUADRANTS[1].key, QUADRANTS[2].key, QUADRANTS[3].key]).optional().describe('Only this list; the first one is “valuable to us, unvalued by them”.'), limit: z.coerce.number<number | string>().int().min(1).max(100_000).default(1000).describe('Rows at most.'),
  }),
  row,
  keys: ['customer'],
  figures: { value: { label: 'Value to us', unit: 'money' }, perceived: { label: 'Perceived value', unit: 'number' } },
  draw: 'table',
  joinsRecords: true,

  async answer(asked): Promise<Answer<z.output<typeof row>>> {
    const { tx, ctx, parameters } = asked
    const scale = await chosenScale(asked)
    const known = scale && await valued(asked, scale)
    const cuts = known && await cutsOf(asked, known.rows, statedCuts(asked))
    if (!scale || !known || !cuts) {
      asked.note('Nobody who is still with us has answered a survey of perceived value in this window.')
      return { rows: [] }
    }
    noteCuts(asked)
    const order = sql`array_position(${sql.param(QUADRANTS.map((q) => q.key))}::text[], x.quadrant)`
    const found = await tx.execute<{ id: string; customer: string; name: string | null; quadrant: string; value: number; perceived: number; of: number }>(sql`
      select c.id::text as id, c.external_id as customer, c.name, x.quadrant, x.value, x.score as perceived, count(*) over ()::int as of from (select k.*, ${quadrantOf(cuts)} as quadrant from (${known.rows}) k) x join customers c on c.organisation_id = ${ctx.org.id} and c.id = x.id
      where ${parameters.quadrant ? sql`x.quadrant = ${parameters.quadrant}` : sql`true`} order by ${order}, x.value desc, c.external_id limit ${parameters.limit}`)
    const of = found.rows[0]?.of ?? 0
    if (of > found.rows.length) asked.note(`${found.rows.length.toLocaleString('en')} of ${of.toLocaleString('en')} customers are shown, the most valuable first.`)
    const partOf = await partOfEach(asked, found.rows.map(({ id }) => id), asked.window.to)
    return { rows: found.rows.map(({ of: _of, id, ...r }) => ({ ...r, group: partOf(id)?.key ?? null, group_label: partOf(id)?.label ?? null, value: toMajor(Math.round(r.value), ctx.org.currency), scale: scale.text })), statistics: { customers: of, value_cut: toMajor(Math.round(cuts.value), ctx.org.currency), perceived_cut: cuts.score, value_basis: known.predicted ? 'predicted' : 'historic' } }
  },
})
