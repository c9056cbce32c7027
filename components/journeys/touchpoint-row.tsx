'use client'
import { memo, useEffect, useId, useRef, type KeyboardEvent } from 'react'
import { bindStep } from '@/server/domain/journeys/edit'
import { cx } from '../ui/cx'
import type { Column } from './grid'
import type { Edited, Tools } from './map-head'
import type { Leave } from './text-editor'

export type TouchpointNames = readonly { slug: string; name: string; class: string; critical: boolean }[]

/** Which touchpoint of the record each step is: what makes the map alive. */
export const TouchpointRow = memo(function TouchpointRow({ columns, tools, edited, touchpoints }: { columns: readonly Column[]; tools: Tools; edited: Edited; touchpoints: TouchpointNames }) {
  const list = useId()
  return (
    <div role="row" aria-rowindex={3} className="flex">
      <div role="rowheader" className="sticky left-0 z-10 w-(--head) shrink-0 border-r border-b bg-paper px-3 py-2 text-13 font-medium max-sm:px-2">Touchpoint</div>
      {columns.map(({ key, step, first }, index) => {
        const bound = step?.touchpoint ? touchpoints.find(({ slug, name }) => slug === step.touchpoint || name === step.touchpoint) : undefined
        return (
          <div
            key={key} role="gridcell" aria-colindex={index + 2} tabIndex={-1} data-cell={`touchpoint/${key}`}
            className={cx('journey-cell w-(--col) shrink-0 border-b px-3 py-2 text-13', index > 0 && (first ? 'border-l border-l-edge' : 'border-l'), !step && 'bg-sunken/50')}
          >
            {step && edited?.column === key
              ? <Picker value={bound?.name ?? step.touchpoint ?? ''} begin={edited.begin} list={list} onPick={(name) => bindStep(tools.doc, step.id, { touchpoint: slugFor(name, touchpoints) })} onLeave={(how) => tools.leave('touchpoint', key, how)} />
              : step?.touchpoint
                ? <span className="flex items-baseline gap-1.5">
                    {bound && bound.class === 'moment_that_matters' && <span title={bound.critical ? 'A moment that matters, critical' : 'A moment that matters'} className="text-12 font-semibold text-accent">{bound.critical ? '◆' : '◇'}<span className="sr-only">moment that matters: </span></span>}
                    <span className={cx('min-w-0 break-words', !bound && 'text-muted italic')}>{bound?.name ?? step.touchpoint}</span>
                  </span>
                : step && <span className="text-faint print:hidden">–</span>}
          </div>
        )
      })}
      <datalist id={list}>{touchpoints.map(({ slug, name }) => <option key={slug} value={name} />)}</datalist>
    </div>
  )
})

/** A name the catalogue knows becomes its slug; another is kept as typed until records bring it. */
function slugFor(typed: string, touchpoints: TouchpointNames): string | null {
  const name = typed.trim()
  if (name === '') return null
  return touchpoints.find((t) => t.slug === name || t.name.toLowerCase() === name.toLowerCase())?.slug ?? name
}

function Picker({ value, begin, list, onPick, onLeave }: { value: string; begin?: string; list: string; onPick: (name: string) => void; onLeave: (how: Leave) => void }) {
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  useEffect(() => {
    field.current?.focus({ preventScroll: true })
    if (begin === undefined) field.current?.select()
  }, [begin])
  const finish = (how: Leave, keep = true) => {
    if (done.current) return
    done.current = true
    if (keep && field.current) onPick(field.current.value)
    onLeave(how)
  }
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation()
    const how: Record<string, Leave> = { Enter: 'down', Tab: event.shiftKey ? 'previous' : 'next', Escape: 'stay' }
    const leave = how[event.key]
    if (!leave || event.nativeEvent.isComposing) return
    event.preventDefault()
    finish(leave, event.key !== 'Escape')
  }
  return <input ref={field} list={list} aria-label="Touchpoint of this step" defaultValue={begin ?? value} maxLength={200} onKeyDown={onKey} onBlur={() => finish('gone')} className="w-full bg-transparent" />
}
