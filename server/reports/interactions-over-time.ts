import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { addPeriods } from '../domain/time/local-day'
import { interactionsInView, interactionsOfPart } from './populations'
import { defineReport } from './report'
import { partsOf, volumes } from './volumes'
import { periodsOf } from './window'

const DIRECTION_OF = { contacts: 'contact', lookups: 'lookup', messages: 'message' } as const

export const interactionsOverTime = defineReport({
  name: 'interactions-over-time',
  title: 'How often customers and we meet',
  definition: 'Interactions whose local day lies in the period: contacts (the customer came to us and was answered), look-ups (they helped themselves) and messages (we sent them). `customers` are distinct known customers. Split by segment it follows the customer’s present segment.',
  parameters: z.object({ ...windowParameters, interval: parameter.interval, compare: parameter.compare, by: parameter.by, ...filterParameters }),
  row: z.object({
    period: rowField.period, key: rowField.key, label: rowField.label,
    interactions: rowField.count, contacts: rowField.count, lookups: rowField.count, messages: rowField.count,
    customers: rowField.count.nullable().describe('Distinct known customers; null where the window is too large to count them.'),
    partial: rowField.partial,
  }),
  keys: ['period', 'key'],
  figures: {
    interactions: { label: 'Interactions', unit: 'count' },
    contacts: { label: 'Contacts', unit: 'count' },
    lookups: { label: 'Look-ups', unit: 'count' },
    messages: { label: 'Messages', unit: 'count' },
    customers: { label: 'Customers', unit: 'count' },
  },
  counts: 'interaction',
  draw: 'line',
  measure: { field: 'contacts', better: 'lower' },

  async answer(asked) {
    const { interval } = asked.parameters
    const whole = await volumes(asked, interval, { split: false, customers: true })
    const parts = asked.split.by.kind === 'none' ? [] : await volumes(asked, interval, { split: true, customers: true })
    const found = new Map([...whole, ...parts].map((v) => [`${v.key} ${v.period}`, v]))
    const recorded = new Set(whole.map((v) => v.period))
    const rows = partsOf(asked.split.by, parts).flatMap(({ key, label }) =>
      // A period without a single record is a gap, not a zero.
      periodsOf(asked.window, interval).filter((p) => recorded.has(p.period)).map(({ period, partial }) => {
        const v = found.get(`${key} ${period}`)
        return { period, key, label, interactions: v?.interactions ?? 0, contacts: v?.contacts ?? 0, lookups: v?.lookups ?? 0, messages: v?.messages ?? 0, customers: v ? v.customers : 0, partial }
      }))
    return { rows }
  },

  population(asked, { row, field }) {
    const end = row.period ? addPeriods(row.period, asked.parameters.interval, 1) : undefined
    const direction = field in DIRECTION_OF ? DIRECTION_OF[field as keyof typeof DIRECTION_OF] : undefined
    const within = sql`${interactionsInView(asked)} and ${interactionsOfPart(asked, row.key)}
      and ${row.period && end ? sql`i.day >= ${row.period}::date and i.day < ${end}::date` : sql`true`}
      and ${direction ? sql`i.direction = ${direction}` : sql`true`}`
    if (field === 'customers') {
      // The interactions' own alias stays inside the subquery.
      return { of: 'customer', field, where: sql`c.id in (select p.customer_id from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
        left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id where i.organisation_id = ${asked.ctx.org.id} and ${within})` }
    }
    return { of: 'interaction', field, where: within }
  },
})
