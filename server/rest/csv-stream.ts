import { csvRow } from '../domain/csv/cell'

/** Whether the caller's Accept names CSV and does not rank JSON above it. */
export function prefersCsv(request: Request): boolean {
  const weights = new Map<string, number>()
  for (const part of (request.headers.get('accept') ?? '').split(',')) {
    const [type = '', ...parameters] = part.split(';').map((p) => p.trim().toLowerCase())
    const q = parameters.find((p) => p.startsWith('q='))
    weights.set(type, q ? Number(q.slice(2)) : 1)
  }
  return (weights.get('text/csv') ?? 0) > (weights.get('application/json') ?? 0) || ((weights.get('text/csv') ?? 0) > 0 && !weights.has('application/json'))
}

const ROWS_AT_ONCE = 2_000

/** Rows as CSV (RFC 4180, cells that a spreadsheet would run defused), written as fast as the caller takes them. */
export function streamCsv(filename: string, columns: readonly string[], rows: readonly Record<string, unknown>[]): Response {
  const encoder = new TextEncoder()
  let at = 0
  const body = new ReadableStream<Uint8Array>({
    start(controller) { controller.enqueue(encoder.encode(csvRow(columns))) },
    pull(controller) {
      if (at >= rows.length) { controller.close(); return }
      const part = rows.slice(at, (at += ROWS_AT_ONCE)).map((row) => csvRow(columns.map((column) => csvCell(row[column])))).join('')
      controller.enqueue(encoder.encode(part))
    },
  })
  return csvFile(filename, body)
}

/** A file to save under this name, cleaned of everything a header might take otherwise. */
export const csvFile = (filename: string, body: ReadableStream<Uint8Array>): Response =>
  new Response(body, { headers: { 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'no-store', 'content-disposition': `attachment; filename="${filename.replaceAll(/[^\w.-]/g, '_')}"` } })

/** A value as a cell holds it. */
export function csvCell(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return value instanceof Date ? value.toISOString() : JSON.stringify(value)
}
