import { and, desc, eq, sql } from 'drizzle-orm'
import { audit } from '@/db/schema'
import { reading, requireCapability, type OrgCtx } from '../context'

/** A place between two entries: the instant to the microsecond, and the id among those of one instant. */
export type AuditPlace = { at: string; id: string }
export type AuditEntry = { id: string; at: Date; actor: string; actorKind: string; action: string; subject: string; subjectId: string; detail: Record<string, unknown> }
export type AuditPage = { entries: AuditEntry[]; next: AuditPlace | null }

const PAGE = 50

/** Who did what, newest first, from `after` on; `next` is null on the last page. Admins only: details name people. */
export async function listAudit(ctx: OrgCtx, after?: AuditPlace): Promise<AuditPage> {
  requireCapability(ctx, 'admin')
  const exact = sql<string>`to_char(${audit.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
  const rows = await reading(ctx, (tx) => tx.select({
    id: audit.id, at: audit.at, exact, actor: audit.actorLabel, actorKind: audit.actorKind, action: audit.action, subject: audit.subject, subjectId: audit.subjectId, detail: audit.detail,
  }).from(audit)
    .where(and(eq(audit.organisationId, ctx.org.id), after && sql`(${audit.at}, ${audit.id}) < (${after.at}::timestamptz, ${after.id}::uuid)`))
    .orderBy(desc(audit.at), desc(audit.id)).limit(PAGE + 1))
  const last = rows.length > PAGE ? rows[PAGE - 1] : undefined
  return { entries: rows.slice(0, PAGE).map(({ exact: _, ...entry }) => entry), next: last ? { at: last.exact, id: last.id } : null }
}
