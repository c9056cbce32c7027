import { join, resolve } from 'node:path'
import { connect } from '@/db/client'
import { hasDatabase } from '@/db/embedded/lock'
import { now } from '../clock'
import { command } from '../control'
import { backupName } from '../domain/backup-schedule'
import { env } from '../env'
import { ownSecret, settingsSecret } from '../secrets'
import { writeBackup } from '../services/backup/write-backup'
import { ownVersion } from '../version'

// npm run backup [-- file]: everything, as it is now, into one file. The server may go on running.
try {
  const settings = env()
  const dataDir = resolve(settings.DATA_DIR)
  const path = resolve(process.argv[2] ?? join(settings.BACKUP_DIR ?? join(dataDir, 'backups'), backupName(now())))
  console.log(await (settings.DATABASE_URL ? fromPostgres(settings.DATABASE_URL, settingsSecret(settings) ?? '') : fromEmbedded(dataDir, settingsSecret(settings))))

  async function fromPostgres(url: string, secret: string): Promise<string> {
    const db = await connect({ kind: 'postgresql', url, poolSize: 2 })
    try {
      return said(await writeBackup(db, path, { version: ownVersion(), secret, ownSecret: false, now: now() }))
    } finally {
      await db.close()
    }
  }

  async function fromEmbedded(folder: string, secret: string | null): Promise<string> {
    const reply = await command(folder, { backup: path })
    if (reply) {
      if ('error' in reply) throw new Error(reply.error)
      return reply.ok
    }
    if (!hasDatabase(folder)) throw new Error(`There is no database in ${folder}. DATA_DIR says where it is; DATABASE_URL names a PostgreSQL.`)
    const db = await connect({ kind: 'embedded', dataDir: folder })
    try {
      return said(await writeBackup(db, path, { version: ownVersion(), secret: secret ?? ownSecret(folder), ownSecret: secret === null, now: now() }))
    } finally {
      await db.close()
    }
  }

  function said({ rows, bytes }: { rows: number; bytes: number }): string {
    return `${rows.toLocaleString('en')} rows, ${(bytes / 1e6).toFixed(1)} MB: ${path}`
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
