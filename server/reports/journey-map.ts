import { sql } from 'drizzle-orm'
import { invalid } from '../errors'
import type { Asked } from './report'

/** A step as the reports see it; `touchpointId` null: not bound to the record. */
export type MapStep = { journey: string; journeyId: string; journeyName: string; phase: string; when: string; step: string; label: string; position: number; touchpoint: string | null; touchpointId: string | null }

/** The steps of one map (by slug), or of all that are not put away, in their order. An unknown slug is `invalid`. */
export async function mapSteps({ tx, ctx }: Pick<Asked<unknown>, 'tx' | 'ctx'>, journey?: string): Promise<MapStep[]> {
  if (journey !== undefined) {
    const known = await tx.execute(sql`select 1 from journeys where organisation_id = ${ctx.org.id} and slug = ${journey}`)
    if (known.rows.length === 0) throw invalid(`journey: there is no “${journey}”`, [{ field: 'journey', reason: `there is no “${journey}”` }])
  }
  const found = await tx.execute<MapStep>(sql`
    select j.slug as journey, j.id::text as "journeyId", j.name as "journeyName", coalesce(p.name, '') as phase, coalesce(p."when", 'during') as when, s.id as step, s.name as label, s.position, s.touchpoint, s.touchpoint_id::text as "touchpointId"
    from journeys j join journey_steps s on s.organisation_id = j.organisation_id and s.journey_id = j.id
    left join journey_phases p on p.organisation_id = s.organisation_id and p.journey_id = s.journey_id and p.id = s.phase_id
    where j.organisation_id = ${ctx.org.id} and ${journey === undefined ? sql`j.archived_at is null` : sql`j.slug = ${journey}`}
    order by j.slug, s.position`)
  return found.rows
}

/** Ids of the touchpoints the steps are bound to, each once. */
export const boundIds = (steps: readonly MapStep[]): string[] => [...new Set(steps.flatMap(({ touchpointId }) => (touchpointId === null ? [] : [touchpointId])))]
