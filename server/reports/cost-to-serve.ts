import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { toMajor } from '../domain/money'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { activeByPart, activeCustomers, clip } from './active-customers'
import { interactionsOverTime } from './interactions-over-time'
import { DAYS_PER_MONTH } from './per-customer'
import { attributeValue, interactionsInView } from './populations'
import { defineReport, type Asked } from './report'
import { inParts } from './split'
import { partsOf } from './volumes'

export const costToServe = defineReport({
  name: 'cost-to-serve',
  title: 'What contacts cost',
  definition: 'Σ cost of contacts: the recorded cost, else the channel’s cost per contact. Contacts on channels without either are counted but not priced. Per customer and month: cost ÷ active customers ÷ months.',
  parameters: z.object({ ...windowParameters, compare: parameter.compare, by: parameter.by, ...filterParameters }),
  row: z.object({
    key: rowField.key, label: rowField.label, contacts: rowField.count, priced_contacts: rowField.count, cost: rowField.money, per_contact: rowField.money.describe('Cost ÷ priced contacts.'),
    active_customers: z.number().nullable(), per_customer_month: rowField.money,
  }),
  keys: ['key'],
  figures: {
    contacts: { label: 'Contacts', unit: 'count' }, priced_contacts: { label: 'Contacts with a known cost', unit: 'count' }, cost: { label: 'Cost', unit: 'money' },
    per_contact: { label: 'Cost per contact', unit: 'money', numerator: 'cost', denominator: 'priced_contacts' },
    active_customers: { label: 'Active customers', unit: 'number' },
    per_customer_month: { label: 'Cost per customer and month', unit: 'money', numerator: 'cost', denominator: 'active_customers' },
  },
  draw: 'bars',
  measure: { field: 'cost', better: 'lower' },

  async answer(asked) {
    const { window, split, ctx } = asked
    // The whole is read without the split: a segmentation does not hold everybody.
    const whole = (await contactCosts({ ...asked, split: { ...split, by: { kind: 'none' } } })).filter((c) => c.key === 'total')
    const costs = split.by.kind === 'none' ? whole : [...whole, ...(await contactCosts(asked)).filter((c) => c.key !== 'total')]
    const [period] = clip([{ period: window.from, end: window.to, partial: false }], window)
    const slices = period && period.days > 0 ? [period] : []
    const active = await activeCustomers(asked, slices, false)
    const activeParts = await activeByPart(asked, slices)
    const months = (period?.days ?? 0) / DAYS_PER_MONTH
    const found = new Map(costs.map((c) => [c.key, c]))
    const rows = partsOf(split.by, costs).map(({ key, label }) => {
      const c = found.get(key) ?? { contacts: 0, priced: 0, cost: 0 }
      const customers = (key === 'total' || !activeParts ? active.get(`${window.from} total`) : activeParts.get(`${window.from} ${key}`)) ?? null
      const cost = c.priced > 0 ? toMajor(Math.round(c.cost), ctx.org.currency) : null
      return {
        key, label, contacts: c.contacts, priced_contacts: c.priced, cost, per_contact: cost === null ? null : cost / c.priced,
        active_customers: customers, per_customer_month: cost === null || !customers || months === 0 ? null : cost / customers / months,
      }
    })
    const unpriced = (found.get('total')?.contacts ?? 0) - (found.get('total')?.priced ?? 0)
    if (unpriced > 0) asked.note(`${unpriced.toLocaleString('en')} contacts have no known cost: set a cost per contact for their channels in the settings.`)
    return { rows: rows.some((r) => r.contacts > 0) ? rows : [] }
  },

  async population(asked, cell) {
    if (cell.field !== 'contacts') return null
    return (await interactionsOverTime.population?.({ ...asked, parameters: { ...asked.parameters, interval: 'month' } }, { ...cell, field: 'contacts' })) ?? null
  },
})

type Cost = { key: string; contacts: number; priced: number; cost: number }

/** Contacts and their cost per key, `total` included; money in minor units. From the roll-ups, except by attribute. */
async function contactCosts(asked: Pick<Asked<unknown>, 'ctx' | 'tx' | 'window' | 'split' | 'note'>): Promise<Cost[]> {
  const { ctx, window, split } = asked
  const { by } = split
  const raw = split.attribute !== null || by.kind === 'attribute' || (by.kind === 'segmentation' && split.segment !== null)
  const segmentation = by.kind === 'segmentation' ? by.segmentation : split.segment?.segmentation
  const key: SQL = by.kind === 'channel' ? sql`x.channel_id::text` : by.kind === 'touchpoint' ? sql`x.touchpoint_id::text` : by.kind === 'none' ? sql`null::text` : sql`x.part`
  const source = raw
    ? sql`(select i.channel_id, i.touchpoint_id, ${by.kind === 'attribute' ? attributeValue(by.name) : by.kind === 'segmentation' ? sql`ms.segment_id::text` : sql`null::text`} as part, 1 as n, coalesce(i.cost, 0) as cost, (i.cost is not null)::int as costs
        from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
        ${by.kind === 'segmentation' ? sql`left join memberships ms on ms.organisation_id = p.organisation_id and ms.customer_id = p.customer_id and ms.segmentation_id = ${by.segmentation.id} and ms.to_day is null` : sql``}
        where i.organisation_id = ${ctx.org.id} and i.direction = 'contact' and ${interactionsInView(asked)})`
    : sql`(select channel_id, touchpoint_id, ${segmentation ? sql`segment_id::text` : sql`null::text`} as part, interactions as n, cost, costs from ${segmentation ? sql`rollup_segment_daily` : sql`rollup_daily`}
        where organisation_id = ${ctx.org.id} and direction = 'contact' and day >= ${window.from}::date and day < ${window.to}::date
          ${segmentation ? sql`and segmentation_id = ${segmentation.id}` : sql``} ${by.kind !== 'segmentation' && split.segment ? sql`and segment_id = ${split.segment.segmentId}` : sql``}
          and ${inParts(sql`channel_id`, split.channels)} and ${inParts(sql`touchpoint_id`, split.touchpoints)})`
  const result = await asked.tx.execute<Cost & { whole: number; key: string | null }>(sql`
    select key, grouping(key) as whole, sum(n)::float8 as contacts, sum(priced)::float8 as priced, sum(cost)::float8 as cost from (
      select ${key} as key, x.n, case when ch.cost_per_contact is null then x.costs else x.n end as priced, x.cost + (x.n - x.costs) * coalesce(ch.cost_per_contact, 0) as cost
      from ${source} x left join channels ch on ch.organisation_id = ${ctx.org.id} and ch.id = x.channel_id) y
    group by grouping sets ((), (key))`)
  const ids = by.kind === 'none' || by.kind === 'attribute' ? null : new Map(by.parts.map((p) => [p.id, p.key]))
  return result.rows.flatMap((r) => {
    if (r.whole === 1) return [{ ...r, key: 'total', contacts: r.contacts ?? 0, priced: r.priced ?? 0, cost: r.cost ?? 0 }]
    return r.key === null || by.kind === 'none' ? [] : [{ ...r, key: ids?.get(r.key) ?? r.key }]
  })
}
