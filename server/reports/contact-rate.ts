import { z } from 'zod'
import { sql } from 'drizzle-orm'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { interactionsOverTime } from './interactions-over-time'
import { known } from './interactions-per-customer'
import { perCustomer } from './per-customer'
import { defineReport, type Asked } from './report'
import { addPeriods } from '../domain/time/local-day'
import { interactionsInView, interactionsOfPart } from './populations'
import { monthlyCustomers } from './volumes'

export const contactRate = defineReport({
  name: 'contact-rate',
  title: 'How often customers have to come to us',
  definition: 'Contacts of known customers ÷ active customers in the period. The net rate counts each contacting customer once: distinct contacting customers ÷ active customers.',
  parameters: z.object({ ...windowParameters, interval: parameter.interval, compare: parameter.compare, by: parameter.by, ...filterParameters }),
  row: z.object({
    period: rowField.period, key: rowField.key, label: rowField.label, contacts: rowField.count, contacting_customers: rowField.count, active_customers: z.number().nullable(),
    contact_rate: z.number().nullable().describe('Contacts ÷ active customers; may exceed 1.'), net_contact_rate: rowField.share, partial: rowField.partial,
  }),
  keys: ['period', 'key'],
  figures: {
    contacts: { label: 'Contacts', unit: 'count' }, contacting_customers: { label: 'Customers who contacted us', unit: 'count' }, active_customers: { label: 'Active customers', unit: 'number' },
    contact_rate: { label: 'Contacts per active customer', unit: 'number', numerator: 'contacts', denominator: 'active_customers' },
    net_contact_rate: { label: 'Share of customers who contacted us', unit: 'share', numerator: 'contacting_customers', denominator: 'active_customers' },
  },
  draw: 'line',
  measure: { field: 'contact_rate', better: 'lower' },

  async answer(asked) {
    const callers = await contactingCustomers(asked, asked.parameters.interval)
    const rows = (await perCustomer(asked, asked.parameters.interval)).map(({ period, key, label, partial, volume, active }) => {
      const contacts = volume?.contacts ?? 0
      const contacting = callers.get(`${period} ${key}`) ?? 0
      return { period, key, label, contacts, contacting_customers: contacting, active_customers: active, contact_rate: active === null ? null : contacts / active, net_contact_rate: active === null ? null : contacting / active, partial }
    })
    return { rows }
  },

  async population(asked, cell) {
    if (cell.field === 'contacting_customers') {
      const end = cell.row.period ? addPeriods(cell.row.period, asked.parameters.interval, 1) : undefined
      return { of: 'customer', field: cell.field, where: sql`c.id in (select p.customer_id from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
        left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id where i.organisation_id = ${asked.ctx.org.id} and i.direction = 'contact' and ${interactionsInView(asked)} and ${interactionsOfPart(asked, cell.row.key)}
        and ${cell.row.period && end ? sql`i.day >= ${cell.row.period}::date and i.day < ${end}::date` : sql`true`})` }
    }
    if (cell.field !== 'contacts') return null
    const base = await interactionsOverTime.population?.(asked, cell)
    return base ? known(base) : null
  },
})

/** Distinct known customers with a contact, per period and key. */
async function contactingCustomers(asked: Pick<Asked<unknown>, 'ctx' | 'tx' | 'window' | 'split'>, interval: 'day' | 'week' | 'month'): Promise<Map<string, number>> {
  const { by } = asked.split
  if (interval === 'month') {
    const whole = await monthlyCustomers(asked, { kind: 'none' }, 'contacts')
    const each = by.kind === 'none' ? [] : await monthlyCustomers(asked, by, 'contacts')
    if (whole && each) return new Map([...whole, ...each].map((row) => [`${row.period} ${row.key}`, row.customers]))
  }
  const parts = by.kind === 'none' ? [] : by.kind === 'attribute' ? [] : by.parts
  const keyed = by.kind === 'channel' ? sql`i.channel_id::text` : by.kind === 'touchpoint' ? sql`i.touchpoint_id::text` : by.kind === 'attribute' ? sql`coalesce(i.attributes->>${by.name}, c.attributes->>${by.name})` : by.kind === 'segmentation' ? sql`ms.segment_id::text` : sql`null::text`
  const join = by.kind === 'segmentation' ? sql`left join memberships ms on ms.organisation_id = p.organisation_id and ms.customer_id = p.customer_id and ms.segmentation_id = ${by.segmentation.id} and ms.to_day is null` : sql``
  // grouping sets: the whole and its parts in one pass.
  const result = await asked.tx.execute<{ period: string; key: string | null; whole: number; n: number }>(sql`
    select period, key, grouping(key) as whole, count(distinct customer_id)::float8 as n from (
      select date_trunc(${interval}, i.day)::date::text as period, ${keyed} as key, p.customer_id
      from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
      left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id ${join}
      where i.organisation_id = ${asked.ctx.org.id} and i.direction = 'contact' and p.customer_id is not null and ${interactionsInView(asked)}) x
    group by grouping sets ((period), (period, key))`)
  const names = new Map(parts.map((p) => [p.id, p.key]))
  return new Map(result.rows.flatMap((r) => (r.whole === 1 ? [[`${r.period} total`, r.n] as const] : r.key === null ? [] : [[`${r.period} ${names.get(r.key) ?? r.key}`, r.n] as const])))
}
