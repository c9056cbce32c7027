import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { rowField, windowParameters } from '../schemas/report-parameters'
import { lossText, newestLosses } from './findings/losses'
import { defineReport } from './report'
import { memberAsOf, segmentationBySlug, VALUE_TIERS } from './split'

export const losses = defineReport({
  name: 'losses',
  title: 'Whom we lost',
  definition: 'Customers at the start of the newest whole month and how many of them left in it, for all and per value tier as it stood at the month’s start. Usual: the range expected from the earlier months. Beside it, how many of those who left had a failed moment in the 60 days before leaving, and how many of those who stayed had one in the 60 days before the middle of the month: associated with leaving, not its cause.',
  parameters: z.object({ ...windowParameters }),
  row: z.object({
    key: rowField.key, label: rowField.label, period: rowField.period, text: z.string(), at_start: rowField.count, lost: rowField.count, churn_rate: rowField.share,
    expected: z.number().nullable(), expected_low: z.number().nullable(), expected_high: z.number().nullable(),
    lost_with_failed: rowField.count, stayed: rowField.count, stayed_with_failed: rowField.count,
  }),
  keys: ['key', 'period'],
  figures: {
    at_start: { label: 'Customers at the start', unit: 'count' }, lost: { label: 'Left', unit: 'count' },
    churn_rate: { label: 'Share who left', unit: 'share', numerator: 'lost', denominator: 'at_start' },
    lost_with_failed: { label: 'Left after a failed moment', unit: 'count' }, stayed: { label: 'Stayed', unit: 'count' }, stayed_with_failed: { label: 'Stayed after a failed moment', unit: 'count' },
  },
  draw: 'sentences',
  tiers: true,
  whole: 'it shows all customers and each value tier; churn-rate filters and splits by any segment',
  measure: { field: 'churn_rate', better: 'lower' },

  async answer(asked) {
    const rows = (await newestLosses(asked)).map((g) => ({
      key: g.key, label: g.label, period: g.from, text: lossText(g), at_start: g.at_start, lost: g.lost, churn_rate: g.at_start > 0 ? g.lost / g.at_start : null,
      expected: g.usual?.expected ?? null, expected_low: g.usual?.low ?? null, expected_high: g.usual?.high ?? null,
      lost_with_failed: g.before?.lost_failed ?? 0, stayed: g.before?.stayed ?? 0, stayed_with_failed: g.before?.stayed_failed ?? 0,
    }))
    return { rows }
  },

  async population(asked, { row, field }) {
    if ((field !== 'lost' && field !== 'at_start') || !row.period) return null
    const tier = row.key && row.key !== 'total' ? await segmentationBySlug(asked.tx, asked.ctx, VALUE_TIERS) : null
    const segment = tier?.segments.find((s) => s.slug === row.key)
    const asOf = tier && segment ? memberAsOf(sql`s.customer_id`, sql`${row.period}::date`, asked.ctx, { segmentation: tier, segmentId: segment.id, name: segment.name }) : sql`true`
    return { of: 'customer', field, where: sql`c.id in (select s.customer_id from spells s where s.organisation_id = ${asked.ctx.org.id} and s.start_day < ${row.period}::date
      and (s.end_day is null or s.end_day >= ${row.period}::date) and ${field === 'lost' ? sql`s.end_day < (${row.period}::date + interval '1 month')::date` : sql`true`} and ${asOf})` }
  },
})
