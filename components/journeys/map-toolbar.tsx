'use client'
import { ArrowLeft, ArrowRight, Keyboard, Maximize2, MessageSquare, Minimize2, Plus, Redo2, Trash2, Undo2 } from 'lucide-react'
import { useRef, useState, useSyncExternalStore } from 'react'
import { EVIDENCE, JOURNEY_WHEN, LANE_KINDS } from '@/db/vocabulary'
import { LANE_NAMES } from '@/server/domain/journeys/content'
import { bindStep, setWhen } from '@/server/domain/journeys/edit'
import { Kbd } from '../ui/badge'
import { Button, IconButton } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Select } from '../ui/field'
import { Menu } from '../ui/menu'
import { SegmentedControl } from '../ui/tabs'
import { useWorkspace } from '../workspace/workspace'
import { HEADS, type Editing, type Place } from './editing'
import type { Grid } from './grid'
import { KEYS } from './keys'
import type { MapHandle } from './map-grid'
import type { MapSession, SaveState } from './session'

type Props = {
  session: MapSession; editing: Editing; grid: Grid; selected: Place | null; handle: () => MapHandle | null; saved: SaveState
  /** Maps that can stand behind a step. */
  parts: readonly { id: string; name: string }[]
  /** Who else is at the map. */
  others: readonly { client: string; name: string }[]
  full: boolean
  onFull: (full: boolean) => void
  onComment: () => void
}

/** Everything the keyboard does, for a finger or a mouse; what it offers follows where one stands. */
export function MapToolbar({ session, editing, grid, selected, handle, saved, parts, others, full, onFull, onComment }: Props) {
  const [keys, setKeys] = useState(false)
  const { actor } = useWorkspace()
  const [canUndo, canRedo] = [useSyncExternalStore(session.onDone, session.canUndo, () => false), useSyncExternalStore(session.onDone, session.canRedo, () => false)]
  const made = useRef<Place | null>(null)
  const column = grid.columns.find(({ key }) => key === selected?.column)
  const lane = grid.rows.find((row) => row.lane.id === selected?.row)
  const cell = lane && column ? lane.cells[grid.columns.indexOf(column)] : null
  const names = [...new Set(others.map(({ name }) => (name === actor ? 'you, in another window' : name)))].join(', ')
  const back = () => { if (selected) handle()?.goTo(selected) }
  const act = (action: Parameters<MapHandle['act']>[0]) => () => handle()?.act(action)
  return (
    <div className="flex items-center gap-2 border-t py-1 max-sm:flex-wrap max-sm:gap-y-0">
      {/* One line whatever is chosen: the sheet must not move under the finger. */}
      <div className="-mx-1 flex min-w-0 grow items-center gap-x-1 overflow-x-auto p-1 [scrollbar-width:none] *:shrink-0 max-sm:basis-full" role="toolbar" aria-label="Map">
      <IconButton label="Undo (Ctrl Z)" icon={<Undo2 />} aria-disabled={!canUndo || undefined} onClick={act({ do: 'undo' })} />
      <IconButton label="Redo (Ctrl Shift Z)" icon={<Redo2 />} aria-disabled={!canRedo || undefined} onClick={act({ do: 'redo' })} />
      <Rule />
      <Button look="quiet" onClick={act({ do: 'new step' })} title="Ctrl Enter"><Plus /> Step</Button>
      <Button look="quiet" onClick={act({ do: 'new phase' })} title="Ctrl Shift Enter"><Plus /> Phase</Button>
      <Menu
        trigger={<Button look="quiet"><Plus /> Lane</Button>}
        items={LANE_KINDS.filter((kind) => kind === 'own' || !grid.rows.some((row) => row.lane.kind === kind)).map((kind) => ({
          label: LANE_NAMES[kind], onSelect: () => { made.current = editing.newLane(selected, { kind }) },
          // The menu has gone by then: the caret stays where it is put, in a new lane's name.
          onClosed: () => { if (made.current) handle()?.goTo(kind === 'own' ? { row: made.current.row, column: 'head' } : made.current, kind === 'own') },
        }))}
      />
      {selected && column && (
        <>
          <Rule />
          {selected.row === 'phase' && <Select quiet aria-label="When this phase is" className="w-auto!" value={column.phase.when} options={JOURNEY_WHEN.map((value) => ({ value, label: { before: 'Before', during: 'During', after: 'After' }[value] }))} onValue={(when) => { setWhen(session.doc, column.phase.id, when); back() }} />}
          {(selected.row === 'step' || selected.row === 'phase') && (
            <>
              <IconButton label="Carry to the left (Alt ←)" icon={<ArrowLeft />} onClick={act({ do: 'carry', rows: 0, columns: -1 })} />
              <IconButton label="Carry to the right (Alt →)" icon={<ArrowRight />} onClick={act({ do: 'carry', rows: 0, columns: 1 })} />
            </>
          )}
          {selected.row === 'step' && column.step && parts.length > 0 && (
            <Select quiet aria-label="Map behind this step" className="w-auto! max-w-56" value={column.step.child ?? ''} options={[{ value: '', label: 'No map behind it' }, ...parts.map(({ id, name }) => ({ value: id, label: name }))]} onValue={(child) => { if (column.step) bindStep(session.doc, column.step.id, { child: child || null }); back() }} />
          )}
          {lane && lane.lane.kind !== 'feelings' && column.step && (
            <SegmentedControl label="Evidence" options={EVIDENCE.map((value) => ({ value, label: value }))} value={cell?.evidence ?? ''} onValue={(value) => { editing.evidence(selected, EVIDENCE.findIndex((word) => word === value)); back() }} />
          )}
          {lane?.lane.kind === 'feelings' && column.step && (
            <>
              <Button look="quiet" onClick={act({ do: 'feel', of: 'as_is', by: -1 })} title="−">Worse</Button>
              <Button look="quiet" onClick={act({ do: 'feel', of: 'as_is', by: 1 })} title="+">Better</Button>
              <Button look="quiet" onClick={act({ do: 'feel', of: 'to_be', by: -1 })} title="[">Aim lower</Button>
              <Button look="quiet" onClick={act({ do: 'feel', of: 'to_be', by: 1 })} title="]">Aim higher</Button>
            </>
          )}
          {column.step && !HEADS.slice(0, 1).some((head) => head === selected.row) && <IconButton label="Comment (Alt C)" icon={<MessageSquare />} onClick={onComment} />}
          <IconButton label={selected.row === 'step' ? 'Take the step out' : selected.row === 'phase' ? 'Take the phase out' : 'Empty the cell'} icon={<Trash2 />} onClick={act({ do: 'clear' })} />
          {lane && (
            <>
              <Button look="quiet" onClick={() => { handle()?.goTo({ row: lane.lane.id, column: 'head' }, true) }}>Rename lane</Button>
              {grid.rows.length > 1 && <Button look="quiet" onClick={act({ do: 'drop lane' })}>Take lane out</Button>}
            </>
          )}
        </>
      )}
      </div>
      <span className="flex shrink-0 items-center gap-1 max-sm:ml-auto">
        {others.length > 0 && <span className="mr-2 max-w-40 truncate xl:max-w-56 2xl:max-w-96 text-12 text-muted" title={names}>Also here: {names}</span>}
        <Saved saved={saved} />
        <IconButton label={full ? 'Back to the page' : 'Fill the screen'} icon={full ? <Minimize2 /> : <Maximize2 />} onClick={() => onFull(!full)} />
        <IconButton label="Keys" icon={<Keyboard />} onClick={() => setKeys(true)} />
      </span>
      <Dialog open={keys} onOpenChange={setKeys} title="The whole map from the keyboard">
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 text-13">
          {KEYS.map(([key, does]) => <div key={key} className="contents"><dt className="whitespace-nowrap"><Kbd>{key}</Kbd></dt><dd className="text-muted">{does}</dd></div>)}
        </dl>
      </Dialog>
    </div>
  )
}

const Rule = () => <span aria-hidden className="mx-1 h-5 border-l" />

const SAVED: Record<SaveState['state'], string> = { saved: 'Saved', saving: 'Saving …', kept: 'No connection: kept on this device', refused: 'Not saved' }

function Saved({ saved }: { saved: SaveState }) {
  const bad = saved.state === 'refused'
  return (
    <span role="status" className={`flex items-center gap-1.5 text-12 ${bad ? 'text-danger' : saved.state === 'kept' ? 'text-warning' : 'text-muted'}`}>
      <i aria-hidden className={`size-2 rounded-full ${saved.state === 'saved' ? 'bg-good' : saved.state === 'saving' ? 'border border-current' : 'bg-current'}`} />
      {SAVED[saved.state]}{bad && saved.reason ? `: ${saved.reason}` : ''}
    </span>
  )
}
