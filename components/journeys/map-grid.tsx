'use client'
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ClipboardEvent, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react'
import { MOST } from '@/server/domain/journeys/content'
import { readText, writeText, type Noun } from '@/server/domain/journeys/document'
import { moveLane, movePhase } from '@/server/domain/journeys/edit'
import { Begun, begunWith } from './begun'
import { feelingAt } from './curve'
import { HEADS, type Editing, type Place } from './editing'
import { FEELINGS_HEIGHT } from './feelings'
import type { Grid } from './grid'
import { actionOf, type Action } from './keys'
import { PhaseRow, StepRow, type ChildMaps, type Edited, type Tools } from './map-head'
import { LaneRow, type ChannelNames, type Others } from './map-lane'
import type { MapSession } from './session'
import type { Leave } from './text-editor'
import { TouchpointRow, type TouchpointNames } from './touchpoint-row'
import { useDrag, type Drop } from './use-drag'

export type MapHandle = { goTo: (place: Place | null, write?: boolean) => void; act: (action: Action) => void }
type Props = {
  session: MapSession
  editing: Editing
  grid: Grid
  name: string
  canEdit: boolean
  touchpoints: TouchpointNames
  channels: ChannelNames
  childNames: ChildMaps
  comments: ReadonlyMap<string, number>
  others: Others
  onSelect: (place: Place) => void
  onComment: (place: Place) => void
  /** Tells the reader what could not be done, or what was left out. */
  onSay: (said: string) => void
  onRedrawn?: (handle: MapHandle) => void
  /** Rows of the record, between the touchpoints and the lanes. */
  children?: ReactNode
}

const NOBODY: Others = []
const placeOf = (element: Element | null): Place | null => {
  const cell = element?.closest<HTMLElement>('[data-cell]')?.dataset.cell
  const at = cell?.indexOf('/') ?? -1
  return cell && at > 0 ? { row: cell.slice(0, at), column: cell.slice(at + 1) } : null
}

/** The sheet: a grid one walks with arrows and writes into, drawn row by row so that a keystroke redraws one row. */
export const MapGrid = memo(function MapGrid({ session, editing, grid, name, canEdit, touchpoints, channels, childNames, comments, others, onSelect, onComment, onSay, onRedrawn, children }: Props) {
  const sheet = useRef<HTMLDivElement>(null)
  const [asked, setEdited] = useState<Edited>(null)
  // What is not there (any more) cannot be written in: then the keys are the map's again.
  const edited = asked && editing.textAt(asked) !== null ? asked : null
  const wanted = useRef<Place | null>(null)
  const tabbable = useRef<HTMLElement | null>(null)
  const pressed = useRef<Element | null>(null)
  const writes = useRef<string | null>(null)
  /** Where one last stood, counted too, so that there is a next best when somebody takes it away. */
  const stood = useRef<{ place: Place; at: number } | null>(null)
  /** Letters still on their way to a text that was just taken away: they go on in it, not into its neighbour. */
  const astray = useRef<string | null>(null)
  const [begun] = useState(() => new Begun(editing, session.undo))
  /** A press is on its way: what it is meant for must not move from under it. */
  const pressing = useRef(false)
  const company = useRef(others)
  useLayoutEffect(() => { company.current = others }, [others])
  useEffect(() => {
    const follow = ({ type }: Event) => { pressing.current = type === 'pointerdown' }
    const kinds = ['pointerdown', 'pointerup', 'pointercancel'] as const
    for (const kind of kinds) window.addEventListener(kind, follow, true)
    return () => { for (const kind of kinds) window.removeEventListener(kind, follow, true) }
  }, [])

  const elementAt = useCallback((place: Place) => sheet.current?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(`${place.row}/${place.column}`)}"]`) ?? null, [])
  const focusAt = useCallback((place: Place) => {
    const element = elementAt(place)
    if (!element) return
    element.focus({ preventScroll: true })
    reveal(sheet.current, element)
  }, [elementAt])

  const goTo = useCallback((place: Place | null, write = false, begin?: string) => {
    wanted.current = write ? null : place
    setEdited(write && place ? { ...place, ...(begin === undefined ? {} : { begin }) } : null)
    // Where nothing is to be drawn anew, nothing else would bring one there.
    if (!write && place) focusAt(place)
  }, [focusAt])
  const tooFull = useCallback(() => onSay(`The map holds ${MOST.steps} steps, and no more fit on it.`), [onSay])

  // After every drawing: whoever was carried along or has just been made gets the focus.
  useLayoutEffect(() => {
    const place = wanted.current
    if (place && elementAt(place)) {
      wanted.current = null
      focusAt(place)
    } else if (place && document.activeElement === document.body) {
      // What one stood on is gone (undone, or taken out by somebody else): one stays on the map.
      wanted.current = null
      sheet.current?.querySelector<HTMLElement>(`[data-cell^="${CSS.escape(place.row)}/"]`)?.focus({ preventScroll: true })
    }
    const was = stood.current
    if (was && !elementAt(was.place) && !wanted.current && (document.activeElement === document.body || document.activeElement === null)) {
      const row = [...(sheet.current?.querySelectorAll<HTMLElement>(`[data-cell^="${CSS.escape(was.place.row)}/"]`) ?? [])]
      const heads = [...(sheet.current?.querySelectorAll<HTMLElement>('[data-cell^="step/"]') ?? [])]
      const next = row[Math.min(was.at, row.length - 1)] ?? heads[Math.min(was.at, heads.length - 1)]
      astray.current = asked && session.taken().length > 0 ? writes.current : null
      next?.focus({ preventScroll: true })
      if (next) reveal(sheet.current, next)
    }
    writes.current = edited ? editing.textAt(edited) : null
    session.writes(writes.current)
    if (!tabbable.current?.isConnected) {
      tabbable.current = sheet.current?.querySelector<HTMLElement>('[data-cell^="step/"]') ?? null
      tabbable.current?.setAttribute('tabindex', '0')
    }
  })

  const lost = asked !== null && edited === null
  useLayoutEffect(() => { if (lost) setEdited(null) }, [lost])

  const run = useCallback((action: Action, place: Place | null) => {
    const write = (next: Place | null) => goTo(next, true)
    if (action.do === 'undo' || action.do === 'redo') {
      wanted.current = place
      if (action.do === 'undo') session.undo.undo()
      else session.undo.redo()
      return
    }
    if (action.do === 'move' && place) return focusAt(editing.beside(place, action.rows, action.columns))
    if (action.do === 'end' && place) return focusAt(editing.end(place, action.to))
    if (!canEdit) return
    // Each act is undone by itself; only the letters of one word belong together.
    session.undo.stopCapturing()
    if (action.do === 'new step') return editing.full() ? tooFull() : write(begun.by(place, () => editing.newStep(place)))
    if (action.do === 'new phase') return write(editing.newPhase(place))
    if (action.do === 'new lane') return goTo({ row: editing.newLane(place, { kind: 'own' }).row, column: 'head' }, true)
    if (!place) return
    switch (action.do) {
      case 'edit': case 'touchpoint': {
        const at = begun.by(place, () => editing.writable(action.do === 'edit' ? place : { row: 'touchpoint', column: place.column }))
        const letter = action.do === 'edit' ? action.with : undefined
        if (!at || letter === undefined || at.row === 'touchpoint') return at ? goTo(at, true, letter) : tooFull()
        return goTo(at, true, begunWith(editing.said(at), letter, company.current.some(({ cell }) => cell === `${at.row}/${at.column}`)))
      }
      case 'clear': wanted.current = editing.clear(place); return setEdited(null)
      case 'drop lane': wanted.current = editing.dropLane(place); return setEdited(null)
      case 'carry': wanted.current = place; return editing.carry(place, action.rows, action.columns)
      case 'same': {
        const to = editing.same(place)
        return goTo(to.place, to.write)
      }
      case 'feel': return editing.feel(place, action.of, action.by)
      case 'evidence': return editing.evidence(place, action.index)
      case 'comment': return onComment(place)
    }
  }, [begun, canEdit, editing, focusAt, goTo, onComment, session, tooFull])

  /** Whoever stands in another column now, or nowhere on the map, has turned away from a step that was only begun. */
  const turnAway = useCallback(() => {
    const look = () => {
      const here = document.activeElement
      const tool = here !== document.body && here?.closest('[data-cell]') === null
      if (!tool && !begun.is(placeOf(here)?.column ?? null)) begun.drop()
    }
    if (pressing.current) window.addEventListener('click', look, { once: true })
    else queueMicrotask(look)
  }, [begun])
  const leave = useCallback((row: string, column: string, how: Leave) => {
    session.undo.stopCapturing()
    const place = { row, column: column === 'head' ? (editing.beside({ row, column: '' }, 0, 0).column) : column }
    if (how === 'gone') {
      turnAway()
      return setEdited(null)
    }
    if (how === 'stay') return goTo((begun.is(column) ? begun.drop() : null) ?? place)
    if (column === 'head') return goTo(place)
    if (how === 'new step') return goTo(begun.by(place, () => editing.newStep(place)), true)
    if (how === 'down' || how === 'below') {
      const to = begun.by(place, () => (how === 'down' && row === 'step' ? editing.entered(place) : editing.downward(place)))
      return goTo(to.place, to.write)
    }
    if (how === 'previous' || row === 'phase') return goTo(editing.beside(place, 0, how === 'next' ? 1 : -1))
    if (row !== 'step') return goTo(editing.onward(place))
    const to = begun.by(place, () => editing.onwardStep(place))
    goTo(to.place, to.write)
  }, [begun, editing, goTo, session, turnAway])

  // A sheet has tabs, a list of steps has lines; lines written into a lane's cell are one text.
  const paste = useCallback((row: string, column: string, text: string): boolean => {
    const trimmed = text.replace(/[\r\n]+$/u, '')
    if (!trimmed.includes('\t') && !(row === 'step' && trimmed.includes('\n'))) return false
    session.undo.stopCapturing()
    const { place, left } = editing.spread({ row, column }, trimmed)
    if (left) onSay(left)
    goTo(place)
    return true
  }, [editing, goTo, onSay, session])

  const onDrop = useCallback((drop: Drop) => {
    session.undo.stopCapturing()
    if (drop.what === 'step') editing.drop(drop.id, drop.phase, drop.before)
    else if (drop.what === 'phase') movePhase(session.doc, drop.id, drop.index)
    else moveLane(session.doc, drop.id, drop.index)
  }, [editing, session])
  const { landing, grab } = useDrag(sheet, onDrop)
  const tools = useMemo<Tools>(() => ({
    doc: session.doc, undo: { undo: () => session.undo.undo(), redo: () => session.undo.redo() }, canEdit, leave, paste,
    cut: (letters) => onSay(`Left out of what was pasted: ${letters.toLocaleString('en')} ${letters === 1 ? 'letter' : 'letters'} at the end (a name holds ${MOST.name}, a cell ${MOST.text.toLocaleString('en')}).`),
    act: (row, column, action) => {
      if (action.do !== 'evidence') goTo({ row, column })
      run(action, { row, column })
    },
    grab: (event, what, id) => { if (canEdit) grab(event, what, id) },
  }), [session, canEdit, leave, paste, grab, run, goTo, onSay])

  useLayoutEffect(() => {
    onRedrawn?.({ goTo, act: (action) => run(action, placeOf(tabbable.current)) })
  }, [onRedrawn, goTo, run])

  const onKey = (event: KeyboardEvent) => {
    const place = placeOf(event.target as Element)
    if (!place || edited) return
    const feelings = grid.rows.some(({ lane }) => lane.id === place.row && lane.kind === 'feelings')
    const action = actionOf(event, feelings)
    if (!action) return
    event.preventDefault()
    if (astray.current !== null) {
      const [noun, id] = [astray.current.slice(0, 1) as Noun, astray.current.slice(2)]
      if (action.do === 'edit' && action.with !== undefined) return writeText(session.doc, noun, id, `${readText(session.doc, noun, id)}${action.with}`)
      astray.current = null
    }
    // Single letters of the frame (t, ?, g …) are words here.
    event.stopPropagation()
    event.nativeEvent.stopImmediatePropagation()
    run(action, place)
  }
  const onPaste = (event: ClipboardEvent) => {
    const place = placeOf(event.target as Element)
    const text = event.clipboardData.getData('text/plain')
    if (!place || edited || !canEdit || text.trim() === '' || place.row === 'phase' || place.row === 'touchpoint') return
    event.preventDefault()
    session.undo.stopCapturing()
    const spread = editing.spread(place, text)
    if (spread.left) onSay(spread.left)
    goTo(spread.place)
  }
  const onFocus = (event: { target: Element }) => {
    const place = placeOf(event.target)
    const cell = event.target.closest<HTMLElement>('[data-cell]')
    if (!place || !cell) return
    if (tabbable.current !== cell) {
      tabbable.current?.setAttribute('tabindex', '-1')
      cell.setAttribute('tabindex', '0')
      tabbable.current = cell
    }
    // Marked as long as one stands there, also while one is at the tools that act on it.
    for (const other of sheet.current?.querySelectorAll('[data-here]') ?? []) if (other !== cell) other.removeAttribute('data-here')
    cell.setAttribute('data-here', '')
    turnAway()
    stood.current = { place, at: [...(cell.parentElement?.querySelectorAll('[data-cell]') ?? [])].indexOf(cell) }
    onSelect(place)
  }
  const press = () => {
    astray.current = null
    pressed.current = document.activeElement?.closest('[data-cell]') ?? null
  }
  const onClick = (event: { target: EventTarget; clientY: number; detail: number }) => {
    const element = (event.target as Element).closest<HTMLElement>('[data-cell]')
    const place = placeOf(element)
    if (!element || !place || !canEdit || edited) return
    const step = editing.stepAt(place)
    const lane = grid.rows.find((row) => row.lane.id === place.row)?.lane
    // The second press writes; in the lane of feelings, it puts the point where one presses.
    if (pressed.current !== element && event.detail < 2) return element.focus()
    if (lane?.kind === 'feelings' && step && event.detail < 2) {
      const at = grid.columns.findIndex(({ key }) => key === place.column)
      const was = grid.rows.find((row) => row.lane.id === lane.id)?.cells[at]?.as_is ?? 0
      return editing.feel(place, 'as_is', feelingAt(event.clientY - element.getBoundingClientRect().top, FEELINGS_HEIGHT) - was)
    }
    run({ do: 'edit' }, place)
  }
  return (
    <div
      ref={sheet} role="grid" tabIndex={-1} aria-label={`Map: ${name}`} aria-rowcount={grid.rows.length + HEADS.length} aria-colcount={grid.columns.length + 1} aria-readonly={!canEdit}
      onKeyDown={onKey} onPaste={onPaste} onFocus={onFocus} onPointerDownCapture={press} onClick={onClick}
      className="journey-sheet relative isolate min-h-80 overflow-auto border-b"
    >
      <div className="journey-columns w-max" style={{ '--steps': Math.max(1, grid.columns.length) } as CSSProperties}>
        <PhaseRow columns={grid.columns} tools={tools} edited={edited?.row === 'phase' ? edited : null} />
        <StepRow columns={grid.columns} tools={tools} edited={edited?.row === 'step' ? edited : null} childNames={childNames} />
        <TouchpointRow columns={grid.columns} tools={tools} edited={edited?.row === 'touchpoint' ? edited : null} touchpoints={touchpoints} />
        {children}
        {grid.rows.map((row, index) => {
          const here = others.filter(({ cell }) => cell.startsWith(`${row.lane.id}/`))
          return (
            <LaneRow
              key={row.lane.id} row={row} columns={grid.columns} index={index} tools={tools} edited={edited?.row === row.lane.id ? edited : null} channels={channels}
              comments={[...comments.keys()].some((key) => key.startsWith(`${row.lane.id}:`)) ? comments : null} others={here.length > 0 ? here : NOBODY}
            />
          )
        })}
      </div>
      {landing && <div aria-hidden className="pointer-events-none absolute z-30 bg-accent" style={landing} />}
    </div>
  )
})

/** Scrolls so that the cell is clear of the heads that stay. */
function reveal(box: HTMLElement | null, cell: HTMLElement): void {
  if (!box) return
  const head = box.querySelector<HTMLElement>('[role=rowheader]')?.offsetWidth ?? 0
  const sticky = 40 + (box.querySelector<HTMLElement>('[data-cell^="step/"]')?.offsetHeight ?? 0)
  const [frame, rect] = [box.getBoundingClientRect(), cell.getBoundingClientRect()]
  const row = cell.dataset.cell ?? ''
  if (rect.left < frame.left + head) box.scrollLeft -= frame.left + head - rect.left + 8
  else if (rect.right > frame.right) box.scrollLeft += Math.min(rect.right - frame.right + 8, rect.left - frame.left - head)
  if (row.startsWith('phase/') || row.startsWith('step/')) return
  if (rect.top < frame.top + sticky) box.scrollTop -= frame.top + sticky - rect.top + 8
  else if (rect.bottom > frame.bottom) box.scrollTop += Math.min(rect.bottom - frame.bottom + 8, rect.top - frame.top - sticky)
}
