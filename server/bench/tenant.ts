import type { Db } from '@/db/client'
import { systemCtx } from '../access'
import type { OrgCtx } from '../context'
import { insertOrganisation } from '../services/organisations/create-organisation'

/** When a benchmark happens: always the same. */
export const BENCH_NOW = new Date('2026-03-15T10:00:00Z')

/** A new organisation, and the system's way into it. */
export async function benchOrganisation(db: Db, slug: string): Promise<OrgCtx> {
  const id = await db.maintenance((tx) => insertOrganisation(tx, { name: slug, slug, timezone: 'Europe/Berlin', currency: 'EUR' }, null, BENCH_NOW))
  return systemCtx(db, id, BENCH_NOW)
}

export async function withDb<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
