import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import { journeys, personas } from '@/db/schema'
import { reading, type OrgCtx } from '../../context'
import { localDayOf } from '../../domain/time/local-day'

/** Every map, the last edited first, with how much is on it and whether it is due for a look. */
export function listJourneys(ctx: OrgCtx) {
  return reading(ctx, async (tx) => {
    const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
    const rows = await tx.select({
      id: journeys.id, slug: journeys.slug, name: journeys.name, level: journeys.level, parentId: journeys.parentId, reviewOn: journeys.reviewOn, archivedAt: journeys.archivedAt,
      editedAt: journeys.editedAt, editedBy: journeys.editedBy,
    }).from(journeys).where(eq(journeys.organisationId, ctx.org.id)).orderBy(desc(journeys.editedAt), asc(journeys.slug))
    const counts = await tx.execute<{ id: string; steps: number; bound: number; feelings: (number | null)[] }>(sql`
      select s.journey_id as id, count(*)::int as steps, count(s.touchpoint)::int as bound, json_agg(c.as_is order by s.position) as feelings from journey_steps s
      left join lateral (select min(c.as_is)::int as as_is from journey_cells c where c.organisation_id = s.organisation_id and c.journey_id = s.journey_id and c.step_id = s.id) c on true
      where s.organisation_id = ${ctx.org.id} group by 1`)
    const of = new Map(counts.rows.map((row) => [row.id, row]))
    return rows.map(({ archivedAt, reviewOn, editedAt, editedBy, ...row }) => ({
      ...row, archived: archivedAt !== null, review_on: reviewOn, due: reviewOn !== null && reviewOn <= today, edited_at: editedAt, edited_by: editedBy,
      steps: of.get(row.id)?.steps ?? 0, bound: of.get(row.id)?.bound ?? 0, feelings: of.get(row.id)?.feelings ?? [],
    }))
  })
}
export type JourneyInList = Awaited<ReturnType<typeof listJourneys>>[number]

/** Every persona with the maps drawn for it that are not put away. */
export function listPersonas(ctx: OrgCtx) {
  return reading(ctx, async (tx) => {
    const rows = await tx.select({ id: personas.id, name: personas.name, description: personas.description, segments: personas.segments }).from(personas).where(eq(personas.organisationId, ctx.org.id)).orderBy(asc(personas.name))
    const maps = await tx.select({ slug: journeys.slug, name: journeys.name, personas: journeys.personas }).from(journeys).where(and(eq(journeys.organisationId, ctx.org.id), isNull(journeys.archivedAt))).orderBy(asc(journeys.name))
    return rows.map((row) => ({ ...row, maps: maps.filter((map) => map.personas.includes(row.id)).map(({ slug, name }) => ({ slug, name })) }))
  })
}
export type PersonaInList = Awaited<ReturnType<typeof listPersonas>>[number]
