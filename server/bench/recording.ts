import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@/db/client'
import type { OrgCtx } from '../context'
import { recordRoutes } from '../rest/routes/records'
import { embeddedCopy, postgresCopy, rowsOf, type BareCopy, type Columns } from './bare-copy'
import { ownCpu, type Meter } from './cpu'
import { median } from './median'
import type { Postgres } from './postgres'
import { sent } from './sent'
import type { Result } from './table'
import { benchOrganisation, withDb } from './tenant'

const BATCH = 1000

/** `POST /api/v1/interactions` without the key: parse, validate, identity, roll-ups, commit. */
function handler(ctx: OrgCtx): (body: string) => Promise<void> {
  const route = recordRoutes.find(({ path }) => path === '/interactions')
  if (!route) throw new Error('There is no route for interactions.')
  return async (body) => {
    const request = new Request('http://localhost/api/v1/interactions', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    const answer = await route.handle({ ctx, request, query: {} } as Parameters<typeof route.handle>[0])
    const { accepted } = answer as { accepted: number }
    if (accepted !== BATCH) throw new Error(`Only ${accepted} of ${BATCH} records were accepted.`)
  }
}

type Rounds = { rounds: number; batches: number }

/** Rounds of batches and of COPY in turn, so that both see the same machine. The ratio is of rows per CPU-second. */
async function measure(ctx: OrgCtx, meter: Meter, open: (columns: Columns) => Promise<BareCopy>, { rounds, batches }: Rounds): Promise<{ ratio: number; record: number; copy: number }> {
  const record = handler(ctx)
  let next = 0
  const batch = (): string => JSON.stringify({ interactions: Array.from({ length: BATCH }, () => sent(next++)) })
  // Customers, channels and statements are known before anything is measured, as they are on any other day.
  for (let i = 0; i < 15; i++) await record(batch())
  let bare: BareCopy | undefined
  const recorded: number[] = []
  const copied: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const first = next
      const bodies = Array.from({ length: batches }, batch)
      const before = meter()
      for (const body of bodies) await record(body)
      recorded.push(meter() - before)
      const { columns, text } = await rowsOf(ctx, 'interactions', Array.from({ length: next - first }, (_, i) => sent(first + i).id))
      if (!bare) {
        bare = await open(columns)
        await bare.copy(text)
      }
      copied.push(await bare.copy(text))
    }
  } finally {
    await bare?.close()
  }
  const rows = batches * BATCH
  return { ratio: median(recorded.map((seconds, i) => (copied[i] ?? Number.NaN) / seconds)), record: rows / median(recorded), copy: rows / median(copied) }
}

const result = (name: string, target: number, { ratio, record, copy }: { ratio: number; record: number; copy: number }): Result => ({
  name, ratio, target, atLeast: true, detail: `${Math.round(record).toLocaleString('en')} rows per CPU-second against ${Math.round(copy).toLocaleString('en')}`,
})

export async function recordingOnPostgres(postgres: Postgres, plan: Rounds): Promise<Result> {
  const url = await postgres.fresh()
  return withDb(await connect({ kind: 'postgresql', url, poolSize: 4 }), async (db) => {
    const ctx = await benchOrganisation(db, 'bench')
    return result('Batches of 1,000 against COPY, PostgreSQL', 0.1, await measure(ctx, postgres.meter, (columns) => postgresCopy(url, postgres.meter, columns), plan))
  })
}

export async function recordingEmbedded(plan: Rounds): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-bench-'))
  try {
    return await withDb(await connect({ kind: 'embedded', dataDir: join(folder, 'instance') }), async (db) => {
      const ctx = await benchOrganisation(db, 'bench')
      return result('Batches of 1,000 against COPY, embedded', 0.18, await measure(ctx, ownCpu, (columns) => embeddedCopy(join(folder, 'bare'), ownCpu, columns), plan))
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
