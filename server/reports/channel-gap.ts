import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { newcombe, wilson } from '../domain/statistics/proportion'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { interactionsInView } from './populations'
import { defineReport } from './report'
import { channelParts, inParts, touchpointParts } from './split'

type Sums = { touchpoint: string; channel: string; interactions: number; failed: number; n: number; duration: number; durations: number }

export const channelGap = defineReport({
  name: 'channel-gap',
  title: 'The same touchpoint on another channel',
  definition: 'Contacts and look-ups of the window by touchpoint and channel, for touchpoints met on at least two channels. `failed_rate`: failed ÷ those with a result. Results as recorded with the interaction: what a touchpoint’s rule makes of it afterwards is told on the Moments page. `minutes`: mean recorded duration. `difference`: this channel’s failed rate less that of all other channels of the touchpoint together, with its 95 % interval (Newcombe): associated with the channel, since customers choose it themselves.',
  parameters: z.object({ ...windowParameters, touchpoint: filterParameters.touchpoint, journey: filterParameters.journey, segment: filterParameters.segment }),
  row: z.object({
    touchpoint: z.string().describe('Slug.'), touchpoint_label: z.string(), channel: z.string().describe('Slug.'), label: rowField.label, interactions: rowField.count, n: rowField.count.describe('With a result.'), failed: rowField.count,
    failed_rate: rowField.share, failed_low: rowField.share, failed_high: rowField.share, minutes: z.number().nullable(), timed: rowField.count, difference: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(),
  }),
  keys: ['touchpoint', 'channel'],
  figures: {
    interactions: { label: 'Contacts and look-ups', unit: 'count' }, n: { label: 'With a result', unit: 'count' }, failed: { label: 'Failed', unit: 'count' }, failed_rate: { label: 'Share failed', unit: 'share', numerator: 'failed', denominator: 'n', low: 'failed_low', high: 'failed_high' },
    minutes: { label: 'Mean minutes', unit: 'minutes', n: 'timed' }, timed: { label: 'With a duration', unit: 'number' }, difference: { label: 'Against the other channels', unit: 'share', low: 'low', high: 'high', n: 'n' },
  },
  draw: 'table',

  async answer(asked) {
    const { tx, ctx, window, split } = asked
    const { segment } = split
    const found = await tx.execute<Sums>(sql`
      select touchpoint_id::text as touchpoint, channel_id::text as channel, sum(interactions)::float8 as interactions, sum(failed)::float8 as failed, sum(failed + met + exceeded)::float8 as n, sum(duration_s)::float8 as duration, sum(durations)::float8 as durations
      from ${segment ? sql`rollup_segment_daily` : sql`rollup_daily`} where organisation_id = ${ctx.org.id} and day >= ${window.from}::date and day < ${window.to}::date and direction <> 'message' and ${inParts(sql`touchpoint_id`, split.touchpoints)}
        ${segment ? sql`and segmentation_id = ${segment.segmentation.id} and segment_id = ${segment.segmentId}` : sql``} group by 1, 2 having sum(interactions) > 0`)
    const [touchpoints, channels] = [await touchpointParts(tx, ctx), await channelParts(tx, ctx)]
    const rows = touchpoints.filter(({ key }) => key !== 'none').flatMap((touchpoint) => {
      const own = found.rows.filter((row) => row.touchpoint === touchpoint.id)
      if (own.length < 2) return []
      return own.map((row) => {
        const channel = channels.find(({ id }) => id === row.channel)
        const others = own.filter((other) => other !== row)
        const sum = (of: 'failed' | 'n') => others.reduce((all, other) => all + other[of], 0)
        const [rate, gap] = [wilson(row.failed, row.n), newcombe(row.failed, row.n, sum('failed'), sum('n'))]
        return {
          touchpoint: touchpoint.key, touchpoint_label: touchpoint.label, channel: channel?.key ?? row.channel, label: channel?.label ?? row.channel, interactions: row.interactions, n: row.n, failed: row.failed,
          failed_rate: rate?.p ?? null, failed_low: rate?.low ?? null, failed_high: rate?.high ?? null, minutes: row.durations > 0 ? row.duration / row.durations / 60 : null, timed: row.durations,
          difference: gap?.difference ?? null, low: gap?.low ?? null, high: gap?.high ?? null,
        }
      }).toSorted((a, b) => b.interactions - a.interactions || (a.channel < b.channel ? -1 : 1))
    })
    return { rows }
  },

  async population(asked, { row, field }) {
    const touchpoint = (await touchpointParts(asked.tx, asked.ctx)).find(({ key }) => key === row.touchpoint)
    const channel = (await channelParts(asked.tx, asked.ctx)).find(({ key }) => key === row.channel)
    if (!touchpoint || !channel || (field !== 'interactions' && field !== 'n' && field !== 'failed')) return null
    const result = field === 'failed' ? sql`i.result = 'failed'` : field === 'n' ? sql`i.result is not null` : sql`true`
    return { of: 'interaction', field, where: sql`${interactionsInView(asked)} and i.direction <> 'message' and i.touchpoint_id = ${touchpoint.id}::uuid and i.channel_id = ${channel.id}::uuid and ${result}` }
  },
})
