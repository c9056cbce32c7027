'use client'
import { parseAsString, useQueryState } from 'nuqs'
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { JourneyView } from '@/server/queries/journeys/journey'
import { OWN_KEYS } from '../shell/use-shortcuts'
import { useWorkspace } from '../workspace/workspace'
import { Comments } from './comments'
import type { Place } from './editing'
import type { Grid } from './grid'
import { MapGrid, type MapHandle } from './map-grid'
import { MapToolbar } from './map-toolbar'
import { Notices } from './notices'
import { useCompany } from './use-company'
import { useMapSession } from './use-map-session'
import './map.css'

type Props = { view: JourneyView; /** How often an earlier version was gone back to from here. */ restored: number; /** Rows of the record under the steps. */ layer?: (grid: Grid) => ReactNode; onMap?: (grid: Grid) => void }

/** A map with everything around it that needs to know where one stands. */
export function MapEditor({ view, restored, layer, onMap }: Props) {
  const { can, touchpoints, channels } = useWorkspace()
  const canEdit = can.includes('edit') && !view.archived
  const { session, editing, grid, saved } = useMapSession(view, canEdit)
  const { others, comments, stand } = useCompany(view.id)
  // Whoever was named in a comment is led to its cell.
  const [asked, setAsked] = useQueryState('comments', parseAsString)
  const [selected, setSelected] = useState<Place | null>(() => placeOf(asked))
  const [commenting, setCommenting] = useState(asked !== null)
  const [said, setSaid] = useState<string | null>(null)
  const [full, setFull] = useState(false)
  const handle = useRef<MapHandle | null>(null)
  const keepHandle = useCallback((next: MapHandle) => { handle.current = next }, [])
  const onSelect = useCallback((place: Place) => {
    setSelected((was) => (was?.row === place.row && was.column === place.column ? was : place))
    stand(place)
  }, [stand])
  const onComment = useCallback(() => setCommenting(true), [])
  const open = useMemo(() => {
    const counts = new Map<string, number>()
    for (const { lane, step, resolved } of comments) if (!resolved && step) counts.set(`${lane}:${step}`, (counts.get(`${lane}:${step}`) ?? 0) + 1)
    return counts
  }, [comments])
  const childNames = useMemo(() => new Map(view.parts.map(({ id, name, slug }) => [id, { name, slug }])), [view.parts])
  useEffect(() => { onMap?.(grid) }, [grid, onMap])
  useEffect(() => { if (restored > 0) session.restored() }, [restored, session])

  // An empty map waits for its first word: whoever has just made it types at once.
  const fresh = useRef(grid.columns.filter((column) => column.step).every((column) => column.step?.name === '') && grid.rows.every((row) => row.cells.every((cell) => cell === null)))
  useEffect(() => {
    const first = grid.columns.find((column) => column.step)
    if (fresh.current && canEdit && first) handle.current?.goTo({ row: 'step', column: first.key }, true)
    fresh.current = false
  }, [grid, canEdit])
  return (
    <div className="journey-wide" data-full={full || undefined} {...(canEdit ? OWN_KEYS : {})}>
      {full && <h2 className="truncate pb-1 text-20 font-semibold">{view.name}</h2>}
      {canEdit && <MapToolbar session={session} editing={editing} grid={grid} selected={selected} handle={() => handle.current} saved={saved} parts={view.parts} others={others} full={full} onFull={setFull} onComment={onComment} />}
      {canEdit && <Notices session={session} said={said} onHeard={() => setSaid(null)} />}
      <MapGrid
        session={session} editing={editing} grid={grid} name={view.name} canEdit={canEdit} touchpoints={touchpoints} channels={channels} childNames={childNames} comments={open} others={others}
        onSelect={onSelect} onComment={onComment} onSay={setSaid} onRedrawn={keepHandle}
      >
        {layer?.(grid)}
      </MapGrid>
      {commenting && <Comments id={view.id} journey={view.slug} grid={grid} place={selected} comments={comments} canEdit={canEdit} onClose={() => { setCommenting(false); void setAsked(null); if (selected) handle.current?.goTo(selected) }} />}
    </div>
  )
}

/** `<lane>:<step>` as a place of the map. */
function placeOf(text: string | null): Place | null {
  const [lane, step] = text?.split(':') ?? []
  return lane !== undefined && step ? { row: lane, column: step } : null
}
