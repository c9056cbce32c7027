import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { wilson } from '../domain/statistics/proportion'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { contacts, countedByPart, countIf, inferable, periodOf, silence, SILENT_DAYS } from './contact-chains'
import { interactionsInView, interactionsOfPart } from './populations'
import { defineReport, type Asked } from './report'

export const repeatContacts = defineReport({
  name: 'repeat-contacts',
  title: 'How often customers must come again about the same thing',
  definition: `Contacts about an issue that was contacted before ÷ contacts. Linked: an earlier contact names the same issue. Inferred, where a contact names none: the same person came about the same touchpoint, on any channel, in the ${SILENT_DAYS} days before; shown apart. The interval takes contacts as independent; several of one customer make it wider in truth.`,
  parameters: z.object({ ...windowParameters, compare: parameter.compare, by: parameter.by, ...filterParameters }),
  row: z.object({
    key: rowField.key, label: rowField.label, contacts: rowField.count, repeats: rowField.count, repeat_rate: rowField.share.describe('repeats ÷ contacts.'), low: rowField.share, high: rowField.share,
    linked: rowField.count.describe('Repeats that name their issue.'), inferred: rowField.count.describe('Repeats inferred from person, touchpoint and time.'),
  }),
  keys: ['key'],
  figures: {
    contacts: { label: 'Contacts', unit: 'count' }, repeats: { label: 'Repeat contacts', unit: 'count' }, linked: { label: 'Repeats, linked', unit: 'count' }, inferred: { label: 'Repeats, inferred', unit: 'count' },
    repeat_rate: { label: 'Repeat contact rate', unit: 'share', numerator: 'repeats', denominator: 'contacts', low: 'low', high: 'high' },
  },
  draw: 'bars',
  joinsRecords: true,
  measure: { field: 'repeat_rate', better: 'lower' },

  async answer(asked) {
    const rows = await countedByPart(asked, repeats(asked), COUNTED)
    return { rows: rows.map(({ extra: _extra, ...row }) => rated(row)) }
  },

  async byPeriod(asked, interval) {
    const rows = await countedByPart(asked, repeats(asked), COUNTED, { name: 'period', expression: periodOf(interval, sql`v.day`) })
    return rows.map(({ extra: period, ...row }) => ({ ...rated(row), period }))
  },

  population(asked, { row, field }) {
    const cell = { contacts: sql`true`, repeats: sql`f.again is not null`, linked: sql`f.again = 'linked'`, inferred: sql`f.again = 'inferred'` }[field]
    if (!cell) return null
    return { of: 'interaction', field, where: sql`${interactionsInView(asked)} and ${interactionsOfPart(asked, row.key)} and i.id in (select f.id from ${repeats(asked)} f where ${cell})` }
  },
})

const COUNTED = { contacts: sql`count(*)::int`, repeats: countIf(sql`again is not null`), linked: countIf(sql`again = 'linked'`), inferred: countIf(sql`again = 'inferred'`) }

function rated<R extends { repeats: number; contacts: number }>(row: R) {
  const rate = wilson(row.repeats, row.contacts)
  return { ...row, repeat_rate: rate?.p ?? null, low: rate?.low ?? null, high: rate?.high ?? null }
}

const repeats = (asked: Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>): SQL => sql`(
  select x.*, case when x.issue_id is not null and x.issue_nth > 1 then 'linked' when ${inferable} and x.here_last > x.occurred_at - ${silence} then 'inferred' end as again from ${contacts(asked)} x)`
