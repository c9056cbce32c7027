import type * as Y from 'yjs'
import type { Cell, Lane, MapContent, Phase, Step } from '@/server/domain/journeys/content'
import { contentOf } from '@/server/domain/journeys/document'

/** A phase without steps still takes a column, to drop or begin one in. */
export type Column = { key: string; phase: Phase; step: Step | null; number: number; first: boolean }
export type Row = { lane: Lane; cells: readonly (Cell | null)[] }
/** A map as it is drawn: every row has one cell per column. */
export type Grid = { phases: readonly Phase[]; columns: readonly Column[]; rows: readonly Row[] }

export function gridOf({ phases, steps, lanes, cells }: MapContent, before?: Grid): Grid {
  let number = 0
  const columns = phases.flatMap((phase): Column[] => {
    const own = steps.filter((step) => step.phase === phase.id)
    if (own.length === 0) return [{ key: phase.id, phase, step: null, number: 0, first: true }]
    return own.map((step, index) => ({ key: step.id, phase, step, number: ++number, first: index === 0 }))
  })
  const found = new Map(cells.map((cell) => [`${cell.lane}:${cell.step}`, cell]))
  const rows = lanes.map((lane): Row => ({ lane, cells: columns.map(({ step }) => (step ? (found.get(`${lane.id}:${step.id}`) ?? null) : null)) }))
  return { phases: keep(before?.phases, phases), columns: keep(before?.columns, columns), rows: keepRows(before, rows) }
}

/** The old list where nothing in it changed, and the old things in it: what is the same is not drawn again. */
function keep<T>(before: readonly T[] | undefined, now: readonly T[]): readonly T[] {
  if (!before) return now
  const next = now.map((one, index) => {
    const old = before[index]
    return old !== undefined && JSON.stringify(old) === JSON.stringify(one) ? old : one
  })
  return next.length === before.length && next.every((one, index) => one === before[index]) ? before : next
}

function keepRows(before: Grid | undefined, rows: readonly Row[]): readonly Row[] {
  const old = new Map(before?.rows.map((row) => [row.lane.id, row]))
  return rows.map((row) => {
    const was = old.get(row.lane.id)
    if (!was) return row
    const cells = keep(was.cells, row.cells)
    return cells === was.cells && JSON.stringify(was.lane) === JSON.stringify(row.lane) ? was : { lane: row.lane, cells }
  })
}

/** The grid of a document, kept up with it. */
export class GridStore {
  private grid: Grid
  private readonly listeners = new Set<() => void>()
  constructor(private readonly doc: Y.Doc) {
    this.grid = gridOf(contentOf(doc))
    doc.on('update', () => {
      this.grid = gridOf(contentOf(this.doc), this.grid)
      for (const listener of this.listeners) listener()
    })
  }
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }
  readonly current = () => this.grid
}
