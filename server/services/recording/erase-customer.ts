import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { recordId } from '@/server/domain/ids'
import { notFound } from '@/server/errors'
import { redactAudit } from '../audit/redact-audit'
import { forgetSaid } from '../identity/forget-said'
import { setZone } from './apply'
import { keepErased } from './contribute'
import { erasureHash } from './erasure-key'
import { contributeFacts } from './fact-cells'
import { forgetDerived } from './identify'
import { lockStructure } from './lock'
import { refoldIssues } from './refold'
import { removeRecords, rowsOf } from './remove-records'
import { arrayOf } from './sql'
import { PLAIN_KINDS, TABLE_OF } from './tables'

type Profile = { id: string; external_id: string; anonymous: boolean; interactions: number }

/**
 * Erases a customer: every row about them under every id they had is removed; the daily roll-up keeps what happened,
 * counted with nobody. A keyed hash of each id stays, so that a replay cannot bring the person back. Returns how many
 * interactions were erased. Throws `not_found`. Requires `admin`.
 */
export async function eraseCustomer(ctx: OrgCtx, customer: string): Promise<{ interactions: number }> {
  requireCapability(ctx, 'admin')
  const externalId = z.string().trim().min(1).max(200).parse(customer)
  const org = ctx.org.id
  return writing(ctx, async (tx, w) => {
    await lockStructure(tx, org)
    await setZone(tx, ctx)
    const profiles = (await tx.execute<Profile>(sql`
      select p.id, p.external_id, p.anonymous, (select count(*) from interactions i where i.organisation_id = p.organisation_id and i.profile_id = p.id)::int as interactions
      from profiles me join profiles p on p.organisation_id = me.organisation_id and p.customer_id = me.customer_id
      where me.organisation_id = ${org} and me.id = ${recordId(org, 'customer', '', externalId)} order by p.id`)).rows
    if (profiles.length === 0) throw notFound('customer')
    const ids = profiles.map((p) => p.id)
    const theirs = sql`profile_id = any(${arrayOf('uuid', ids)}::uuid[])`
    const customers = (await tx.execute<{ id: string }>(sql`select distinct customer_id as id from profiles where organisation_id = ${org} and id = any(${arrayOf('uuid', ids)}::uuid[])`)).rows.map((row) => row.id)
    const issues = (await tx.execute<{ id: string }>(sql`
      select id from issues where organisation_id = ${org} and ${theirs}
      union select issue_id from interactions where organisation_id = ${org} and ${theirs} and issue_id is not null
      union select issue_id from promises where organisation_id = ${org} and ${theirs} and issue_id is not null`)).rows.map((row) => row.id)

    for (const p of profiles) {
      await tx.execute(sql`insert into erasures as t (organisation_id, hash, erased_at, interactions)
        values (${org}, ${`\\x${erasureHash(org, { externalId: p.external_id, anonymous: p.anonymous })}`}::bytea, ${ctx.now.toISOString()}::timestamptz, ${p.interactions})
        on conflict (organisation_id, hash) do update set interactions = t.interactions + excluded.interactions, erased_at = excluded.erased_at`)
    }
    await keepErased(tx, org, rowsOf(org, 'interaction', { by: 'profiles', ids }))
    const kept: SQL[] = PLAIN_KINDS.map((kind) => sql`select id from ${sql.raw(TABLE_OF[kind])} where organisation_id = ${org} and ${theirs}`)
    await tx.execute(sql`delete from records where organisation_id = ${org} and id in (${sql.join(kept, sql` union all `)})`)
    await removeRecords(tx, org, { by: 'profiles', ids }, { keepDaily: true })
    const facts = sql`from facts f where f.organisation_id = ${org} and f.${theirs}`
    await contributeFacts(tx, org, facts, -1)
    await tx.execute(sql`delete ${facts}`)
    await refoldIssues(tx, org, issues)
    await tx.execute(sql`update referrals set referred_profile_id = null where organisation_id = ${org} and referred_profile_id = any(${arrayOf('uuid', ids)}::uuid[])`)
    // A refused row of a file is somebody's data too.
    await tx.execute(sql`delete from import_rejects where organisation_id = ${org} and cells ?| ${arrayOf('text', profiles.map((p) => p.external_id))}::text[]`)
    await forgetDerived(tx, org, customers)
    await forgetSaid(tx, org, ids)
    await tx.execute(sql`delete from customers where organisation_id = ${org} and id = any(${arrayOf('uuid', customers)}::uuid[])`)
    await tx.execute(sql`delete from profiles where organisation_id = ${org} and id = any(${arrayOf('uuid', ids)}::uuid[])`)
    const interactions = profiles.reduce((sum, p) => sum + p.interactions, 0)
    await w.audit({ action: 'customer.erased', subject: 'erasure', subjectId: erasureHash(org, { externalId, anonymous: false }), detail: { interactions } })
    for (const topic of ['customers', 'interactions', 'transactions', 'issues', 'promises', 'responses', 'moments'] as const) w.publish(topic)
    await redactAudit(tx, ctx, [...new Set([...ids, ...customers, ...profiles.map((p) => p.external_id)])])
    return { interactions }
  })
}
