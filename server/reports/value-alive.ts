import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { rowField } from '../schemas/report-parameters'
import { customerParts, whoseIn } from './customer-parts'
import { customerParameters } from './relationships'
import { defineReport } from './report'
import { aliveOf } from './value-checks'
import { DRAWN, lotOf, purchaseHistories, sufficientStatistics } from './value-base'
import { countsOf } from './value-fit'
import { countModel, endOf, valueParameters } from './value-question'

/** Repeat purchase days, and days of silence: least of each group; the last has no end. */
const FREQUENCIES = [{ key: '0', label: 'Once', from: 0 }, { key: '1', label: 'Twice', from: 1 }, { key: '2', label: '3 times', from: 2 }, { key: '3', label: '4–5 times', from: 3 }, { key: '5', label: '6–9 times', from: 5 }, { key: '9', label: '10 or more', from: 9 }] as const
const SILENCES = [{ key: '0', label: 'Under 4 weeks', from: 0 }, { key: '28', label: '4–8 weeks', from: 28 }, { key: '56', label: '8–13 weeks', from: 56 }, { key: '91', label: '3–6 months', from: 91 }, { key: '182', label: '6–12 months', from: 182 }, { key: '364', label: 'Over a year', from: 364 }] as const

const groupOf = (groups: readonly { key: string; from: number }[], value: number) => groups.findLast(({ from }) => value >= from)?.key ?? ''

const row = z.object({
  group: rowField.key, group_label: rowField.label,
  frequency: z.string().describe('Least number of repeat purchase days in the cell.'), frequency_label: z.string(), silence: z.string().describe('Least days since the last purchase.'), silence_label: z.string(),
  customers: rowField.count, p_alive: z.number().nullable().describe('Mean probability of still being a customer.'),
})

export const valueAlive = defineReport({
  name: 'value-alive',
  title: 'Who is still a customer',
  definition: 'Probability of still being a customer, by on how many days somebody has bought and how long they have been silent: the mean over the customers in each cell, from the model fitted to all purchases so far. Long silence says little about somebody who buys seldom, and much about somebody who bought often. One purchase alone tells the model nothing about leaving. Split or filtered, customers count where they stood on the last day used; the model is the one fitted to everybody.',
  parameters: z.object({ from: valueParameters.from, to: valueParameters.to, model: countModel, calibration_end: valueParameters.calibration_end, ...customerParameters }),
  row,
  keys: ['group', 'frequency', 'silence'],
  figures: { customers: { label: 'Customers', unit: 'count' }, p_alive: { label: 'Still a customer', unit: 'share', n: 'customers' } },
  draw: 'table',
  ordered: ['frequency', 'silence'],
  joinsRecords: true,

  async answer(asked) {
    const end = await endOf(asked)
    const counts = await countsOf((await sufficientStatistics(asked.tx, asked.ctx.org, { end, to: end })).histories, asked.parameters.model === 'pareto_nbd' ? 'pareto_nbd' : 'bg_nbd')
    if ((await lotOf(asked.tx, asked.ctx.org)).drawn) asked.note(DRAWN)
    if (counts.fallback) asked.note(`There is no model to say who is still a customer: ${counts.fallback}`)
    const rows: z.output<typeof row>[] = []
    for (const part of await customerParts(asked, end)) {
      const cells = new Map<string, { customers: number; alive: number }>()
      for (const history of part.all ? counts.rows : (await sufficientStatistics(asked.tx, asked.ctx.org, { end, to: end }, part.whose(sql`p.customer_id`))).histories) {
        const key = `${groupOf(FREQUENCIES, history.x)} ${groupOf(SILENCES, history.age - history.t)}`
        const cell = cells.get(key) ?? { customers: 0, alive: 0 }
        cells.set(key, { customers: cell.customers + history.n, alive: cell.alive + history.n * (aliveOf(counts.model, history) ?? Number.NaN) })
      }
      for (const frequency of FREQUENCIES) for (const silence of SILENCES) {
        const cell = cells.get(`${frequency.key} ${silence.key}`)
        if (cell) rows.push({ group: part.key, group_label: part.label, frequency: frequency.key, frequency_label: frequency.label, silence: silence.key, silence_label: silence.label, customers: cell.customers, p_alive: Number.isFinite(cell.alive) ? cell.alive / cell.customers : null })
      }
    }
    return { rows, statistics: { model: counts.model.name, customers: rows.reduce((sum, r) => sum + (r.group === 'total' ? r.customers : 0), 0), fallback: counts.fallback } }
  },

  async population(asked, { row: cell }) {
    const end = await endOf(asked)
    const lot = await lotOf(asked.tx, asked.ctx.org)
    const part = whoseIn(asked, cell.group, end)
    const inside = (column: SQL, groups: readonly { key: string; from: number }[], key: string | undefined) => {
      const i = groups.findIndex((g) => g.key === key)
      const next = groups[i + 1]
      return i < 0 ? sql`false` : sql`${column} >= ${groups[i]?.from ?? 0}::int ${next ? sql`and ${column} < ${next.from}::int` : sql``}`
    }
    return { of: 'customer', field: 'customers', where: sql`c.id in (select h.customer_id from ${purchaseHistories(asked.ctx.org, { end, to: end }, lot.among(part(sql`p.customer_id`), sql`p.customer_id`))} h where h.x is not null and ${inside(sql`h.x`, FREQUENCIES, cell.frequency)} and ${inside(sql`(h.age - h.t)`, SILENCES, cell.silence)})` }
  },
})
