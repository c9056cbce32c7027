import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { APP_ROLE } from '@/db/security'
import type { OrgCtx } from '@/server/context'
import { arrayOf } from '../recording/sql'

/**
 * The trail keeps that something was done, and loses to whom: entries about these customers are emptied, and an entry says
 * which, so that they are not taken for edits (./check-audit). In the erasure's own transaction, but as the owner: the
 * application's role may only append.
 */
export async function redactAudit(tx: Tx, ctx: OrgCtx, subjects: readonly string[]): Promise<void> {
  const before = (await tx.execute<{ on: string | null }>(sql`select current_setting('app.maintenance', true) as on`)).rows[0]?.on ?? ''
  await tx.execute(sql`set local role none`)
  await tx.execute(sql`select set_config('app.maintenance', 'on', true)`)
  const emptied = (await tx.execute<{ id: string; sealed: boolean }>(sql`update audit set subject_id = 'erased', detail = '{}'::jsonb
    where organisation_id = ${ctx.org.id} and subject = 'customer' and subject_id = any(${arrayOf('text', subjects)}::text[]) returning id, seq is not null as sealed`)).rows
  const entries = emptied.filter((one) => one.sealed).map((one) => one.id)
  if (entries.length > 0) {
    await tx.execute(sql`insert into audit (organisation_id, id, at, actor_kind, actor_id, actor_label, action, subject, subject_id, detail)
      values (${ctx.org.id}, ${randomUUID()}, ${ctx.now.toISOString()}::timestamptz, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.label}, 'audit.redacted', 'audit', 'erasure', ${JSON.stringify({ entries })}::jsonb)`)
  }
  await tx.execute(sql`select set_config('app.maintenance', ${before}, true)`)
  await tx.execute(sql.raw(`set local role ${APP_ROLE}`))
}
