import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const MIGRATIONS = join(/* turbopackIgnore: true */ process.cwd(), 'db', 'migrations')
type Journal = { entries: { tag: string }[] }
const journal = () => JSON.parse(readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8')) as Journal

/** How many there are. */
export const migrationCount = (): number => journal().entries.length

/** The migrations as they were when there were only `count`, in a folder inside `folder`: what an older version made is upgraded in tests and benchmarks. */
export function olderMigrations(folder: string, count: number): string {
  const older = join(folder, String(count))
  mkdirSync(join(older, 'meta'), { recursive: true })
  const all = journal()
  const entries = all.entries.slice(0, count)
  for (const { tag } of entries) cpSync(join(MIGRATIONS, `${tag}.sql`), join(older, `${tag}.sql`))
  writeFileSync(join(older, 'meta', '_journal.json'), JSON.stringify({ ...all, entries }))
  return older
}
