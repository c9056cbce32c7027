import { resolve } from 'node:path'
import { connect, type Db } from '@/db/client'
import { hasDatabase } from '@/db/embedded/lock'
import { env } from '../env'
import { setSealingSecret } from '../sealed'
import { ownSecret, settingsSecret, withNewSecret, writeOwnSecret } from '../secrets'
import { reseal } from '../services/secrets/reseal'

// npm run rotate-secret: a new secret for the instance. An embedded instance makes one by itself (stop the server first);
// where SECRET is set, set the new one as SECRET and the old as SECRET_PREVIOUS, restart, then run this. What lies sealed is
// sealed under the new one. Everybody has to sign in again. Keep the old one: erasures and the audit trail hang on it.
try {
  const settings = env()
  const folder = resolve(settings.DATA_DIR)
  const set = settingsSecret(settings)
  if (set !== null && settings.SECRET_PREVIOUS === undefined) throw new Error('Set the new secret as SECRET and the old one as SECRET_PREVIOUS, restart the server, then run this again.')
  if (!settings.DATABASE_URL && !hasDatabase(folder)) throw new Error(`There is no database in ${folder}. DATA_DIR says where it is; DATABASE_URL names a PostgreSQL.`)
  // Also finds out that no server is using an embedded one.
  const db = settings.DATABASE_URL ? await connect({ kind: 'postgresql', url: settings.DATABASE_URL, poolSize: 2 }) : await connect({ kind: 'embedded', dataDir: folder })
  await rotate(db).finally(() => db.close())

  async function rotate(opened: Db): Promise<void> {
    const secret = set ?? withNewSecret(ownSecret(folder))
    // Before anything is sealed with it: cut off here, both are known and everything still opens.
    if (set === null) writeOwnSecret(folder, secret)
    setSealingSecret(secret)
    const { sealed, unreadable } = await reseal(opened)
    console.log(`${sealed} sealed under the new secret.${unreadable > 0 ? ` ${unreadable} could not be opened by any secret given and stay as they were.` : ''}`)
    console.log(set === null ? `The new one stands first in ${folder}/secret, the old below it. Keep both.` : 'Keep SECRET_PREVIOUS set: who was erased under it stays erased only with it.')
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
