import { sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { APP_ROLE } from '@/db/security'
import type { OrgCtx } from '@/server/context'
import { readBackup, type Manifest } from './file'
import { eraseAgain, type Erased } from './erase-again'
import { tablesInOrder } from './tables'
import { secretsIn } from '@/server/secrets'
import { secretCheck } from './write-backup'

/** Text sent in one statement; a row may be larger. */
const CHARACTERS = 4_000_000
const ROWS = 5000

/** Reads a backup from end to end; returns its manifest. Throws one clear line when it is not whole. */
export async function checkBackup(path: string): Promise<Manifest> {
  let manifest: Manifest | undefined
  for await (const line of readBackup(path)) if ('manifest' in line) manifest = line.manifest
  if (!manifest) throw new Error(`${path} is empty.`)
  return manifest
}

/**
 * Puts a backup into an empty database, in one transaction: all of it or nothing. Whoever was erased since it was made
 * (`erased`, from the database it replaces) is erased again in that same transaction, through `ctxOf` their organisation,
 * so that nobody ever sees them, whenever the machine stops. Mails and webhooks that were waiting then are not sent now. The file is checked first, whole.
 */
export async function restoreBackup(db: Db, path: string, { version, secret, erased, ctxOf }: { version: string; secret: string; erased: readonly Erased[]; ctxOf: (db: Db, organisationId: string) => Promise<OrgCtx> }): Promise<{ rows: number; erasedAgain: number }> {
  const manifest = await checkBackup(path)
  if (manifest.migrations !== db.migrations) {
    throw new Error(`${path} was made by version ${manifest.version}, whose schema is ${manifest.migrations < db.migrations ? 'older' : 'newer'} than that of ${version}. Restore it with version ${manifest.version}; starting a newer one upgrades it then.`)
  }
  if (!secretsIn(secret).some((one) => manifest.secret_check === secretCheck(one))) throw new Error(`${path} belongs to an instance with another secret: erased people and sealed secrets could not be told with this one. Set SECRET to the one it was made with, or name that one in SECRET_PREVIOUS.`)
  return db.maintenance(async (tx) => {
    const [there] = (await tx.execute<{ some: boolean }>(sql`select exists (select from organisations) or exists (select from users) as some`)).rows
    if (there?.some) throw new Error('The database to restore into is not empty.')
    const known = new Set(await tablesInOrder(tx))
    const writer = new Writer(tx)
    for await (const line of readBackup(path)) {
      if ('row' in line) await writer.add(line.row)
      else if ('table' in line) {
        if (!known.has(line.table)) throw new Error(`${path} has a table "${line.table}" that this version does not know.`)
        await writer.begin(line.table)
      }
    }
    await writer.flush()
    await tx.execute(sql`update mails set state = 'dropped' where state in ('waiting', 'sending')`)
    await tx.execute(sql`update webhook_deliveries set state = 'dropped' where state in ('waiting', 'sending')`)
    const inside = within(db, tx)
    return { rows: writer.rows, erasedAgain: await eraseAgain(inside, erased, (organisationId) => ctxOf(inside, organisationId)) }
  })
}

/** A database whose transactions are all part of this one, with the role and the organisation each of them takes. */
function within(db: Db, tx: Tx): Db {
  const asOwner = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    await tx.execute(sql`set local role none`)
    return work(tx)
  }
  return {
    ...db, door: asOwner, maintenance: asOwner,
    async tenant({ organisationId }, work) {
      await tx.execute(sql.raw(`set local role ${APP_ROLE}`))
      await tx.execute(sql`select set_config('app.organisation_id', ${organisationId}, true)`)
      try {
        return await work(tx)
      } finally {
        // After a failure the whole transaction is lost, and says so by itself.
        await tx.execute(sql`set local role none`).catch(() => {})
      }
    },
  }
}

class Writer {
  rows = 0
  private table = ''
  private waiting: string[] = []
  private characters = 0

  constructor(private readonly tx: Tx) {}

  async begin(table: string): Promise<void> {
    await this.flush()
    this.table = table
  }

  async add(row: string): Promise<void> {
    this.waiting.push(row)
    this.characters += row.length
    if (this.waiting.length >= ROWS || this.characters >= CHARACTERS) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.waiting.length === 0) return
    const table = sql.raw(`"${this.table}"`)
    await this.tx.execute(sql`insert into ${table} select * from json_populate_recordset(null::${table}, ${`[${this.waiting.join(',')}]`}::json)`)
    this.rows += this.waiting.length
    this.waiting = []
    this.characters = 0
  }
}
