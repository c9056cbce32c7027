import { Worker } from 'node:worker_threads'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import type { OrgCtx } from '../context'
import type { Meter } from './cpu'

/** The yardstick: rows of interactions into a table of the same columns without index, key or policy. */
export type BareCopy = { copy(rows: string): Promise<number>; close(): Promise<void> }

const TABLE = "select column_name as name, format_type(a.atttypid, a.atttypmod) as type from information_schema.columns c join pg_attribute a on a.attrelid = 'interactions'::regclass and a.attname = c.column_name where table_name = 'interactions' and table_schema = 'public' order by ordinal_position"

/** Rows of interactions as COPY's text, by their senders' ids. */
export async function rowsOf(ctx: OrgCtx, ids: readonly string[]): Promise<{ columns: { name: string; type: string }[]; text: string }> {
  return ctx.db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    const columns = (await tx.execute<{ name: string; type: string }>(sql.raw(TABLE))).rows
    const cells = columns.map(({ name }) => `coalesce(replace(replace(replace(${name}::text, '\\', '\\\\'), E'\\t', '\\t'), E'\\n', '\\n'), '\\N')`)
    const rows = (await tx.execute<{ line: string }>(sql`select ${sql.raw(cells.join(" || E'\\t' || "))} as line from interactions where organisation_id = ${ctx.org.id} and external_id = any(${sql.param(ids)}::text[]) order by occurred_at`)).rows
    return { columns, text: `${rows.map(({ line }) => line).join('\n')}\n` }
  })
}

const createBare = (columns: readonly { name: string; type: string }[]) => `create table bare (${columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`

/** COPY FROM STDIN, in chunks as a client sends them. `copy` answers the CPU seconds of both sides. */
export async function postgresCopy(url: string, meter: Meter, columns: readonly { name: string; type: string }[]): Promise<BareCopy> {
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
export async function embeddedCopy(dataDir: string, meter: Meter, columns: readonly { name: string; type: string }[]): Promise<BareCopy> {
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
