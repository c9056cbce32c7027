import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { connect } from '@/db/client'
import type { OrgCtx } from '../context'
import type { Mapping } from '../domain/mapping/mapping'
import { getImport } from '../queries/imports'
import { parseMapping } from '../schemas/mapping'
import { createImport } from '../services/imports/create-import'
import { runImport } from '../services/imports/run-import'
import { storeUpload } from '../services/imports/upload'
import { postgresCopy, rowsOf, type BareCopy } from './bare-copy'
import { median } from './median'
import type { Postgres } from './postgres'
import { CUSTOMERS, sent } from './sent'
import type { Result } from './table'
import { BENCH_NOW, benchOrganisation, withDb } from './tenant'

type Kind = 'interaction' | 'transaction'
const COLUMNS: Record<Kind, readonly string[]> = {
  interaction: ['id', 'customer', 'occurred_at', 'channel', 'touchpoint', 'direction', 'duration_s', 'cost', 'result', 'team'],
  transaction: ['id', 'customer', 'occurred_at', 'amount', 'kind'],
}

/** Row `n` of a file, as a bank's export has it. */
function line(kind: Kind, n: number): string {
  const row: Record<string, string | number> = kind === 'interaction' ? sent(n) : { ...sent(n), amount: ((n * 7919) % 100_000) / 100, kind: 'card' }
  return COLUMNS[kind].map((name) => String(row[name])).join(',')
}

/** A file made while it is read, from row `from` on; `rows` of them, or until it has `bytes`. */
export function* csv(kind: Kind, from: number, limit: { rows: number } | { bytes: number }): Generator<Buffer> {
  let size = 0
  const more = (n: number) => ('rows' in limit ? n < from + limit.rows : size < limit.bytes)
  for (let n = from, piece = `${COLUMNS[kind].join(',')}\n`; ; piece = '') {
    for (; piece.length < 65_536 && more(n); n++) piece += `${line(kind, n)}\n`
    const bytes = Buffer.from(piece)
    size += bytes.length
    yield bytes
    if (!more(n)) return
  }
}

export function mappingOf(kind: Kind): Mapping {
  return parseMapping({ source: 'bench', rows: [{ entity: kind, fields: Object.fromEntries(COLUMNS[kind].map((column) => [column, { column }])) }] })
}

/** Uploads and queues a file; answers how to run it, and how to see it. */
export async function upload(ctx: OrgCtx, dataDir: string, kind: Kind, content: Iterable<Buffer>): Promise<{ run(on: { batch?: () => void; settling?: () => void }): Promise<void>; id: string }> {
  const id = randomUUID()
  const mapping = mappingOf(kind)
  const stored = await storeUpload(dataDir, id, Readable.from(content), BENCH_NOW)
  await createImport(ctx, { id, filename: 'bench.csv', mapping, upload: stored, dataDir, at: BENCH_NOW })
  return {
    id,
    /** `batch`: one was committed; `settling`: the first customers have been settled. */
    async run({ batch, settling }) {
      let told = false
      await runImport(ctx, id, { dataDir, onProgress: ({ note }) => {
        if (!note) batch?.()
        else if (!told) settling?.()
        told ||= Boolean(note)
      } })
    },
  }
}

/**
 * Reading the file, mapping, recording, to the last commit; what follows once per file (the planner's statistics, settling)
 * is a matter of tables and customers, not of rows, and is told beside it.
 */
export async function importOnPostgres(postgres: Postgres, kind: Kind, { rounds, rows }: { rounds: number; rows: number }): Promise<Result> {
  const url = await postgres.fresh()
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-bench-import-'))
  const { meter } = postgres
  try {
    return await withDb(await connect({ kind: 'postgresql', url, poolSize: 4 }), async (db) => {
      const ctx = await benchOrganisation(db, 'bench')
      const imported: number[] = []
      const settled: number[] = []
      const copied: number[] = []
      let bare: BareCopy | undefined
      // The first round makes everybody known, and is not counted.
      for (let round = 0; round <= rounds; round++) {
        const file = await upload(ctx, dataDir, kind, csv(kind, round * rows, { rows }))
        const before = meter()
        let recorded = before
        await file.run({ batch: () => { recorded = meter() } })
        const after = meter()
        const { accepted } = await getImport(ctx, file.id)
        if (accepted !== rows) throw new Error(`Only ${accepted} of ${rows} rows were accepted.`)
        const table = await rowsOf(ctx, `${kind}s`, Array.from({ length: rows }, (_, i) => `evt-${round * rows + i}`))
        bare ??= await postgresCopy(url, meter, table.columns)
        const copy = await bare.copy(table.text)
        if (round === 0) continue
        imported.push(recorded - before)
        settled.push(after - recorded)
        copied.push(copy)
      }
      await bare?.close()
      const perSecond = (seconds: readonly number[]) => Math.round(rows / median(seconds)).toLocaleString('en')
      return {
        name: `CSV import of ${kind}s against COPY`, ratio: median(imported.map((seconds, i) => (copied[i] ?? Number.NaN) / seconds)), target: 0.15, atLeast: true,
        detail: `${perSecond(imported)} rows per CPU-second against ${perSecond(copied)}; then ${median(settled).toFixed(1)} s for statistics and settling ${CUSTOMERS.toLocaleString('en')} customers`,
      }
    })
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
