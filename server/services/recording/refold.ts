import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { foldFacts, type Folded } from '@/server/domain/identity/fold'
import { readFacts } from './facts'
import { arrayOf } from './sql'
import { writeCustomers, writeIssues } from './write-folded'

/** Merges customers' facts anew, after some were taken away or came to them. */
export async function refoldCustomers(tx: Tx, organisationId: string, ids: readonly string[]): Promise<void> {
  const facts = await readFacts(tx, organisationId, 'customer', ids)
  await writeCustomers(tx, organisationId, new Map([...facts].map(([id, of]) => [id, foldFacts(of)])))
}

/**
 * Puts issues right after facts or references were taken away: with facts left they are merged anew; mentioned only by
 * other records they are stubs under the first profile that does; otherwise they are gone.
 */
export async function refoldIssues(tx: Tx, organisationId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const facts = await readFacts(tx, organisationId, 'issue', ids)
  const mentions = (await tx.execute<{ id: string; profile_id: string }>(sql`
    select issue_id as id, min(profile_id::text) as profile_id from (
      select issue_id, profile_id from interactions where organisation_id = ${organisationId} and issue_id = any(${arrayOf('uuid', ids)}::uuid[])
      union all select issue_id, profile_id from promises where organisation_id = ${organisationId} and issue_id = any(${arrayOf('uuid', ids)}::uuid[])) m group by 1`)).rows
  const owner = new Map(mentions.map((row) => [row.id, row.profile_id]))
  const full = new Map<string, Folded>()
  const stubs = new Map<string, Folded>()
  const gone: string[] = []
  for (const [id, of] of facts) {
    if (of.length > 0) full.set(id, foldFacts(of))
    else if (owner.has(id)) stubs.set(id, foldFacts([]))
    else gone.push(id)
  }
  await writeIssues(tx, organisationId, full)
  await writeIssues(tx, organisationId, stubs, true)
  for (const table of ['issues', 'records']) {
    await tx.execute(sql`update ${sql.raw(table)} t set profile_id = u.profile_id from unnest(${arrayOf('uuid', [...stubs.keys()])}::uuid[], ${arrayOf('uuid', [...stubs.keys()].map((id) => owner.get(id)))}::uuid[]) as u(id, profile_id)
      where t.organisation_id = ${organisationId} and t.id = u.id and t.profile_id <> u.profile_id`)
    await tx.execute(sql`delete from ${sql.raw(table)} where organisation_id = ${organisationId} and id = any(${arrayOf('uuid', gone)}::uuid[])`)
  }
}
