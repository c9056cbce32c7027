import { z } from 'zod'
import { invalid, notFound } from '@/server/errors'
import { answerReport, reportRows } from '@/server/reports/answer'
import { presentAnswer } from '@/server/routers/shared-answers'
import { columnsOf as columnsOfReport } from '@/server/reports/compare'
import { REPORT_NAMES, reportNamed } from '@/server/reports/registry'
import type { Call } from '../route'
import { route } from '../route'
import { prefersCsv, streamCsv } from '../csv-stream'
import { jsonSchema } from '../json-schema'

const tag = 'Reports'
/** Rows of one answer; the rest is behind `next`. */
const PAGE = 100_000
const ROWS_PAGE = 1_000

const listed = z.object({ name: z.string(), title: z.string(), definition: z.string(), parameters: z.record(z.string(), z.unknown()).describe('JSON Schema of the parameters.') })
export const reportAnswer = z.object({
  report: z.string(), title: z.string(), definition: z.string(), parameters: z.record(z.string(), z.unknown()), asOf: z.string(), computedAt: z.string(),
  incomplete: z.array(z.string()), notes: z.array(z.string()), statistics: z.record(z.string(), z.union([z.number(), z.string(), z.null()])), next: z.string().nullable(), rows: z.array(z.record(z.string(), z.unknown())),
}).meta({ id: 'ReportAnswer' })

export const reportRoutes = [
  route({
    method: 'GET', path: '/reports', scope: 'read', tag, summary: 'Every report there is', answer: z.object({ reports: z.array(listed) }),
    handle: async () => ({ reports: REPORT_NAMES.flatMap((name) => {
      const report = reportNamed(name)
      return report ? [{ name, title: report.title, definition: report.definition, parameters: jsonSchema(report.parameters) }] : []
    }) }),
  }),
  route({
    method: 'GET', path: '/reports/{name}', scope: 'read', tag, summary: 'A report’s answer', query: 'free', answer: reportAnswer,
    description: 'Every report takes the parameters common to all (from, to, interval, unit, by, channel, touchpoint, segment, attribute, compare, min_at_risk); what it does not use it names in `notes`. With `compare` every figure is there once more as `compared_<figure>`, null where nothing was recorded, and `compared_period` beside `period`. While a file is being imported an answer that takes a moment may be up to a minute old; `computedAt` and `incomplete` say so, and `Cache-Control: no-cache` has it made anew.',
    answers: { 'text/csv': { type: 'string', description: 'All rows, streamed.' } },
    handle: answerOf,
  }),
  route({
    method: 'GET', path: '/reports/{name}/rows', scope: 'read', tag, summary: 'The records behind a cell', query: 'free',
    description: 'The report’s own parameters, `field` for the figure and `cell.<key>` for each field that identifies the row (`cell.period=2026-01-01&cell.key=total`); a key that is no parameter may be given bare.',
    answer: z.object({ report: z.string(), of: z.string(), field: z.string(), total: z.number().int(), next: z.string().nullable(), rows: z.array(z.record(z.string(), z.unknown())) }).meta({ id: 'ReportRows' }),
    handle: rowsOf,
  }),
]

/** HTTP's own word for it (RFC 9111, 5.2.1.4). */
const wantsNew = (request: Request): boolean => /(^|,)\s*no-cache\s*(,|$)/i.test(request.headers.get('cache-control') ?? '')

async function answerOf({ ctx, instance, path, url, request }: Call): Promise<Response | object> {
  const name = path.name ?? ''
  const { cursor, ...parameters } = single(url)
  const offset = whole('cursor', cursor, 0, Number.MAX_SAFE_INTEGER)
  const { rows, ...answer } = await (instance.live && !wantsNew(request) ? presentAnswer(ctx, instance.live, name, parameters) : answerReport(ctx, name, parameters))
  const report = reportNamed(name)
  if (prefersCsv(request)) return streamCsv(`${name}.csv`, report ? columnsOfReport(report, answer.parameters) : [], rows)
  const next = offset + PAGE < rows.length ? after(url, 'cursor', offset + PAGE) : null
  return { ...answer, next, rows: rows.length <= PAGE && offset === 0 ? rows : rows.slice(offset, offset + PAGE) }
}

async function rowsOf({ ctx, path, url, request }: Call): Promise<Response | object> {
  const report = reportNamed(path.name ?? '')
  if (!report) throw notFound(`report “${(path.name ?? '').slice(0, 100)}”`)
  const { field: asked, limit: l, offset: o, ...given } = single(url)
  const field = asked ?? report.measure?.field
  if (!field) throw invalid('field: say which figure’s records are wanted.', [{ field: 'field', reason: 'is required' }])
  const row: Record<string, string> = {}
  const parameters: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith('cell.')) row[name.slice(5)] = value
    else if (report.keys.includes(name) && !(name in report.parameters.shape)) row[name] = value
    else parameters[name] = value
  }
  const strange = Object.keys(row).filter((key) => !report.keys.includes(key))
  if (strange.length > 0) throw invalid(`Rows of ${report.name} are identified by ${report.keys.join(', ')}.`, strange.map((key) => ({ field: `cell.${key}`, reason: 'does not identify rows of this report' })))
  const limit = whole('limit', l, ROWS_PAGE, 10_000)
  const offset = whole('offset', o, 0, 10_000_000)
  const found = await reportRows(ctx, report.name, parameters, { row, field }, { limit, offset })
  if (prefersCsv(request)) return streamCsv(`${report.name}-rows.csv`, columnsOf(found.rows), found.rows)
  return { report: report.name, of: found.of, field, total: found.total, next: offset + found.rows.length < found.total && found.rows.length > 0 ? after(url, 'offset', offset + found.rows.length) : null, rows: found.rows }
}

function single(url: URL): Record<string, string> {
  const names = [...new Set(url.searchParams.keys())]
  const twice = names.filter((name) => url.searchParams.getAll(name).length > 1)
  if (twice.length > 0) throw invalid(`${twice.join(', ')}: given twice; several values go in one, separated by commas.`, twice.map((field) => ({ field, reason: 'is given twice' })))
  const nul = names.filter((name) => `${name}${url.searchParams.get(name)}`.includes('\0'))
  if (nul.length > 0) throw invalid('A parameter holds a NUL.', nul.map((field) => ({ field, reason: 'holds a NUL' })))
  return Object.fromEntries(url.searchParams)
}

function whole(field: string, text: string | undefined, otherwise: number, most: number): number {
  if (text === undefined) return otherwise
  if (!/^\d{1,15}$/.test(text) || Number(text) > most) throw invalid(`${field}: must be a whole number up to ${most}.`, [{ field, reason: `must be a whole number up to ${most}` }])
  return Number(text)
}

function after(url: URL, name: string, value: number): string {
  const next = new URL(url)
  next.searchParams.set(name, String(value))
  return `${next.pathname}${next.search}`
}

const columnsOf = (rows: Record<string, unknown>[]) => [...new Set(rows.slice(0, 1000).flatMap((row) => Object.keys(row)))]
