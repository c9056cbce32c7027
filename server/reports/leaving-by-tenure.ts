import { z } from 'zod'
import { hazardByTenure } from '../domain/value-models/hazard'
import { sbgStays } from '../domain/value-models/sbg'
import { filterParameters, rowField } from '../schemas/report-parameters'
import { defineReport } from './report'
import { fitStaying } from './value-contract'
import { endOf, valueParameters } from './value-question'

export const leavingByTenure = defineReport({
  name: 'leaving-by-tenure',
  title: 'When customers leave',
  definition: 'Of those who began each month of their relationship, the share that left in it, with its 95 % Wilson interval, from first relationships; beside it what the shifted beta-geometric model expects, in which everybody has a steady risk of their own and those with a high one leave first. Customers acquired before leaving was recorded are watched from then on.',
  parameters: z.object({ from: valueParameters.from, to: valueParameters.to, calibration_end: valueParameters.calibration_end, segment: filterParameters.segment.describe('Only customers who were in this segment on the day from which they are watched.'), attribute: filterParameters.attribute, min_at_risk: z.coerce.number<number | string>().int().min(1).max(1_000_000).default(30).describe('Months are told while at least this many are at risk.') }),
  row: z.object({ month: z.string().describe('Of tenure, from 1.'), at_risk: rowField.count, lost: rowField.count, hazard: rowField.share, low: rowField.share, high: rowField.share, predicted: rowField.share.describe('By the model; null where there is none.') }),
  keys: ['month'],
  figures: { at_risk: { label: 'Began the month', unit: 'count' }, lost: { label: 'Left in it', unit: 'count' }, hazard: { label: 'Share that left', unit: 'share', numerator: 'lost', denominator: 'at_risk', low: 'low', high: 'high' }, predicted: { label: 'Expected', unit: 'share' } },
  draw: 'line',
  ordered: ['month'],
  whole: 'months are told for everybody, or for one segment or attribute (segment=, attribute=)',

  async answer(asked) {
    const end = await endOf(asked)
    const staying = await fitStaying(asked.tx, asked.ctx, end, asked.split)
    if (staying.fallback) asked.note(`There is no model of staying: ${staying.fallback}`)
    const rows = hazardByTenure(staying.tenures, asked.parameters.min_at_risk).map(({ period, ...row }) => ({ month: String(period), ...row, predicted: staying.model ? 1 - sbgStays(staying.model, period - 1, 1) : null }))
    return { rows, statistics: { model: staying.model ? 'sbg' : null, customers: staying.customers } }
  },
})
