'use client'
import { useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import { bindStep } from '@/server/domain/journeys/edit'
import { useTRPC } from '../data/trpc'
import { cx } from '../ui/cx'
import { useWorkspace } from '../workspace/workspace'
import { classWords } from './class-details'
import type { Column } from './grid'
import type { Edited, Tools } from './map-head'
import { TouchpointPicker } from './touchpoint-picker'

export type TouchpointNames = readonly { slug: string; name: string; class: string; critical: boolean }[]

/** Which touchpoint of the record each step is: what makes the map alive. */
export const TouchpointRow = memo(function TouchpointRow({ columns, tools, edited, touchpoints }: { columns: readonly Column[]; tools: Tools; edited: Edited; touchpoints: TouchpointNames }) {
  const trpc = useTRPC()
  const { currency } = useWorkspace()
  const { data: details = [] } = useQuery(trpc.journeys.details.queryOptions())
  return (
    <div role="row" aria-rowindex={3} className="flex">
      <div role="rowheader" className="sticky left-0 z-10 w-(--head) shrink-0 border-r border-b bg-paper px-3 py-2 text-13 font-medium max-sm:px-2">Touchpoint</div>
      {columns.map(({ key, step, first }, index) => {
        const bound = step?.touchpoint ? touchpoints.find(({ slug, name }) => slug === step.touchpoint || name === step.touchpoint) : undefined
        return (
          <div
            key={key} role="gridcell" aria-colindex={index + 2} tabIndex={-1} data-cell={`touchpoint/${key}`}
            className={cx('journey-cell relative w-(--col) shrink-0 border-b px-3 py-2 text-13', index > 0 && (first ? 'border-l border-l-edge' : 'border-l'), !step && 'bg-sunken/50')}
          >
            {step && edited?.column === key
              ? <TouchpointPicker value={bound?.name ?? step.touchpoint ?? ''} begin={edited.begin} touchpoints={touchpoints} onPick={(touchpoint) => bindStep(tools.doc, step.id, { touchpoint })} onLeave={(how) => tools.leave('touchpoint', key, how)} />
              : step?.touchpoint
                ? <><span className="flex items-baseline gap-1.5">
                    {bound && bound.class === 'moment_that_matters' && <span title={bound.critical ? 'A moment that matters, critical' : 'A moment that matters'} className="text-12 font-semibold text-accent">{bound.critical ? '◆' : '◇'}<span className="sr-only">moment that matters: </span></span>}
                    <span className={cx('min-w-0 break-words', !bound && 'text-muted italic')}>{bound?.name ?? step.touchpoint}</span>
                  </span>
                  {!bound && touchpoints.length > 0 && <span className="block text-12 text-faint">No touchpoint here is called so</span>}
                  {bound?.class === 'moment_that_matters' && <MomentWords words={classWords(bound, details.find((one) => one.touchpoint === bound.slug), currency)} />}</>
                : step && <span className="text-faint print:hidden">–</span>}
          </div>
        )
      })}
    </div>
  )
})

/** What makes it a moment, in short; all of it when one points at it. */
function MomentWords({ words }: { words: string[] }) {
  return words.length > 0 && <span title={words.join('\n')} className="mt-0.5 line-clamp-4 text-12 text-muted print:line-clamp-none">{words.map((word) => <span key={word} className="block">{word}</span>)}</span>
}
