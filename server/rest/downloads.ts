import { sessionCtx } from '../access'
import { currentSession } from '../auth/session'
import { instance } from '../boot'
import { now } from '../clock'
import type { OrgCtx } from '../context'
import { csvRow } from '../domain/csv/cell'
import { asTouchstoneError, invalid, toProblem, TouchstoneError, zodPlaces } from '../errors'
import { everythingAbout } from '../queries/customer-everything'
import { everyAuditEntry, type AuditEntry } from '../queries/audit'
import { everyCustomer, type CustomerRow } from '../queries/customers'
import { answerReport, reportRows } from '../reports/answer'
import { reportNamed } from '../reports/registry'
import type { Cell } from '../reports/report'
import { auditFilters } from '../schemas/audit'
import { customerFilters } from '../schemas/customers'
import { csvCell, csvFile, streamCsv } from './csv-stream'
import { problemResponse } from './problem'

/** Files for people who are signed in: links on pages, where a bearer key cannot go. `org` names the organisation. */
async function download(request: Request, work: (ctx: OrgCtx, parameters: Record<string, string>) => Promise<Response>): Promise<Response> {
  try {
    const session = await currentSession()
    if (!session) throw new TouchstoneError('unauthenticated', 'Sign in first.')
    const { org = '', ...parameters } = Object.fromEntries(new URL(request.url).searchParams)
    return await work(await sessionCtx((await instance()).db, session, org, now()), parameters)
  } catch (error) {
    return problemResponse(toProblem(asTouchstoneError(error)))
  }
}

/** A report as CSV, with the parameters it has everywhere; with `field` and `cell.<key>` the records behind that cell, all of them. */
export const downloadReport = (request: Request, name: string) => download(request, async (ctx, { field, ...given }) => {
  const cells = Object.entries(given).filter(([key]) => key.startsWith(CELL))
  const parameters = Object.fromEntries(Object.entries(given).filter(([key]) => !key.startsWith(CELL)))
  if (field !== undefined) {
    const pages = recordsBehind(ctx, name, parameters, { row: Object.fromEntries(cells.map(([key, value]) => [key.slice(CELL.length), value])), field })
    // Read before the answer begins: a cell that does not exist is still an error then.
    const first = await pages.next()
    const columns = Object.keys(first.done ? {} : (first.value[0] ?? {}))
    return csvFile(`${name}-rows.csv`, streamOf(csvRow(columns), (row: Record<string, unknown>) => csvRow(columns.map((column) => csvCell(row[column]))), first, pages))
  }
  const { rows } = await answerReport(ctx, name, parameters)
  return streamCsv(`${name}.csv`, Object.keys(reportNamed(name)?.row.shape ?? {}), rows)
})

const CELL = 'cell.'
const ROWS_AT_ONCE = 5000

async function* recordsBehind(ctx: OrgCtx, name: string, parameters: Record<string, string>, cell: Cell): AsyncGenerator<Record<string, unknown>[], void> {
  for (let offset = 0; ;) {
    const { rows, total } = await reportRows(ctx, name, parameters, cell, { limit: ROWS_AT_ONCE, offset })
    if (rows.length > 0 || offset === 0) yield rows
    offset += rows.length
    if (rows.length === 0 || offset >= total) return
  }
}

/** The customers that match the page's filters, all of them, written as they are read. */
export const downloadCustomers = (request: Request) => download(request, async (ctx, parameters) => {
  const parsed = customerFilters.strict().safeParse(Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== '')))
  if (!parsed.success) throw invalid('These filters could not be read.', zodPlaces(parsed.error))
  const batches = everyCustomer(ctx, parsed.data)
  // Read before the answer begins: an unknown filter is still an error then, not a file that breaks off.
  const first = await batches.next()
  return new Response(csvOf(first, batches, ctx.org.currency), {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'no-store', 'content-disposition': 'attachment; filename="customers.csv"' },
  })
})

/** Everything kept about one customer, as a file to hand over. */
export const downloadEverything = (request: Request, customer: string) => download(request, async (ctx) => new Response(`${JSON.stringify(await everythingAbout(ctx, customer), null, 2)}\n`, {
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'content-disposition': 'attachment; filename="everything.json"' },
}))

/** The audit trail, newest first, with the page's filters: CSV, or one JSON object a line (`format=ndjson`). */
export const downloadAudit = (request: Request) => download(request, async (ctx, { format = 'csv', ...parameters }) => {
  const parsed = auditFilters.safeParse(Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== '')))
  if (!parsed.success) throw invalid('These filters could not be read.', zodPlaces(parsed.error))
  if (format !== 'csv' && format !== 'ndjson') throw invalid('A trail is written as csv or ndjson.')
  const batches = everyAuditEntry(ctx, parsed.data)
  const first = await batches.next()
  const csv = format === 'csv'
  return new Response(streamOf(csv ? csvRow(AUDIT_HEAD) : '', csv ? auditRow : (entry: AuditEntry) => `${JSON.stringify(entry)}\n`, first, batches), {
    headers: { 'content-type': csv ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store', 'content-disposition': `attachment; filename="audit.${format}"` },
  })
})

const AUDIT_HEAD = ['number', 'at', 'who', 'who_kind', 'action', 'subject', 'subject_id', 'detail']
const auditRow = (e: AuditEntry): string => csvRow([e.seq, e.at.toISOString(), e.actor, e.actorKind, e.action, e.subject, e.subjectId, JSON.stringify(e.detail)])

const HEAD = ['customer', 'name', 'email', 'tier', 'status', 'won_back', 'acquired', 'last_seen', 'contacts_12_months', 'value_12_months', 'expected_next_year', 'currency']

function csvOf(first: IteratorResult<CustomerRow[], void>, rest: AsyncGenerator<CustomerRow[]>, currency: string): ReadableStream<Uint8Array> {
  return streamOf(csvRow(HEAD), (c: CustomerRow) => csvRow([c.customer, c.name, c.email, c.tier, c.status, c.won_back, c.acquired, c.last_seen, c.contacts, c.value, c.expected, currency]), first, rest)
}

function streamOf<T>(head: string, line: (row: T) => string, first: IteratorResult<T[], void>, rest: AsyncGenerator<T[]>): ReadableStream<Uint8Array> {
  const text = new TextEncoder()
  let batch = first
  return new ReadableStream({
    start(controller) { controller.enqueue(text.encode(head)) },
    async pull(controller) {
      if (batch.done) return controller.close()
      controller.enqueue(text.encode(batch.value.map(line).join('')))
      batch = await rest.next()
    },
    async cancel() { await rest.return(undefined) },
  })
}
