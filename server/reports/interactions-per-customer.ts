import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { interactionsOverTime } from './interactions-over-time'
import { perCustomer } from './per-customer'
import { defineReport } from './report'

const each = (what: string) => rowField.share.describe(`${what} per active customer and month.`)

const COUNTED = new Set(['interactions', 'contacts', 'lookups', 'messages'])

export const interactionsPerCustomer = defineReport({
  name: 'interactions-per-customer',
  title: 'Interactions per customer and month',
  definition: 'Interactions of known customers ÷ active customers ÷ months. Active customers are those in relationship during the period, whether or not they made contact: customer-days ÷ days. Contacts, look-ups and messages are told apart, because they grow for different reasons.',
  parameters: z.object({ ...windowParameters, interval: parameter.interval, compare: parameter.compare, by: parameter.by, ...filterParameters }),
  row: z.object({
    period: rowField.period, key: rowField.key, label: rowField.label, interactions: rowField.count, contacts: rowField.count, lookups: rowField.count, messages: rowField.count,
    active_customers: z.number().nullable(), months: z.number(), per_customer_month: each('Interactions'),
    contacts_per_customer_month: each('Contacts'), lookups_per_customer_month: each('Look-ups'), messages_per_customer_month: each('Messages'), partial: rowField.partial,
  }),
  keys: ['period', 'key'],
  figures: {
    interactions: { label: 'Interactions', unit: 'count' }, contacts: { label: 'Contacts', unit: 'count' }, lookups: { label: 'Look-ups', unit: 'count' }, messages: { label: 'Messages', unit: 'count' },
    active_customers: { label: 'Active customers', unit: 'number' },
    per_customer_month: { label: 'Per customer and month', unit: 'number', numerator: 'interactions', denominator: 'active_customers' },
    contacts_per_customer_month: { label: 'Contacts per customer and month', unit: 'number', numerator: 'contacts', denominator: 'active_customers' },
    lookups_per_customer_month: { label: 'Look-ups per customer and month', unit: 'number', numerator: 'lookups', denominator: 'active_customers' },
    messages_per_customer_month: { label: 'Messages per customer and month', unit: 'number', numerator: 'messages', denominator: 'active_customers' },
  },
  draw: 'line',
  measure: { field: 'per_customer_month', better: 'lower' },

  async answer(asked) {
    const rows = (await perCustomer(asked, asked.parameters.interval)).map(({ period, key, label, partial, volume, active, months }) => {
      const per = (n: number | undefined) => (active === null ? null : (n ?? 0) / active / months)
      return {
        period, key, label, interactions: volume?.interactions ?? 0, contacts: volume?.contacts ?? 0, lookups: volume?.lookups ?? 0, messages: volume?.messages ?? 0,
        active_customers: active, months, per_customer_month: per(volume?.interactions), contacts_per_customer_month: per(volume?.contacts),
        lookups_per_customer_month: per(volume?.lookups), messages_per_customer_month: per(volume?.messages), partial,
      }
    })
    return { rows }
  },

  async population(asked, cell) {
    // Active customers are days in relationship, not people.
    if (!COUNTED.has(cell.field)) return null
    const base = await interactionsOverTime.population?.({ ...asked, parameters: { ...asked.parameters } }, cell)
    return base ? known(base) : null
  },
})

/** The same interactions without those of anonymous profiles. */
export function known(population: NonNullable<Awaited<ReturnType<NonNullable<typeof interactionsOverTime.population>>>>) {
  return { ...population, where: sql`${population.where} and p.customer_id is not null` }
}
