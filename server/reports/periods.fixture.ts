import { expect } from 'vitest'
import { reading, type OrgCtx } from '../context'
import { listPeriods } from '../domain/time/local-day'
import { answerWithin } from './measured'
import type { Report } from './report'

type Span = { interval: 'month' | 'week'; from: string; to: string }
const told = (rows: readonly Record<string, unknown>[]) => rows.map(({ period: _period, ...row }) => JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))).toSorted()

/** Expects a report, read for all periods of a span at once, to say what it says of each. Returns how many rows count anything. */
export function periodsAlike(ctx: OrgCtx, report: Report, parameters: Record<string, unknown>, spans: readonly Span[]): Promise<number> {
  return reading(ctx, async (tx) => {
    let counting = 0
    for (const { interval, from, to } of spans) {
      const { rows } = await answerWithin(ctx, tx, report, { ...parameters, from, to }, interval)
      for (const { start, end } of listPeriods(from, to, interval)) {
        const alone = await answerWithin(ctx, tx, report, { ...parameters, from: start, to: end })
        const here = rows.filter((row) => row.period === start)
        expect(told(here), `${JSON.stringify(parameters)} ${interval} ${start}`).toEqual(told(alone.rows))
        counting += here.filter((row) => Object.entries(report.figures).some(([field, figure]) => figure?.unit === 'count' && Number(row[field]) > 0)).length
      }
    }
    return counting
  })
}
