import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@/db/client'
import { csv, upload } from './importing'
import type { Postgres } from './postgres'
import type { Result } from './table'
import { benchOrganisation, withDb } from './tenant'

const MB = 1_000_000
const LOOK_MS = 100

/**
 * How far this process grows while it receives and imports a large file, above what it holds before: MB of resident
 * memory at the highest. The file is made while it is sent, so that only the server's own copy lies on the disk.
 */
export async function memoryOfImport(postgres: Postgres, megabytes: number, onProgress: (note: string) => void): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-bench-memory-'))
  try {
    return await withDb(await connect({ kind: 'postgresql', url: await postgres.fresh(), poolSize: 4 }), async (db) => {
      const ctx = await benchOrganisation(db, 'bench')
      const idle = process.memoryUsage.rss()
      let peak = idle
      const looking = setInterval(() => { peak = Math.max(peak, process.memoryUsage.rss()) }, LOOK_MS)
      try {
        onProgress(`a file of ${megabytes} MB`)
        const file = await upload(ctx, dataDir, 'transaction', csv('transaction', 0, { bytes: megabytes * MB }))
        onProgress('its import')
        await file.run({ settling: () => onProgress('what follows for customers') })
      } finally {
        clearInterval(looking)
      }
      return { name: `Memory above idle while importing ${megabytes} MB, in MB`, ratio: (peak - idle) / MB, target: 400, atLeast: false, detail: `idle ${(idle / MB).toFixed(0)} MB, peak ${(peak / MB).toFixed(0)} MB` }
    })
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
