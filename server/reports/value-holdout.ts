import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { daysBetween } from '../domain/time/local-day'
import { rowField } from '../schemas/report-parameters'
import { defineReport } from './report'
import { holdoutByFrequency, MOST_FREQUENT } from './value-checks'
import { purchaseHistories } from './value-base'
import { fitCounts } from './value-fit'
import { checkOf, valueParameters } from './value-question'

export const valueHoldout = defineReport({
  name: 'value-holdout',
  title: 'Did the model foresee what customers did',
  definition: 'A model fitted to the records up to calibration_end, and what the same customers did in the holdout after it: mean purchase days, as they happened and as the model had expected them, by how often customers had come back before. Purchases of one local day are one.',
  parameters: z.object({ from: valueParameters.from, to: valueParameters.to, model: valueParameters.model, calibration_end: valueParameters.calibration_end, horizon_weeks: valueParameters.horizon_weeks }),
  row: z.object({
    frequency: z.string().describe(`Repeat purchase days in the calibration; ${MOST_FREQUENT} stands for that many and more.`), label: rowField.label, customers: rowField.count,
    actual: z.number().nullable().describe('Mean purchase days in the holdout.'), predicted: z.number().nullable().describe('What the model expected.'),
  }),
  keys: ['frequency'],
  figures: { customers: { label: 'Customers', unit: 'count' }, actual: { label: 'Happened', unit: 'number', n: 'customers' }, predicted: { label: 'Expected', unit: 'number', n: 'customers' } },
  draw: 'bars',

  async answer(asked) {
    const check = await checkOf(asked, false)
    if (!check || check.to <= check.end) return { rows: [] }
    asked.window = { ...asked.window, from: check.start, to: check.to }
    const counts = await fitCounts(asked.tx, asked.ctx, check, asked.parameters.model === 'pareto_nbd' ? 'pareto_nbd' : 'bg_nbd')
    if (counts.fallback) asked.note(`Everybody is taken to go on as on average so far (historic_average): ${counts.fallback}`)
    const groups = holdoutByFrequency(counts, null, check)
    const sum = (of: (g: (typeof groups)[number]) => number) => groups.reduce((total, g) => total + of(g), 0)
    const rows = groups.map(({ frequency, customers, actual, predicted }) => ({
      frequency: String(frequency), label: frequency === 0 ? 'Bought once' : `Came back ${frequency === MOST_FREQUENT ? `${frequency} times or more` : frequency === 1 ? 'once' : `${frequency} times`}`,
      customers, actual: actual / customers, predicted: predicted / customers,
    }))
    return { rows, statistics: { model: counts.model.name, customers: counts.customers, calibration_end: check.end, holdout_end: check.to, holdout_weeks: daysBetween(check.end, check.to) / 7, actual: sum((g) => g.actual), predicted: sum((g) => g.predicted) } }
  },

  async population(asked, { row: { frequency } }) {
    const check = await checkOf(asked, false)
    if (!check) return null
    const x = Number(frequency)
    return { of: 'customer', field: 'customers', where: sql`c.id in (select h.customer_id from ${purchaseHistories(asked.ctx.org, check)} h where ${x >= MOST_FREQUENT ? sql`h.x >= ${x}` : sql`h.x = ${x}`})` }
  },
})
