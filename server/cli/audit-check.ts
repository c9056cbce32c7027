import { resolve } from 'node:path'
import { connect, type Db } from '@/db/client'
import { hasDatabase } from '@/db/embedded/lock'
import { command } from '../control'
import { env } from '../env'
import { ownSecret, settingsSecret } from '../secrets'
import { setSealingSecret } from '../sealed'
import { checkAudit, sayAudit } from '../services/audit/check-audit'
import { sealAudit } from '../services/audit/seal-audit'

// npm run audit-check: walks every organisation's audit trail and says what is missing or was changed; exit code 1 when
// anything is. The server may go on running. Keep the ends it prints somewhere else: an older one proves what went since.
try {
  const settings = env()
  const said = await (settings.DATABASE_URL ? withPostgres(settings.DATABASE_URL, settingsSecret(settings) ?? '') : withEmbedded(resolve(settings.DATA_DIR), settingsSecret(settings)))
  console.log(said)
  if (!said.startsWith('Whole')) process.exitCode = 1

  async function check(db: Db, secret: string): Promise<string> {
    setSealingSecret(secret)
    try {
      await sealAudit(db)
      return sayAudit(await checkAudit(db))
    } finally {
      await db.close()
    }
  }

  async function withPostgres(url: string, secret: string): Promise<string> {
    return check(await connect({ kind: 'postgresql', url, poolSize: 2 }), secret)
  }

  async function withEmbedded(folder: string, secret: string | null): Promise<string> {
    const reply = await command(folder, { audit: 'check' })
    if (reply) {
      if ('error' in reply) throw new Error(reply.error)
      return reply.ok
    }
    if (!hasDatabase(folder)) throw new Error(`There is no database in ${folder}. DATA_DIR says where it is; DATABASE_URL names a PostgreSQL.`)
    return check(await connect({ kind: 'embedded', dataDir: folder }), secret ?? ownSecret(folder))
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
