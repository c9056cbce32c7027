import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { connect, type Db } from '@/db/client'
import { hasDatabase, lockDataDir } from '@/db/embedded/lock'
import { ASIDE, RESTORED, takeRestored } from '@/db/embedded/restored'
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
    // Whom a restore of an earlier version, killed half-way, still had to erase again: its old database lies aside by now.
    const noted = join(folder, 'restore-erased.json')
    let erased: Erased[] = existsSync(noted) ? (JSON.parse(readFileSync(noted, 'utf8')) as Erased[]) : []
    const replacing = hasDatabase(folder)
    if (replacing) {
      if (!replace) throw new Error(`There is a database in ${folder} already. --replace puts it aside and keeps its erasures.`)
      // Also finds out that no server is using it.
      const before = await connect({ kind: 'embedded', dataDir: folder })
      erased = [...erased, ...await erasedIn(before).finally(() => before.close())]
    }
    const held = await lockDataDir(folder)
    // What is there stays where it is until all of this one is there: killed before, a restore has changed nothing.
    const beside = join(folder, 'restoring')
    const aside = `db-replaced-${now().toISOString().slice(0, 19).replaceAll(':', '-')}`
    try {
      rmSync(beside, { recursive: true, force: true })
      const own = manifest.secret ?? secret ?? ownSecret(folder)
      const restored = await into(await connect({ kind: 'embedded', dataDir: beside }), secret ?? own, erased)
      if (secret === null) writeOwnSecret(beside, own)
      writeFileSync(join(beside, ASIDE), `${aside}\n`, { flush: true })
      renameSync(beside, join(folder, RESTORED))
      takeRestored(folder)
      rmSync(noted, { force: true })
      if (replacing) console.log(`What was there before lies in ${join(folder, aside)}.`)
      return restored
    } catch (error) {
      rmSync(beside, { recursive: true, force: true })
      throw error
    } finally {
      await held.release()
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
