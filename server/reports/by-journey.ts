import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { journeys } from '@/db/schema'
import type { OrgCtx } from '../context'
import type { Asked, Report } from './report'
import { NOWHERE, resolveTouchpoints, type Part } from './split'

type Question = Asked<Record<string, unknown>>
type MapName = { key: string; label: string }

/** Each map is one more answer of the report: with more of them than this, the first by name. */
const MOST = 40

/**
 * A report that can also be split by journey: the part of a map is what the report says of the touchpoints its steps are
 * bound to, so it is the same to the last unit as the report filtered by that map. Maps share touchpoints; parts need not
 * add up to the whole.
 */
export function byJourney(report: Report): Report {
  const { answer, byPeriod, population } = report
  return {
    ...report,
    async answer(asked) {
      if (asked.parameters.by !== 'journey') return answer(asked)
      const whole = await answer(asked)
      const maps = await mapsOf(asked.tx, asked.ctx)
      if (maps.length > MOST) asked.note(`The first ${MOST} of ${maps.length} maps by name; journey=<slug> filters by any.`)
      asked.note('A touchpoint that stands on several maps counts for each of them: the maps need not add up to the total.')
      return { ...whole, rows: [...whole.rows, ...(await ofMaps(asked, maps, async (part) => (await answer(part)).rows))] }
    },
    ...(byPeriod ? { byPeriod: async (asked, interval) => [...(await byPeriod(asked, interval)), ...(asked.parameters.by === 'journey' ? await ofMaps(asked, await mapsOf(asked.tx, asked.ctx), (part) => byPeriod(part, interval)) : [])] } : {}),
    ...(population ? {
      async population(asked, cell) {
        if (asked.parameters.by !== 'journey' || !cell.row.key || cell.row.key === 'total') return population(asked, cell)
        return population(await narrowed(asked, cell.row.key), { ...cell, row: { ...cell.row, key: 'total' } })
      },
    } : {}),
  }
}

async function ofMaps<Row extends Record<string, unknown>>(asked: Question, maps: readonly MapName[], ask: (part: Question) => Promise<Row[]>): Promise<(Row & MapName)[]> {
  const rows: (Row & MapName)[] = []
  for (const map of maps.slice(0, MOST)) rows.push(...(await ask({ ...(await narrowed(asked, map.key)), note: () => undefined })).filter((row) => row.key === 'total').map((row) => ({ ...row, ...map })))
  return rows
}

const mapsOf = (tx: Tx, ctx: OrgCtx): Promise<MapName[]> =>
  tx.select({ key: journeys.slug, label: journeys.name }).from(journeys).where(and(eq(journeys.organisationId, ctx.org.id), isNull(journeys.archivedAt))).orderBy(asc(journeys.name), asc(journeys.slug))

/** The question asked of one map's touchpoints alone, within whatever else it is filtered by. */
async function narrowed(asked: Question, journey: string): Promise<Question> {
  const { by: _, ...parameters } = asked.parameters
  const within = asked.split.touchpoints
  const own = await resolveTouchpoints(asked.tx, asked.ctx, { journey })
  return { ...asked, parameters, split: { ...asked.split, touchpoints: within === null ? own : shared(own ?? [], within) } }
}

/** The filter's touchpoints that are also the map's; none of them must not become all. */
function shared(own: readonly Part[], within: readonly Part[]): Part[] {
  const both = within.filter(({ id }) => own.some((part) => part.id === id))
  return both.length > 0 ? both : [{ key: '', label: '', id: NOWHERE }]
}
