import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'

/** For the rest of the transaction: what is sorted and put together is so in memory, where PostgreSQL has some to give. */
export async function inMemory(tx: Tx): Promise<void> {
  await tx.execute(sql`select set_config('work_mem', greatest(pg_size_bytes(current_setting('work_mem')), 134217728) / 1024 || 'kB', true)`)
}
