import type * as Y from 'yjs'
import { EVIDENCE, JOURNEY_WHEN, type JourneyWhen } from '@/db/vocabulary'
import { cellKey, MOST, type Step } from '@/server/domain/journeys/content'
import { LOCAL, readText, writeText, type Noun } from '@/server/domain/journeys/document'
import { addLane, addPhase, addStep, bindStep, clearCell, markCell, moveLane, movePhase, moveStep, remove } from '@/server/domain/journeys/edit'
import type { Column, Grid } from './grid'
import { cellsOf, headed, sameLane, type Headed } from './pasted'

/** Where the reader stands: a row (`phase`, `step`, `touchpoint` or a lane's id) and a column's key. */
export type Place = { row: string; column: string }
export const HEADS = ['phase', 'step', 'touchpoint'] as const
export const samePlace = (a: Place | null, b: Place | null) => a?.row === b?.row && a?.column === b?.column

const columnAt = (grid: Grid, key: string): Column | undefined => grid.columns.find((column) => column.key === key)
const newId = () => crypto.randomUUID().slice(0, 8)

/** Everything one can do to the map where one stands. Each answers where one stands then. */
export class Editing {
  constructor(private readonly doc: Y.Doc, private readonly grid: () => Grid) {}

  rows(): string[] {
    return [...HEADS, ...this.grid().rows.map(({ lane }) => lane.id)]
  }

  /** The neighbour; stays at the edges. On the row of phases a step to the side is a phase. */
  beside(place: Place, rows: number, columns: number): Place {
    const grid = this.grid()
    const all = this.rows()
    const row = all[Math.max(0, Math.min(all.length - 1, all.indexOf(place.row) + rows))] ?? 'step'
    let at = grid.columns.findIndex(({ key }) => key === place.column)
    if (row === 'phase' && columns !== 0) {
      const phase = grid.phases.findIndex(({ id }) => id === grid.columns[at]?.phase.id)
      const next = grid.phases[Math.max(0, Math.min(grid.phases.length - 1, phase + columns))]
      at = grid.columns.findIndex((column) => column.phase.id === next?.id)
    } else at += columns
    const column = grid.columns[Math.max(0, Math.min(grid.columns.length - 1, at))]
    return { row, column: (row === 'phase' ? grid.columns.find((c) => c.phase.id === column?.phase.id)?.key : column?.key) ?? place.column }
  }

  end(place: Place, to: 'row start' | 'row end' | 'first' | 'last'): Place {
    const { columns } = this.grid()
    const rows = this.rows()
    const column = (to === 'row start' || to === 'first' ? columns[0] : columns.at(-1))?.key ?? place.column
    return { row: to === 'first' ? 'step' : to === 'last' ? (rows.at(-1) ?? place.row) : place.row, column }
  }

  /** No more steps fit on the map. */
  full(): boolean {
    return this.grid().columns.filter((column) => column.step).length >= MOST.steps
  }

  /** Where one writes who types here: in a phase without steps a step is begun for it. Null where none fits any more. */
  writable(place: Place): Place | null {
    if (place.row === 'phase' || this.stepAt(place)) return place
    if (this.full()) return null
    const made = this.newStep(place)
    return made && { row: place.row, column: made.column }
  }

  /** The name of the text one writes in there; null where there is none (a step's touchpoint is picked, not written). */
  textAt(place: Place | null): string | null {
    if (!place) return null
    const lane = this.grid().rows.some((row) => row.lane.id === place.row)
    if (place.column === 'head') return lane ? `l.${place.row}` : null
    const column = columnAt(this.grid(), place.column)
    if (!column || (place.row !== 'phase' && !column.step)) return null
    if (place.row === 'phase') return `p.${column.phase.id}`
    if (place.row === 'step' || place.row === 'touchpoint') return `s.${column.key}`
    return lane ? `c.${cellKey(place.row, column.key)}` : null
  }

  /** What is written there now. */
  said(place: Place): string {
    const name = this.textAt(place)
    return name === null ? '' : readText(this.doc, name.slice(0, 1) as Noun, name.slice(2))
  }

  /** The steps' ids in their order. */
  steps(): string[] {
    return this.grid().columns.flatMap(({ step }) => step?.id ?? [])
  }

  /** A step of which nothing is said yet: no name, no cell, bound to nothing. */
  isBlank(id: string): boolean {
    const { columns, rows } = this.grid()
    const at = columns.findIndex(({ step }) => step?.id === id)
    const step = columns[at]?.step
    return !!step && step.name === '' && step.touchpoint === null && step.child === null && rows.every(({ cells }) => !cells[at])
  }

  takeOut(id: string): void {
    remove(this.doc, 's', id)
  }

  /** The place, or the first one there is where it has gone. */
  standing(place: Place): Place {
    const { columns } = this.grid()
    return columnAt(this.grid(), place.column) ? place : { row: place.row, column: columns[0]?.key ?? '' }
  }

  newStep(place: Place | null): Place | null {
    const grid = this.grid()
    const column = (place && columnAt(grid, place.column)) ?? grid.columns.at(-1)
    if (!column || this.full()) return place
    const own = grid.columns.filter((c) => c.phase.id === column.phase.id && c.step)
    const id = newId()
    addStep(this.doc, { id, phase: column.phase.id }, column.step ? own.indexOf(column) + 1 : 0)
    return { row: 'step', column: id }
  }

  /** The next cell that can be written in: of this row, else the first of the row below. */
  onward(place: Place): Place {
    const { columns } = this.grid()
    const at = columns.findIndex(({ key }) => key === place.column)
    const next = columns.find(({ step }, index) => index > at && step !== null)
    if (next) return { row: place.row, column: next.key }
    const below = this.beside(place, 1, 0)
    return { row: below.row, column: columns.find(({ step }) => step !== null)?.key ?? place.column }
  }

  /**
   * On from a step: behind the last of a phase comes a new one, as long as this one has a name. From one without a name the
   * next phase begins, and the nameless one goes, unless it is the only one of its phase.
   */
  onwardStep(place: Place): { place: Place | null; write: boolean } {
    const { columns } = this.grid()
    const at = columns.findIndex(({ key }) => key === place.column)
    const [here, next] = [columns[at], columns[at + 1]]
    const last = next === undefined || next.phase.id !== here?.phase.id
    if (here?.step && here.step.name !== '') return last ? { place: this.newStep(place), write: true } : { place: { row: 'step', column: next.key }, write: false }
    if (next === undefined) return { place, write: false }
    if (here?.step && last && columns.filter((column) => column.phase.id === here.phase.id).length > 1) remove(this.doc, 's', here.step.id)
    if (next.step) return { place: { row: 'step', column: next.key }, write: false }
    return { place: this.newStep({ row: 'step', column: next.key }), write: true }
  }

  /**
   * Enter on a step's name: on to the next step, a new one behind the last of its phase. On one without a name the list is
   * done: the nameless one goes, unless it is the only one of its phase, and one stands in the first lane of the first step.
   */
  entered(place: Place): { place: Place | null; write: boolean } {
    const here = this.stepAt(place)
    if (!here || here.name !== '') return this.onwardStep(place)
    const { columns, rows } = this.grid()
    const own = columns.find(({ key }) => key === place.column)?.phase.id
    if (columns.filter((column) => column.phase.id === own).length > 1) remove(this.doc, 's', here.id)
    const first = columns.find(({ step }) => step !== null)
    const lane = rows[0]?.lane.id
    return { place: first && lane ? { row: lane, column: first.key } : place, write: false }
  }

  /**
   * Down from a cell that was written: from a step's name to its first lane (a touchpoint is bound by its own key), and
   * from the last lane on to the next step's name, a new one behind the last of the line.
   */
  downward(place: Place): { place: Place | null; write: boolean } {
    const { rows, columns } = this.grid()
    const [first, last] = [rows[0]?.lane.id, rows.at(-1)?.lane.id]
    if (place.row === 'step' && first) return { place: { row: first, column: place.column }, write: false }
    if (place.row !== last || !this.stepAt(place)) return { place: this.beside(place, 1, 0), write: false }
    const next = columns[columns.findIndex(({ key }) => key === place.column) + 1]
    if (next?.step) return { place: { row: 'step', column: next.key }, write: false }
    return { place: this.newStep(place), write: true }
  }

  /** Writes what the step before says in this lane, and goes down; where there is nothing to say it stays. */
  same(place: Place): { place: Place | null; write: boolean } {
    const { columns, rows } = this.grid()
    const at = columns.findIndex(({ key }) => key === place.column)
    const before = columns.findLastIndex(({ step }, index) => step !== null && index < at)
    const row = rows.find(({ lane }) => lane.id === place.row)
    const [said, step] = [row?.cells[before], columns[at]?.step]
    if (!row || !said || !step) return { place, write: false }
    if (row.lane.kind === 'feelings') markCell(this.doc, place.row, step.id, { as_is: said.as_is, to_be: said.to_be })
    writeText(this.doc, 'c', cellKey(place.row, step.id), said.text)
    return this.downward(place)
  }

  /**
   * What was copied from a list or a sheet, as cells: along the row from here, a new step for each where it is a row of
   * steps; a sheet's further rows go into the lanes below. A list (lines without tabs) goes along the row too. A sheet whose
   * first row names its columns, one of them `step`, becomes steps with what it says in the lanes it names.
   * `left`: what did not fit, in words; null where everything did.
   */
  spread(place: Place, text: string): { place: Place; left: string | null } {
    const lines = cellsOf(text)
    const named = headed(lines, this.grid().rows.map(({ lane }) => lane.name))
    if (named) return this.spreadNamed({ row: 'step', column: place.column }, named)
    const table = lines.every((line) => line.length === 1) ? [lines.map(([part = '']) => part)] : lines
    const below = this.rows().slice(this.rows().indexOf(place.row)).filter((row) => row !== 'touchpoint' && row !== 'phase')
    const wide = Math.max(...table.map((line) => line.length))
    const deep = table.filter((line, down) => below[down] === undefined && line.some((said) => said !== '')).length
    return this.fill(place, wide, deep, (at) => table.flatMap((line, down) => { const row = below[down]; return row === undefined ? [] : [{ row, said: line[at] ?? '' }] }))
  }

  private spreadNamed(place: Place, { steps, lanes, aside }: Headed): { place: Place; left: string | null } {
    const rows = lanes.map((lane) => {
      const there = this.grid().rows.find((row) => sameLane(row.lane.name, lane.name))
      if (there) return there.lane.id
      return this.grid().rows.length < MOST.lanes ? this.newLane(place, lane).row : undefined
    })
    const filled = this.fill(place, steps.length, rows.filter((row) => row === undefined).length, (at) => [
      { row: 'step', said: steps[at]?.name ?? '' }, ...[...(steps[at]?.said ?? [])].flatMap(([lane, said]) => { const row = rows[lane]; return row === undefined ? [] : [{ row, said }] }),
    ])
    const unread = aside.length > 0 ? `What stands under ${aside.map((name) => `“${name}”`).join(', ')} was not pasted: a file with the table, brought in as a new map, has it.` : null
    return { place: filled.place, left: [filled.left, unread].filter(Boolean).join(' ') || null }
  }

  /** Writes `wide` entries from here on, each what `of` says of it, into steps there are or new ones. `deep`: rows for which there is no lane. */
  private fill(place: Place, wide: number, deep: number, of: (at: number) => { row: string; said: string }[]): { place: Place; left: string | null } {
    const steps: string[] = []
    let here: Place | null = place
    for (let at = 0; at < wide && here; at++) {
      const next: Place | null = place.row === 'step' ? (at === 0 && this.stepAt(here)?.name === '' ? here : this.newStep(here)) : at === 0 ? this.writable(here) : this.stepBeside(here)
      const step = this.stepAt(next)
      // No more fit on the map, or the row ends here.
      if (!step || steps.includes(step.id)) break
      steps.push(step.id)
      here = next
    }
    const cut: number[] = []
    const fitting = (said: string, most: number) => {
      if (said.length > most) cut.push(said.length - most)
      return said.slice(0, most)
    }
    this.doc.transact(() => {
      for (const [at, step] of steps.entries()) {
        for (const { row, said } of of(at)) {
          // A name is one line.
          if (row === 'step') writeText(this.doc, 's', step, fitting(said.replaceAll(/\s*\n\s*/gu, ' '), MOST.name))
          else if (said !== '') writeText(this.doc, 'c', cellKey(row, step), fitting(said, MOST.text))
        }
      }
    }, LOCAL)
    return { place: here ?? place, left: leftOut({ columns: wide, steps: steps.length, on: place.row, deep, cut }) }
  }

  private stepBeside(place: Place): Place | null {
    const { columns } = this.grid()
    const from = columns.findIndex(({ key }) => key === place.column)
    const next = columns.find(({ step }, index) => step !== null && index > from)
    return next ? { row: place.row, column: next.key } : null
  }

  newPhase(place: Place | null): Place {
    const { phases, columns } = this.grid()
    const here = columns.find(({ key }) => key === place?.column)?.phase
    const index = here ? phases.findIndex(({ id }) => id === here.id) + 1 : phases.length
    const id = newId()
    addPhase(this.doc, { id, name: '', when: here?.when ?? 'during' }, index)
    return { row: 'phase', column: id }
  }

  newLane(place: Place | null, lane: { kind: Parameters<typeof addLane>[1]['kind']; name?: string }): Place {
    const id = lane.kind === 'own' || this.grid().rows.some((row) => row.lane.id === lane.kind) ? newId() : lane.kind
    addLane(this.doc, { id, ...lane })
    return { row: id, column: place?.column ?? this.grid().columns[0]?.key ?? '' }
  }

  /** Takes a lane off the map, the last one excepted, and stands in the one that follows. One of the usual lanes that is laid again says what it said. */
  dropLane(place: Place): Place {
    const lanes = this.grid().rows.map(({ lane }) => lane.id)
    const at = lanes.indexOf(place.row)
    if (at < 0 || lanes.length < 2) return place
    remove(this.doc, 'l', place.row)
    return { row: lanes[at + 1] ?? lanes[at - 1] ?? 'step', column: place.column }
  }

  /** Takes a step sideways, over the border of its phase into the next; a phase sideways; a lane up or down. */
  carry(place: Place, rows: number, columns: number): void {
    const grid = this.grid()
    if (rows !== 0) {
      const index = grid.rows.findIndex(({ lane }) => lane.id === place.row)
      if (index >= 0) moveLane(this.doc, place.row, index + rows)
      return
    }
    const column = columnAt(grid, place.column)
    if (!column) return
    const phase = grid.phases.findIndex(({ id }) => id === column.phase.id)
    if (place.row === 'phase') return movePhase(this.doc, column.phase.id, phase + columns)
    if (!column.step) return
    const own = grid.columns.filter((c) => c.phase.id === column.phase.id)
    const index = own.indexOf(column) + columns
    if (index >= 0 && index < own.length) return moveStep(this.doc, column.step.id, column.phase.id, index)
    const next = grid.phases[phase + columns]
    if (next) moveStep(this.doc, column.step.id, next.id, columns > 0 ? 0 : MOST.steps)
  }

  /** Drops a step before the column `before` of a phase (at its end without one). */
  drop(step: string, phase: string, before: string | null): void {
    const own = this.grid().columns.filter((c) => c.phase.id === phase && c.step && c.key !== step).map((c) => c.key)
    moveStep(this.doc, step, phase, before === null ? own.length : own.indexOf(before))
  }

  /** Empties a cell; takes a step or phase out. */
  clear(place: Place): Place {
    const column = columnAt(this.grid(), place.column)
    if (!column) return place
    if (place.row === 'phase') {
      if (this.grid().phases.length < 2) return place
      const next = this.beside(place, 0, -1)
      remove(this.doc, 'p', column.phase.id)
      return next.column === place.column ? { row: 'phase', column: this.grid().columns[0]?.key ?? '' } : next
    }
    if (!column.step) return place
    if (place.row === 'touchpoint') bindStep(this.doc, column.step.id, { touchpoint: null })
    else if (place.row !== 'step') clearCell(this.doc, place.row, column.step.id)
    else {
      const at = this.grid().columns.indexOf(column)
      remove(this.doc, 's', column.step.id)
      return { row: 'step', column: this.grid().columns[Math.min(at, this.grid().columns.length - 1)]?.key ?? '' }
    }
    return place
  }

  feel(place: Place, of: 'as_is' | 'to_be', by: number): void {
    const grid = this.grid()
    const at = grid.columns.findIndex(({ key }) => key === place.column)
    const cell = grid.rows.find(({ lane }) => lane.id === place.row)?.cells[at]
    const step = grid.columns[at]?.step
    if (step) markCell(this.doc, place.row, step.id, { [of]: Math.max(-2, Math.min(2, (cell?.[of] ?? 0) + by)) })
  }

  evidence(place: Place, index: number): void {
    const step = columnAt(this.grid(), place.column)?.step
    if (step && !HEADS.some((head) => head === place.row)) markCell(this.doc, place.row, step.id, { evidence: EVIDENCE[index] ?? null })
  }

  stepAt(place: Place | null): Step | null {
    return (place && columnAt(this.grid(), place.column)?.step) ?? null
  }
}

const many = (n: number, one: string, more = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : more}`

/** What of a paste did not fit, and why. */
function leftOut({ columns, steps, on, deep, cut }: { columns: number; steps: number; on: string; deep: number; cut: readonly number[] }): string | null {
  const said = [
    columns > steps && `${many(columns - steps, 'entry', 'entries')} of ${columns.toLocaleString('en')} (${on === 'step' ? `a map holds ${MOST.steps} steps` : 'there are no more steps to the right'})`,
    deep > 0 && `${many(deep, 'row')} (there are no more lanes below)`,
    cut.length > 0 && `${many(cut.reduce((sum, n) => sum + n, 0), 'letter')} at the end of ${many(cut.length, 'entry', 'entries')} (a name holds ${MOST.name}, a cell ${MOST.text.toLocaleString('en')})`,
  ].filter((part) => part !== false)
  return said.length === 0 ? null : `Left out of what was pasted: ${said.join('; ')}.`
}

export const nextWhen = (when: JourneyWhen): JourneyWhen => JOURNEY_WHEN[(JOURNEY_WHEN.indexOf(when) + 1) % JOURNEY_WHEN.length] ?? 'during'
