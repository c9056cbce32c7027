import { createHmac } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { presentSecret } from '@/server/secrets'
import { FORMAT, LineHash, type Manifest } from './file'
import { tablesInOrder } from './tables'

/** Rows asked for at once: some megabytes at most. */
const ROWS = 1000

/** Tells whether two instances have the same secret without telling it. */
export const secretCheck = (secret: string): string => createHmac('sha256', presentSecret(secret)).update('touchstone-backup').digest('hex').slice(0, 32)

/**
 * Writes everything, as it is at one instant, to a file; the server goes on meanwhile (on the embedded engine others wait
 * while its files are copied, some seconds for a gigabyte; the copy needs as much room again until the backup is written). Under another name until it is whole; readable by its owner only, as it holds what
 * the database holds. `ownSecret`: the embedded instance's, which goes with it.
 */
export async function writeBackup(db: Db, path: string, { version, secret, ownSecret, now }: { version: string; secret: string; ownSecret: boolean; now: Date }): Promise<{ rows: number; bytes: number }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const aside = `${path}.part`
  let rows = 0
  const manifest: Manifest = { format: FORMAT, version, created_at: now.toISOString(), database: db.kind, migrations: db.migrations, secret: ownSecret ? secret : null, secret_check: secretCheck(secret) }
  try {
    await db.snapshot(async (tx) => {
      const hash = new LineHash()
      const lines = async function* () {
        for await (const line of contents(tx, manifest)) {
          hash.add(line)
          if (line.startsWith('R ')) rows++
          yield `${line}\n`
        }
        yield `E ${JSON.stringify({ rows, sha256: hash.digest() })}\n`
      }
      await pipeline(Readable.from(lines(), { objectMode: true, highWaterMark: 64 }), createGzip({ level: 2 }), createWriteStream(aside, { mode: 0o600, flush: true }))
    }, { aside: true })
    await rename(aside, path)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
  return { rows, bytes: (await stat(path)).size }
}

async function* contents(tx: Tx, manifest: Manifest): AsyncGenerator<string> {
  yield JSON.stringify(manifest)
  for (const table of await tablesInOrder(tx)) {
    yield `T ${table}`
    await tx.execute(sql.raw(`declare backup_rows no scroll cursor for select row_to_json(t)::text as row from "${table}" t`))
    for (;;) {
      const found = (await tx.execute<{ row: string }>(sql.raw(`fetch ${ROWS} from backup_rows`))).rows
      for (const { row } of found) yield `R ${row}`
      if (found.length < ROWS) break
    }
    await tx.execute(sql.raw('close backup_rows'))
  }
}
