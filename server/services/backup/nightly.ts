import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '@/db/client'
import { backupDue, backupName, backupsToDelete, backupTime } from '@/server/domain/backup-schedule'
import { log } from '@/server/log'
import { writeBackup } from './write-backup'
import { repeatedly } from '@/server/repeatedly'

export type Nightly = { dir: string; everyHours: number; keep: number; version: string; secret: string; ownSecret: boolean; clock: () => Date }
const LOOK_EVERY_MS = 15 * 60_000

/** Makes a backup now, and deletes those beyond the newest `keep`. */
export async function backUp(db: Db, { dir, keep, version, secret, ownSecret, clock }: Omit<Nightly, 'everyHours'>): Promise<{ path: string; rows: number; bytes: number }> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const now = clock()
  const path = join(dir, backupName(now))
  const written = await writeBackup(db, path, { version, secret, ownSecret, now })
  for (const name of backupsToDelete(await readdir(dir), keep)) await rm(join(dir, name), { force: true })
  return { path, ...written }
}

/**
 * The embedded engine's own backups: looks now and then whether one is due. One that fails (a full disk) is said in the
 * log and tried again at the next look; the server goes on.
 */
export function startNightly(db: Db, plan: Nightly): { stop(): Promise<void> } {
  const since = plan.clock()
  const look = async (): Promise<void> => {
    const times = (await readdir(plan.dir).catch(() => [])).flatMap((name) => backupTime(name) ?? []).toSorted((a, b) => b.getTime() - a.getTime())
    const now = plan.clock()
    if (!backupDue({ now, hour: now.getHours(), last: times[0] ?? null, since, everyHours: plan.everyHours })) return
    try {
      const { rows, bytes } = await backUp(db, plan)
      log('info', 'backup', { rows, bytes })
    } catch (error) {
      log('error', 'backup.failed', { message: error instanceof Error ? error.message : String(error) })
    }
  }
  return repeatedly(look, LOOK_EVERY_MS, { atOnce: false })
}
