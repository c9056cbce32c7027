import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Inside a data directory: a restored database that is complete, with its secret, until it has taken its place. */
export const RESTORED = 'restored'
/** In there: what the database that it replaces is called from now on. */
export const ASIDE = 'aside'

/**
 * Puts a complete restored database where the database is, and what was there aside; does nothing where there is none.
 * Cut off anywhere, it ends what it began when it is called again: whoever opens a data directory calls it first, so a
 * restore is there as a whole or not at all.
 */
export function takeRestored(dataDir: string): void {
  const restored = join(dataDir, RESTORED)
  if (!existsSync(restored)) return
  const [db, itsDb, itsSecret] = [join(dataDir, 'db'), join(restored, 'db'), join(restored, 'secret')]
  if (existsSync(itsDb)) {
    if (existsSync(db)) renameSync(db, join(dataDir, readFileSync(join(restored, ASIDE), 'utf8').trim()))
    renameSync(itsDb, db)
  }
  if (existsSync(itsSecret)) renameSync(itsSecret, join(dataDir, 'secret'))
  rmSync(restored, { recursive: true, force: true })
}
