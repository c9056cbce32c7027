import { and, desc, eq, gte, ilike, lt, or, sql, type SQL } from 'drizzle-orm'
import { audit } from '@/db/schema'
import { reading, requireCapability, type OrgCtx } from '../context'
import { addDays, startOfDay } from '../domain/time/local-day'
import type { AuditFilters } from '../schemas/audit'

/** A place between two entries: the instant to the microsecond, and the id among those of one instant. */
export type AuditPlace = { at: string; id: string }
/** `seq`: its number in the sealed chain; null while it waits to be sealed. */
export type AuditEntry = { id: string; seq: number | null; at: Date; actor: string; actorKind: string; action: string; subject: string; subjectId: string; detail: Record<string, unknown> }
export type AuditPage = { entries: AuditEntry[]; next: AuditPlace | null }

const PAGE = 50

/** Who did what, newest first, from `after` on; `next` is null on the last page. Admins only: details name people. */
export async function listAudit(ctx: OrgCtx, after?: AuditPlace, filters: AuditFilters = {}, page = PAGE): Promise<AuditPage> {
  requireCapability(ctx, 'admin')
  const exact = sql<string>`to_char(${audit.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
  const rows = await reading(ctx, (tx) => tx.select({
    id: audit.id, seq: audit.seq, at: audit.at, exact, actor: audit.actorLabel, actorKind: audit.actorKind, action: audit.action, subject: audit.subject, subjectId: audit.subjectId, detail: audit.detail,
  }).from(audit)
    .where(and(eq(audit.organisationId, ctx.org.id), after && sql`(${audit.at}, ${audit.id}) < (${after.at}::timestamptz, ${after.id}::uuid)`, ...conditions(ctx, filters)))
    .orderBy(desc(audit.at), desc(audit.id)).limit(page + 1))
  const last = rows.length > page ? rows[page - 1] : undefined
  return { entries: rows.slice(0, page).map(({ exact: _, ...entry }) => entry), next: last ? { at: last.exact, id: last.id } : null }
}

/** All that match, as they are read: for files. */
export async function* everyAuditEntry(ctx: OrgCtx, filters: AuditFilters): AsyncGenerator<AuditEntry[], void> {
  for (let after: AuditPlace | undefined; ;) {
    const { entries, next } = await listAudit(ctx, after, filters, 1000)
    if (entries.length > 0) yield entries
    if (!next) return
    after = next
  }
}

/** Who is in the trail, and what kinds of things it is about: what can be filtered by. Admins only. */
export async function auditChoices(ctx: OrgCtx): Promise<{ actors: string[]; subjects: string[] }> {
  requireCapability(ctx, 'admin')
  return reading(ctx, async (tx) => ({
    actors: (await tx.selectDistinct({ name: audit.actorLabel }).from(audit).where(eq(audit.organisationId, ctx.org.id)).orderBy(audit.actorLabel).limit(500)).map((row) => row.name),
    subjects: (await tx.selectDistinct({ name: audit.subject }).from(audit).where(eq(audit.organisationId, ctx.org.id)).orderBy(audit.subject).limit(100)).map((row) => row.name),
  }))
}

function conditions(ctx: OrgCtx, { actor, subject, search, from, to }: AuditFilters): (SQL | undefined)[] {
  const start = (day: string) => new Date(startOfDay(day, ctx.org.timezone))
  const like = search ? `%${search.replaceAll(/[\\%_]/g, '\\$&')}%` : undefined
  return [
    actor ? eq(audit.actorLabel, actor) : undefined, subject ? eq(audit.subject, subject) : undefined,
    from ? gte(audit.at, start(from)) : undefined, to ? lt(audit.at, start(addDays(to, 1))) : undefined,
    like ? or(ilike(audit.action, like), ilike(audit.subjectId, like), ilike(sql`${audit.detail}::text`, like)) : undefined,
  ]
}
