import { and, eq, inArray, sql, type SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { journeyCells, journeyLanes, journeyPhases, journeySteps } from '@/db/schema'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../../context'
import { cellKey, type MapContent } from '../../domain/journeys/content'
import { recordId } from '../../domain/ids'
import { slugOf } from '../../domain/slug'

/** Writes what differs between two states of a map to its tables: a keystroke costs one row, whatever the map's size. */
export async function project(tx: Tx, ctx: OrgCtx, journeyId: string, before: MapContent, after: MapContent): Promise<void> {
  const own = { organisationId: ctx.org.id, journeyId }
  const placed = <T>(all: readonly T[]) => all.map((one, position) => ({ ...one, position }))

  const phases = differing(placed(before.phases), placed(after.phases), ({ id }) => id)
  await drop(tx, journeyPhases, and(eq(journeyPhases.organisationId, ctx.org.id), eq(journeyPhases.journeyId, journeyId), inArray(journeyPhases.id, phases.gone)), phases.gone)
  for (const rows of chunks(phases.changed)) {
    await tx.insert(journeyPhases).values(rows.map(({ id, name, when, position }) => ({ ...own, id, name, when, position })))
      .onConflictDoUpdate({ target: [journeyPhases.organisationId, journeyPhases.journeyId, journeyPhases.id], set: { name: sql`excluded.name`, when: sql`excluded."when"`, position: sql`excluded.position` } })
  }

  const steps = differing(placed(before.steps), placed(after.steps), ({ id }) => id)
  await drop(tx, journeySteps, and(eq(journeySteps.organisationId, ctx.org.id), eq(journeySteps.journeyId, journeyId), inArray(journeySteps.id, steps.gone)), steps.gone)
  for (const rows of chunks(steps.changed)) {
    await tx.insert(journeySteps).values(rows.map(({ id, name, phase, touchpoint, child, position }) => ({
      ...own, id, name, position, phaseId: phase, touchpoint, touchpointId: touchpoint === null ? null : recordId(ctx.org.id, 'touchpoint', '', slugOf(touchpoint)), childId: uuidOr(child),
    }))).onConflictDoUpdate({
      target: [journeySteps.organisationId, journeySteps.journeyId, journeySteps.id],
      set: { name: sql`excluded.name`, position: sql`excluded.position`, phaseId: sql`excluded.phase_id`, touchpoint: sql`excluded.touchpoint`, touchpointId: sql`excluded.touchpoint_id`, childId: sql`excluded.child_id` },
    })
  }

  const lanes = differing(placed(before.lanes), placed(after.lanes), ({ id }) => id)
  await drop(tx, journeyLanes, and(eq(journeyLanes.organisationId, ctx.org.id), eq(journeyLanes.journeyId, journeyId), inArray(journeyLanes.id, lanes.gone)), lanes.gone)
  for (const rows of chunks(lanes.changed)) {
    await tx.insert(journeyLanes).values(rows.map(({ id, name, kind, position }) => ({ ...own, id, name, kind, position })))
      .onConflictDoUpdate({ target: [journeyLanes.organisationId, journeyLanes.journeyId, journeyLanes.id], set: { name: sql`excluded.name`, kind: sql`excluded.kind`, position: sql`excluded.position` } })
  }

  const cells = differing(before.cells, after.cells, ({ lane, step }) => cellKey(lane, step))
  for (const keys of chunks(cells.gone)) {
    await tx.delete(journeyCells).where(and(eq(journeyCells.organisationId, ctx.org.id), eq(journeyCells.journeyId, journeyId), inArray(sql`${journeyCells.laneId} || ':' || ${journeyCells.stepId}`, keys)))
  }
  for (const rows of chunks(cells.changed)) {
    await tx.insert(journeyCells).values(rows.map((cell) => ({ ...own, laneId: cell.lane, stepId: cell.step, text: cell.text, evidence: cell.evidence, asIs: cell.as_is, toBe: cell.to_be })))
      .onConflictDoUpdate({
        target: [journeyCells.organisationId, journeyCells.journeyId, journeyCells.laneId, journeyCells.stepId],
        set: { text: sql`excluded.text`, evidence: sql`excluded.evidence`, asIs: sql`excluded.as_is`, toBe: sql`excluded.to_be` },
      })
  }
}

async function drop(tx: Tx, table: PgTable, where: SQL | undefined, gone: readonly string[]): Promise<void> {
  if (gone.length > 0) await tx.delete(table).where(where)
}

/** What is no longer there, by its key, and what is new or different, in key order so that two writers lock alike. */
function differing<T>(before: readonly T[], after: readonly T[], key: (one: T) => string): { gone: string[]; changed: T[] } {
  const old = new Map(before.map((one) => [key(one), JSON.stringify(one)]))
  const now = new Set(after.map(key))
  return {
    gone: [...old.keys()].filter((k) => !now.has(k)),
    changed: after.filter((one) => old.get(key(one)) !== JSON.stringify(one)).toSorted((a, b) => (key(a) < key(b) ? -1 : 1)),
  }
}

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += 500) yield all.slice(at, at + 500)
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u
const uuidOr = (text: string | null) => (text !== null && UUID.test(text) ? text : null)
