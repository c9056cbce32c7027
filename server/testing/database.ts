import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type Db } from '@/db/client'
import { organisations } from '@/db/schema'
import type { Role } from '@/db/vocabulary'
import { systemCtx } from '../access'
import { capabilitiesOfRole, type OrgCtx, type Organisation } from '../context'
import { asking, beside, dropDatabase } from './postgres'

/**
 * A migrated, empty database of its own for one test file: embedded in memory (from a template made once per schema),
 * or a fresh database on TEST_DATABASE_URL, whose login must be allowed to create databases.
 */
export async function testDb(): Promise<Db> {
  const url = process.env.TEST_DATABASE_URL
  return url ? onPostgres(url) : connect({ kind: 'embedded', dataDir: null, template: await template() })
}

async function onPostgres(url: string): Promise<Db> {
  const name = `touchstone_test_${randomUUID().slice(0, 8)}`
  const from = await templateDatabase(url)
  await asking(url, (client) => client.query(`create database ${name} template ${from}`))
  const db = await connect({ kind: 'postgresql', url: beside(url, name), poolSize: 8 })
  return {
    ...db,
    async close() {
      await db.close()
      await asking(url, (client) => dropDatabase(client, name))
    },
  }
}

/** A migrated, empty database that others are copies of: made by the first who asks, while the others wait. */
async function templateDatabase(url: string): Promise<string> {
  const name = `touchstone_template_${schemaHash()}`
  return asking(url, async (client) => {
    await client.query('select pg_advisory_lock(8245)')
    if ((await client.query('select 1 from pg_database where datname = $1', [name])).rowCount === 0) {
      // Under another name until it is whole: whoever made it may be killed.
      const making = `touchstone_test_${randomUUID().slice(0, 8)}`
      await client.query(`create database ${making}`)
      await (await connect({ kind: 'postgresql', url: beside(url, making), poolSize: 2 })).close()
      await client.query(`alter database ${making} rename to ${name}`)
    }
    return name
  })
}

/** Tells one schema from another by everything that makes it. */
function schemaHash(): string {
  const folder = join(process.cwd(), 'db', 'migrations')
  const hash = createHash('sha256')
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.sql')).toSorted()) hash.update(readFileSync(join(folder, file)))
  for (const file of ['security.ts', 'names-hidden.ts']) hash.update(readFileSync(join(process.cwd(), 'db', file)))
  return hash.digest('hex').slice(0, 16)
}

/** The migrated database as a file, kept under .cache by the hash of all migrations. */
async function template(): Promise<Uint8Array> {
  const path = join(process.cwd(), '.cache', 'template', `${schemaHash()}.tar`)
  if (!existsSync(path)) {
    const db = await connect({ kind: 'embedded', dataDir: null })
    const bytes = await db.dump()
    await db.close()
    mkdirSync(join(path, '..'), { recursive: true })
    // Written aside and renamed: two test files may make it at once.
    const aside = `${path}.${randomUUID()}`
    writeFileSync(aside, bytes ?? new Uint8Array())
    renameSync(aside, path)
  }
  return readFileSync(path)
}

export const TEST_NOW = new Date('2026-03-15T10:00:00Z')

/** A new organisation and a way to act in it. `as(role)` gives the same organisation through another role. */
export async function testOrganisation(db: Db, settings: Partial<Omit<Organisation, 'id'>> = {}): Promise<{ ctx: OrgCtx; as(role: Role, now?: Date): OrgCtx }> {
  const id = randomUUID()
  await db.door((tx) => tx.insert(organisations).values({
    id, slug: settings.slug ?? `org-${id.slice(0, 8)}`, name: settings.name ?? 'Test organisation', timezone: 'UTC', currency: 'EUR', ...settings,
  }))
  const ctx = await systemCtx(db, id, TEST_NOW)
  const as = (role: Role, now = TEST_NOW): OrgCtx => ({ ...ctx, now, can: capabilitiesOfRole(role), actor: { kind: 'user', id: `test-${role}`, label: role } })
  return { ctx: as('owner'), as }
}
