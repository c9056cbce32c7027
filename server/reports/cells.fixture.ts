import { toMajor } from '../domain/money'
import type { OrgCtx } from '../context'
import { TouchstoneError } from '../errors'
import { answerReport, reportRows } from './answer'
import { reportNamed, type ReportName } from './registry'

/**
 * Throws unless the rows behind every cell of a report add up to it: as many records as a count says (for a ratio: as
 * its numerator says), and for money with transactions behind it, their sum. Returns how many cells were compared,
 * and the fields that have no rows behind them; for tests. `most`: so many cells of each figure, spread over the rows and
 * each figure's beginning elsewhere, where each cell costs a statement and there are hundreds.
 */
export async function compareCells(ctx: OrgCtx, name: ReportName, parameters: Record<string, unknown>, most = Number.POSITIVE_INFINITY): Promise<{ compared: Record<string, number>; without: string[] }> {
  const report = reportNamed(name)
  if (!report) throw new Error(`no report ${name}`)
  const { rows } = await answerReport(ctx, name as string, parameters)
  const compared: Record<string, number> = {}
  const without = new Set<string>()
  const wrong: string[] = []
  const apart = Math.max(1, Math.ceil(rows.length / most))
  for (const [at, row] of rows.entries()) {
    const cell = Object.fromEntries(report.keys.map((key) => [key, String(row[key])]))
    for (const [turn, [field, figure]] of Object.entries(report.figures).entries()) {
      if ((at + turn) % apart !== 0) continue
      const of = figure?.numerator ?? field
      const unit = report.figures[of]?.unit
      const value = row[of]
      if (typeof value !== 'number' || (unit !== 'count' && unit !== 'money')) continue
      const behind = await rowsBehind(ctx, name, parameters, { row: cell, field })
      if (behind === null) {
        without.add(field)
        continue
      }
      if (unit === 'money' && behind.of !== 'transaction') continue
      const sum = unit === 'money' ? toMajor(behind.rows.reduce((total, r) => total + Number(r.amount_minor), 0), ctx.org.currency) : behind.total
      if (Math.abs(sum - value) > 1e-9) wrong.push(`${name} ${JSON.stringify(cell)} ${field}: ${value} with ${sum} behind it`)
      compared[field] = (compared[field] ?? 0) + 1
    }
  }
  if (wrong.length > 0) throw new Error(wrong.slice(0, 10).join('\n'))
  return { compared, without: [...without] }
}

async function rowsBehind(ctx: OrgCtx, name: string, parameters: Record<string, unknown>, cell: { row: Record<string, string>; field: string }) {
  try {
    return await reportRows(ctx, name, parameters, cell, { limit: 100_000, offset: 0 })
  } catch (error) {
    if (error instanceof TouchstoneError && error.fault === 'not_found') return null
    throw error
  }
}
