'use client'
import { memo, type PointerEvent } from 'react'
import type * as Y from 'yjs'
import { MOST } from '@/server/domain/journeys/content'
import { cx } from '../ui/cx'
import type { Column } from './grid'
import { Link } from '../ui/link'
import { useWorkspace } from '../workspace/workspace'
import type { Action } from './keys'
import { TextEditor, type Leave } from './text-editor'
import type { Carried } from './use-drag'

export type Edited = { row: string; column: string; begin?: string } | null
/** What rows need to draw and to be written in; the same objects for the whole life of a map. */
export type Tools = {
  doc: Y.Doc
  undo: { undo: () => void; redo: () => void }
  canEdit: boolean
  leave: (row: string, column: string, how: Leave) => void
  /** What was copied elsewhere, put into cells from here on; false where it is one text. */
  paste: (row: string, column: string, text: string) => boolean
  /** Letters at the end of a paste that did not fit. */
  cut: (letters: number) => void
  /** What a key with Alt means, while one writes there. */
  act: (row: string, column: string, action: Action) => void
  grab: (event: PointerEvent, what: Carried, id: string) => void
}

/** Maps that stand behind steps, by id. */
export type ChildMaps = ReadonlyMap<string, { name: string; slug: string }>

const HEAD = 'sticky left-0 z-10 w-(--head) shrink-0 border-r bg-paper'
const WHEN = { before: 'Before', during: 'During', after: 'After' }

export const PhaseRow = memo(function PhaseRow({ columns, tools, edited }: { columns: readonly Column[]; tools: Tools; edited: Edited }) {
  const phases = columns.filter((column) => column.first)
  return (
    <div role="row" aria-rowindex={1} data-carries className="sticky top-0 z-20 flex bg-paper">
      <div role="rowheader" className={cx(HEAD, 'z-30 border-b')}><span className="sr-only">Phases</span></div>
      {phases.map((column, index) => {
        const width = columns.filter((c) => c.phase.id === column.phase.id).length
        const { phase } = column
        return (
          <div
            key={phase.id} role="columnheader" aria-colindex={columns.indexOf(column) + 2} aria-colspan={width} tabIndex={-1} data-cell={`phase/${column.key}`} data-phase-head={phase.id}
            onPointerDown={(event) => { if (!(event.target as Element).closest('textarea')) tools.grab(event, 'phase', phase.id) }}
            style={{ width: `calc(var(--col) * ${width})` }}
            className={cx('journey-cell flex h-10 shrink-0 items-center border-b border-b-ink px-3', tools.canEdit && 'cursor-grab select-none', index > 0 && 'border-l border-l-edge')}
          >
            <div className="sticky left-[calc(var(--head)+0.75rem)] flex min-w-0 max-w-full items-baseline gap-2">
              {edited?.row === 'phase' && edited.column === column.key
                ? <TextEditor doc={tools.doc} noun="p" id={phase.id} label="Name of the phase" begin={edited.begin} most={MOST.name} undo={tools.undo} onLeave={(how) => tools.leave('phase', column.key, how)} onCut={tools.cut} className="min-w-32 text-14 font-semibold" />
                : <span className={cx('truncate text-14 font-semibold', phase.name === '' && 'text-faint')}>{phase.name || 'Phase'}</span>}
              {WHEN[phase.when] !== phase.name && <span className="text-12 text-muted">{WHEN[phase.when].toLowerCase()}</span>}
            </div>
          </div>
        )
      })}
    </div>
  )
})

export const StepRow = memo(function StepRow({ columns, tools, edited, childNames }: { columns: readonly Column[]; tools: Tools; edited: Edited; childNames: ChildMaps }) {
  return (
    <div role="row" aria-rowindex={2} data-carries className="sticky top-10 z-20 flex bg-paper">
      <div role="rowheader" className={cx(HEAD, 'z-30 border-b px-3 pt-3 text-12 text-muted max-sm:px-2')}>Steps</div>
      {columns.map(({ key, step, number, first, phase }, index) => (
        <div
          key={key} role="columnheader" aria-colindex={index + 2} tabIndex={-1} data-cell={`step/${key}`} data-phase={phase.id}
          onPointerDown={(event) => {
            if (step && !(event.target as Element).closest('textarea, a')) tools.grab(event, 'step', step.id)
          }}
          className={cx('journey-cell relative flex min-h-16 w-(--col) shrink-0 flex-col gap-0.5 border-b px-3 pt-3 pb-2', step && tools.canEdit && 'cursor-grab select-none', index > 0 && (first ? 'border-l border-l-edge' : 'border-l'))}
        >
          {step ? (
            <>
              <span data-grip className={cx('text-12 text-faint', tools.canEdit && 'touch-none py-0.5 pointer-coarse:py-2')}>{number}</span>
              {edited?.row === 'step' && edited.column === key
                ? <TextEditor doc={tools.doc} noun="s" id={step.id} label={`Name of step ${number}`} begin={edited.begin} most={MOST.name} undo={tools.undo} onLeave={(how) => tools.leave('step', key, how)} onPaste={(text) => tools.paste('step', key, text)} onCut={tools.cut} onAct={(action) => tools.act('step', key, action)} className="text-14 font-medium" />
                : <span className={cx('text-14 font-medium text-pretty', step.name === '' && 'font-normal text-faint')}>{step.name || 'Name this step'}</span>}
              {step.child && <ChildLink map={childNames.get(step.child)} />}
            </>
          ) : <span className="text-12 text-faint">{tools.canEdit ? 'No step yet: Ctrl Enter' : 'No step'}</span>}
        </div>
      ))}
    </div>
  )
})

/** Leads to the map that says more about this step. */
function ChildLink({ map }: { map: { name: string; slug: string } | undefined }) {
  const { slug: org } = useWorkspace()
  return map && <Link href={`/${org}/journeys/${map.slug}`} title={map.name} className="w-fit max-w-full truncate text-12 pointer-coarse:min-h-6 pointer-coarse:leading-6" onClick={(event) => event.stopPropagation()}>its own map</Link>
}
