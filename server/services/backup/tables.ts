import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'

/** Counters that mean nothing later. */
const SKIPPED = new Set(['throttles'])

/** Every table of the schema, each after those it refers to: the order in which rows can be put back. */
export async function tablesInOrder(tx: Tx): Promise<string[]> {
  const names = (await tx.execute<{ name: string }>(sql`select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r' order by 1`)).rows.map(({ name }) => name)
  const edges = (await tx.execute<{ of: string; to: string }>(sql`select c.conrelid::regclass::text as "of", c.confrelid::regclass::text as "to" from pg_constraint c
    where c.contype = 'f' and c.connamespace = current_schema()::regnamespace and c.conrelid <> c.confrelid`)).rows
  const done = new Set<string>()
  const visit = (name: string, from: readonly string[]): void => {
    if (done.has(name) || from.includes(name)) return
    for (const { of, to } of edges) if (of === name) visit(to, [...from, name])
    done.add(name)
  }
  for (const name of names) visit(name, [])
  return [...done].filter((name) => !SKIPPED.has(name))
}
