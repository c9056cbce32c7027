'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { OPPORTUNITY_STATES, type OpportunityState } from '@/db/vocabulary'
import type { Opportunity } from '@/server/queries/plans/plans'
import { cx } from '../ui/cx'
import { formatDay } from '../ui/format-date'
import { IconButton } from '../ui/button'
import { PlansOf } from './plans-of'
import { Score } from './score'
import { judged, sayScore, STATE, sum } from './words'

type Props = { all: readonly Opportunity[]; canEdit: boolean; onOpen: (of: Opportunity) => void; onMove: (of: Opportunity, state: OpportunityState) => void }

/** Opportunities in columns by how far they are; moved by dragging, or by the arrows of each card. */
export function Board({ all, canEdit, onOpen, onMove }: Props) {
  const [held, setHeld] = useState<string | null>(null)
  const [over, setOver] = useState<OpportunityState | null>(null)
  // Whoever moved a card by keyboard goes with it.
  const follow = useRef<{ id: string; by: 'back' | 'on'; to: OpportunityState } | null>(null)
  const board = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = follow
    // News may come before the card has moved: it is not followed to where it still stands.
    if (!current || all.find(({ id }) => id === current.id)?.state !== current.to) return
    const card = board.current?.querySelector(`[data-card="${current.id}"]`)
    const button = card?.querySelector<HTMLButtonElement>(`[data-move="${current.by}"]:not(:disabled)`) ?? card?.querySelector<HTMLButtonElement>('button')
    button?.focus()
    follow.current = null
  }, [all])
  return (
    <div ref={board} className="grid gap-x-4 gap-y-6 sm:grid-cols-2 lg:grid-cols-5">
      {OPPORTUNITY_STATES.map((state) => {
        const here = all.filter((one) => one.state === state)
        return (
          <section
            key={state} aria-label={STATE[state]} className={cx('grid min-w-0 content-start gap-2 rounded-md', over === state && held && 'bg-sunken')}
            onDragOver={(event) => { if (held) { event.preventDefault(); setOver(state) } }}
            onDrop={(event) => {
              event.preventDefault()
              const one = all.find(({ id }) => id === held)
              if (one && one.state !== state) onMove(one, state)
              setHeld(null)
              setOver(null)
            }}
          >
            <h3 className="text-13 font-semibold">{STATE[state]} <span className="font-normal text-muted">{here.length}</span></h3>
            {here.length === 0 ? <p className="min-h-8 text-13 text-faint">None</p> : (
              <ul className="grid gap-2">
                {here.map((one) => (
                  <li key={one.id} data-card={one.id} draggable={canEdit} onDragStart={() => setHeld(one.id)} onDragEnd={() => { setHeld(null); setOver(null) }} className={cx('grid gap-1 rounded-md border bg-raised p-3 text-12 text-muted', canEdit && 'cursor-grab', held === one.id && 'opacity-50')}>
                    <Card one={one} canEdit={canEdit} onOpen={onOpen} onMove={(to, by) => { follow.current = { id: one.id, by, to }; onMove(one, to) }} />
                  </li>
                ))}
              </ul>
            )}
          </section>
        )
      })}
    </div>
  )
}

function Card({ one, canEdit, onOpen, onMove }: { one: Opportunity; canEdit: boolean; onOpen: (of: Opportunity) => void; onMove: (to: OpportunityState, by: 'back' | 'on') => void }) {
  const at = OPPORTUNITY_STATES.indexOf(one.state)
  const said = sayScore(one)
  const arrow = (by: 'back' | 'on', to: OpportunityState | undefined) => <IconButton data-move={by} label={to ? `Move “${one.title}” to ${STATE[to]}` : `“${one.title}” is in the ${by === 'back' ? 'first' : 'last'} column`} icon={by === 'back' ? <ChevronLeft /> : <ChevronRight />} disabled={!to} onClick={() => { if (to) onMove(to, by) }} />
  return (
    <>
      {canEdit ? <button type="button" className="text-left text-14 font-medium text-ink hover:underline" onClick={() => onOpen(one)}>{one.title}</button> : <span className="text-14 font-medium text-ink">{one.title}</span>}
      {said === null ? <span>Not judged yet</span> : <span>Score <span className="font-medium text-ink" title={sum(judged(one))}>{said}</span> · to customers <Score of={one} score="customers" />, to us <Score of={one} score="us" />, effort <Score of={one} score="effort" /></span>}
      {one.wantedOn && <span>Wanted by {formatDay(one.wantedOn)}</span>}
      <PlansOf of={one} />
      {canEdit && <span className="-mx-1 -mb-1 flex justify-between">{arrow('back', OPPORTUNITY_STATES[at - 1])}{arrow('on', OPPORTUNITY_STATES[at + 1])}</span>}
    </>
  )
}
