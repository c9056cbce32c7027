import type pg from 'pg'
import { hideNames } from './names-hidden'

/** The role every tenant transaction takes: it owns nothing and is bound by row-level security. */
export const APP_ROLE = 'touchstone_app'
/** The organisation of the transaction; null, and so nobody's rows, where none was set. */
const OWN = "(select nullif(current_setting('app.organisation_id', true), '')::uuid)"

/**
 * Puts row-level security on every table that has an `organisation_id`, and grants the application role what it needs.
 * Runs after every migration and changes only what is missing, so a new tenant table cannot be forgotten.
 *
 * The owner too is bound (FORCE): it sees tenant rows only with `app.maintenance = 'on'`, and only the owner's policy
 * reads that setting, so the application role cannot switch it on for itself.
 */
export async function secure(client: pg.PoolClient): Promise<void> {
  await ensureRole(client)
  await client.query('begin')
  try {
    await client.query(`grant usage on schema public to ${APP_ROLE}`)
    const tables = await client.query<{ name: string; tenant: boolean; policies: string[] }>(`
      select c.relname as name,
        exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id' and not a.attisdropped) as tenant,
        array(select polname::text from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') order by c.relname`)
    for (const { name, tenant, policies } of tables.rows) {
      const table = `"${name}"`
      if (!tenant) {
        // Users, sessions, organisations, key hashes: only the door, which runs as the owner, may read them.
        await client.query(`revoke all on ${table} from ${APP_ROLE}`)
        continue
      }
      await client.query(`alter table ${table} enable row level security; alter table ${table} force row level security`)
      await client.query(`grant select, insert, update, delete on ${table} to ${APP_ROLE}`)
      // The audit trail is append-only for the application, and only the owner seals it.
      if (name === 'audit') await client.query(`revoke update, delete on ${table} from ${APP_ROLE}`)
      if (name === 'audit_heads') await client.query(`revoke insert, update, delete on ${table} from ${APP_ROLE}`)
      // In a sub-select, the setting is read once per statement instead of once per row.
      if (!policies.includes('tenant')) {
        await client.query(`create policy tenant on ${table} to ${APP_ROLE} using (organisation_id = ${OWN}) with check (organisation_id = ${OWN})`)
      }
      // What the first version called it, slower by a fifth.
      if (policies.includes('own_organisation')) await client.query(`drop policy own_organisation on ${table}`)
      if (!policies.includes('maintenance')) {
        await client.query(`create policy maintenance on ${table} to current_user
          using (current_setting('app.maintenance', true) = 'on') with check (current_setting('app.maintenance', true) = 'on')`)
      }
    }
    // An organisation may read and change its own settings; the door, as the owner, sees all of them.
    await client.query(`alter table organisations enable row level security; grant select, update on organisations to ${APP_ROLE}`)
    if (!tables.rows.find((t) => t.name === 'organisations')?.policies.includes('own_organisation')) {
      await client.query(`create policy own_organisation on organisations to ${APP_ROLE} using (id = ${OWN})`)
    }
    await client.query(`grant usage, select on all sequences in schema public to ${APP_ROLE}`)
    await hideNames(client, APP_ROLE)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/** Roles belong to the whole cluster: another database's start may create it at the same moment. */
async function ensureRole(client: pg.PoolClient): Promise<void> {
  const known = await client.query('select 1 from pg_roles where rolname = $1', [APP_ROLE])
  if (known.rowCount === 0) {
    try {
      await client.query(`create role ${APP_ROLE} nologin`)
    } catch (error) {
      const code = (error as { code?: string }).code
      if (code === '42501') {
        throw new Error(`The role ${APP_ROLE} is missing and this login may not create it. Ask the administrator to run: create role ${APP_ROLE} nologin; grant ${APP_ROLE} to the login in DATABASE_URL.`, { cause: error })
      }
      if (code !== '42710' && code !== '23505') throw error
    }
  }
  const granted = await client.query<{ member: boolean }>("select pg_has_role(current_user, $1, 'member') as member", [APP_ROLE])
  if (granted.rows[0]?.member) return
  try {
    await client.query(`grant ${APP_ROLE} to current_user`)
  } catch (error) {
    const code = (error as { code?: string }).code
    // 'tuple concurrently updated': another process granted it just now.
    if (code === 'XX000' || code === '23505') return
    throw new Error(`This login may not act as ${APP_ROLE}. Ask the administrator to run: grant ${APP_ROLE} to the login in DATABASE_URL.`, { cause: error })
  }
}
