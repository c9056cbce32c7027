import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { connect, type Db } from '@/db/client'
import { systemCtx } from '../access'
import { now } from '../clock'
import { env } from '../env'
import { ownSecret, settingsSecret, writeOwnSecret } from '../secrets'
import { erasedIn, type Erased } from '../services/backup/erase-again'
import { checkBackup, restoreBackup } from '../services/backup/restore-backup'
import { setErasureKey } from '../services/recording/erasure-key'
import { setSealingSecret } from '../sealed'
import { ownVersion } from '../version'

const USAGE = `npm run restore -- <file>                                  into DATA_DIR, where there is no database yet
npm run restore -- <file> --replace                        the same; the database that is there is put aside, and whoever it has erased stays erased
DATABASE_URL=… SECRET=… npm run restore -- <file> [--erased-in <url of the database it replaces>]   into an empty PostgreSQL database
Stop the server first.`

try {
  const { positionals: [given], values } = parseArgs({ allowPositionals: true, options: { replace: { type: 'boolean', default: false }, 'erased-in': { type: 'string' } } })
  if (!given) throw new Error(USAGE)
  const path = resolve(given)
  const settings = env()
  const { rows, erasedAgain } = await (settings.DATABASE_URL ? intoPostgres(settings.DATABASE_URL, settingsSecret(settings) ?? '', values['erased-in']) : intoEmbedded(resolve(settings.DATA_DIR), settingsSecret(settings), values.replace))
  console.log(`${rows.toLocaleString('en')} rows restored.${erasedAgain > 0 ? ` ${erasedAgain === 1 ? 'One customer who had been erased since was' : `${erasedAgain.toLocaleString('en')} customers who had been erased since were`} erased again.` : ''}`)

  async function into(db: Db, secret: string, erased: readonly Erased[]) {
    setErasureKey(secret)
    setSealingSecret(secret)
    try {
      return await restoreBackup(db, path, { version: ownVersion(), secret, erased, ctxOf: (inside, organisationId) => systemCtx(inside, organisationId, now()) })
    } finally {
      await db.close()
    }
  }

  async function intoPostgres(url: string, secret: string, old: string | undefined) {
    let erased: Erased[] = []
    if (old) {
      const before = await connect({ kind: 'postgresql', url: old, poolSize: 2 })
      erased = await erasedIn(before).finally(() => before.close())
    }
    return into(await connect({ kind: 'postgresql', url, poolSize: 2 }), secret, erased)
  }

  async function intoEmbedded(folder: string, secret: string | null, replace: boolean) {
    const manifest = await checkBackup(path)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const [there, aside] = [join(folder, 'db'), join(folder, `db-replaced-${now().toISOString().slice(0, 19).replaceAll(':', '-')}`)]
    // Whom a restore that was killed half-way still had to erase again: its old database lies aside by now.
    const noted = join(folder, 'restore-erased.json')
    let erased: Erased[] = existsSync(noted) ? (JSON.parse(readFileSync(noted, 'utf8')) as Erased[]) : []
    const replacing = existsSync(there)
    if (replacing) {
      if (!replace) throw new Error(`There is a database in ${folder} already. --replace puts it aside and keeps its erasures.`)
      // Also finds out that no server is using it.
      const before = await connect({ kind: 'embedded', dataDir: folder })
      erased = [...erased, ...await erasedIn(before).finally(() => before.close())]
      writeFileSync(noted, JSON.stringify(erased), { mode: 0o600, flush: true })
      renameSync(there, aside)
    }
    try {
      const own = manifest.secret ?? secret ?? ownSecret(folder)
      const restored = await into(await connect({ kind: 'embedded', dataDir: folder }), secret ?? own, erased)
      if (secret === null) writeOwnSecret(folder, own)
      rmSync(noted, { force: true })
      if (replacing) console.log(`What was there before lies in ${aside}.`)
      return restored
    } catch (error) {
      rmSync(there, { recursive: true, force: true })
      if (replacing) renameSync(aside, there)
      throw error
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
