import { Worker } from 'node:worker_threads'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import type { OrgCtx } from '../context'
import type { Meter } from './cpu'

/** The yardstick: a table's rows into another of the same columns without index, key or policy. */
export type BareCopy = { copy(rows: string): Promise<number>; close(): Promise<void> }

export type Columns = readonly { name: string; type: string }[]

/** Rows of a table as COPY's text, by their senders' ids. */
export async function rowsOf(ctx: OrgCtx, table: 'interactions' | 'transactions', ids: readonly string[]): Promise<{ columns: Columns; text: string }> {
  return ctx.db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    const columns = (await tx.execute<{ name: string; type: string }>(sql`
      select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`)).rows
    const cells = columns.map(({ name }) => `coalesce(replace(replace(replace(${name}::text, '\\', '\\\\'), E'\t', '\\t'), E'\n', '\\n'), '\\N')`)
    const rows = (await tx.execute<{ line: string }>(sql`
      select ${sql.raw(cells.join(" || E'\t' || "))} as line from ${sql.raw(table)} where organisation_id = ${ctx.org.id} and external_id = any(${sql.param(ids)}::text[]) order by occurred_at`)).rows
    return { columns, text: `${rows.map(({ line }) => line).join('\n')}\n` }
  })
}

const createBare = (columns: Columns) => `create table bare (${columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`

/** COPY FROM STDIN, in chunks as a client sends them. `copy` answers the CPU seconds of both sides. */
export async function postgresCopy(url: string, meter: Meter, columns: Columns): Promise<BareCopy> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(createBare(columns))
  return {
    async copy(rows) {
      const bytes = Buffer.from(rows)
      const before = meter()
      await new Promise<void>((resolve, reject) => {
        const stream = client.query(from('copy bare from stdin'))
        stream.on('finish', resolve)
        stream.on('error', reject)
        for (let at = 0; at < bytes.length; at += 65_536) stream.write(bytes.subarray(at, at + 65_536))
        stream.end()
      })
      return meter() - before
    },
    close: () => client.end(),
  }
}

/** The embedded engine's own COPY, in a worker thread as the product runs it. */
export async function embeddedCopy(dataDir: string, meter: Meter, columns: Columns): Promise<BareCopy> {
  const worker = new Worker(fileURLToPath(new URL('./embedded-copy.mjs', import.meta.url)), { workerData: { dataDir, create: createBare(columns) } })
  const answered = () => new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve())
    worker.once('error', reject)
  })
  await answered()
  return {
    async copy(rows) {
      const bytes = Buffer.from(rows)
      const before = meter()
      worker.postMessage(bytes)
      await answered()
      return meter() - before
    },
    close: async () => { await worker.terminate() },
  }
}
