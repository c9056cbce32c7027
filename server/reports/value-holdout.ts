import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { currencyDigits } from '../domain/money'
import { daysBetween } from '../domain/time/local-day'
import { rowField } from '../schemas/report-parameters'
import { customerParts, whoseIn } from './customer-parts'
import { customerParameters } from './relationships'
import { defineReport } from './report'
import { holdoutByFrequency, MOST_FREQUENT, type Holdout } from './value-checks'
import { DRAWN, lotOf, purchaseHistories, sufficientStatistics } from './value-base'
import { fitPurchases } from './value-fit'
import { checkOf, countModel, valueParameters } from './value-question'

export const valueHoldout = defineReport({
  name: 'value-holdout',
  title: 'Did the model foresee what customers did',
  definition: 'A model fitted to the records up to calibration_end, and what the same customers did in the holdout after it: mean purchase days and net spend, as they happened and as the models had expected them, by how often customers had come back before. Purchases of one local day are one. Split or filtered, customers count where they stood when the holdout began; the model is the one fitted to everybody.',
  parameters: z.object({ from: valueParameters.from, to: valueParameters.to, model: countModel, calibration_end: valueParameters.calibration_end, horizon_weeks: valueParameters.horizon_weeks, ...customerParameters }),
  row: z.object({
    group: rowField.key, group_label: rowField.label,
    frequency: z.string().describe(`Repeat purchase days in the calibration; ${MOST_FREQUENT} stands for that many and more.`), label: rowField.label, customers: rowField.count,
    actual: z.number().nullable().describe('Mean purchase days in the holdout.'), predicted: z.number().nullable().describe('What the model expected.'),
    actual_value: rowField.money.describe('Mean net spend in the holdout.'), predicted_value: rowField.money.describe('What the models of purchases and of spend expected.'),
  }),
  keys: ['group', 'frequency'],
  figures: { customers: { label: 'Customers', unit: 'count' }, actual: { label: 'Happened', unit: 'number', n: 'customers' }, predicted: { label: 'Expected', unit: 'number', n: 'customers' }, actual_value: { label: 'Came in', unit: 'money', n: 'customers' }, predicted_value: { label: 'Expected to come in', unit: 'money', n: 'customers' } },
  draw: 'bars',
  ordered: ['frequency'],
  joinsRecords: true,

  async answer(asked) {
    const check = await checkOf(asked, false)
    if (!check || check.to <= check.end) return { rows: [] }
    asked.window = { ...asked.window, from: check.start, to: check.to }
    const { counts, spends } = await fitPurchases(asked.tx, asked.ctx, check, asked.parameters.model === 'pareto_nbd' ? 'pareto_nbd' : 'bg_nbd')
    if ((await lotOf(asked.tx, asked.ctx.org)).drawn) asked.note(DRAWN)
    if (counts.fallback) asked.note(`Everybody is taken to go on as so far (historic_average): ${counts.fallback}`)
    if (spends.fallback) asked.note(`Everybody is taken to spend as on average so far (own_average): ${spends.fallback}`)
    const parts = await customerParts(asked, check.end)
    const money = (minor: number) => Math.round(minor) / 10 ** (currencyDigits(asked.ctx.org.currency) ?? 2)
    const groups: (Holdout & { key: string; name: string })[] = []
    for (const { key, label, all, whose } of parts) for (const held of holdoutByFrequency({ model: counts.model, rows: all ? counts.rows : (await sufficientStatistics(asked.tx, asked.ctx.org, check, whose(sql`p.customer_id`))).histories }, spends.model, check)) groups.push({ ...held, key, name: label })
    const sum = (of: (g: Holdout) => number) => groups.reduce((total, g) => total + (g.key === 'total' ? of(g) : 0), 0)
    const rows = groups.map(({ key, name, frequency, customers, actual, predicted, actualValue, predictedValue }) => ({
      group: key, group_label: name, frequency: String(frequency), label: frequency === 0 ? 'Bought once' : `Came back ${frequency === MOST_FREQUENT ? `${frequency} times or more` : frequency === 1 ? 'once' : `${frequency} times`}`,
      customers, actual: actual / customers, predicted: predicted / customers, actual_value: money(actualValue / customers), predicted_value: money(predictedValue / customers),
    }))
    return { rows, statistics: { model: counts.model.name, customers: sum((g) => g.customers), calibration_end: check.end, holdout_end: check.to, holdout_weeks: daysBetween(check.end, check.to) / 7, actual: sum((g) => g.actual), predicted: sum((g) => g.predicted), spend_model: spends.model.name, actual_value: money(sum((g) => g.actualValue)), predicted_value: money(sum((g) => g.predictedValue)) } }
  },

  async population(asked, { row: { group, frequency } }) {
    const check = await checkOf(asked, false)
    if (!check) return null
    const x = Number(frequency)
    const lot = await lotOf(asked.tx, asked.ctx.org)
    const whose = whoseIn(asked, group, check.end)(sql`p.customer_id`)
    return { of: 'customer', field: 'customers', where: sql`c.id in (select h.customer_id from ${purchaseHistories(asked.ctx.org, check, lot.among(whose, sql`p.customer_id`))} h where ${x >= MOST_FREQUENT ? sql`h.x >= ${x}` : sql`h.x = ${x}`})` }
  },
})
