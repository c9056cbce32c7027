'use client'
import { MessageSquare } from 'lucide-react'
import { memo } from 'react'
import type { Evidence } from '@/db/vocabulary'
import { cellKey, LANE_HINTS, MOST, type Cell, type Lane } from '@/server/domain/journeys/content'
import { cx } from '../ui/cx'
import { channelColour } from '../ui/tokens'
import { Dot } from '../ui/badge'
import type { Column, Row } from './grid'
import type { Edited, Tools } from './map-head'
import { FeelingsCurve } from './feelings'
import { TextEditor } from './text-editor'

export type Others = readonly { client: string; name: string; cell: string }[]
export type ChannelNames = readonly { name: string; kind: string }[]
type Props = { row: Row; columns: readonly Column[]; index: number; tools: Tools; edited: Edited; comments: ReadonlyMap<string, number> | null; others: Others; channels: ChannelNames }

/** One lane: its head stays at the left, its cells grow with what is written in them. */
export const LaneRow = memo(function LaneRow({ row: { lane, cells }, columns, index, tools, edited, comments, others, channels }: Props) {
  const feelings = lane.kind === 'feelings'
  return (
    <div role="row" aria-rowindex={index + 4} className={cx('journey-lane flex', feelings && 'journey-curve-row relative')} data-lane={lane.id}>
      <LaneHead lane={lane} tools={tools} edited={edited?.column === 'head' ? edited : null} />
      {columns.map(({ key, step, first }, at) => {
        const cell = cells[at] ?? null
        const id = step ? cellKey(lane.id, step.id) : ''
        const who = others.filter((other) => other.cell === `${lane.id}/${key}`)
        const writing = edited !== null && edited.column === key
        return (
          <div
            key={key} role="gridcell" aria-colindex={at + 2} tabIndex={-1} data-cell={`${lane.id}/${key}`} aria-label={feelings && step ? feelingOf(cell) : undefined}
            className={cx(
              'journey-cell relative w-(--col) shrink-0 border-b px-3 py-2 text-13', at > 0 && (first ? 'border-l border-l-edge' : 'border-l'),
              feelings ? 'h-36' : 'min-h-11', !step && 'bg-sunken/50', who.length > 0 && 'shadow-[inset_0_0_0_2px_var(--ch-phone)]',
            )}
          >
            {writing && step
              ? <TextEditor doc={tools.doc} noun="c" id={id} label={`${lane.name}, ${step.name || 'step without a name'}`} begin={edited.begin} most={MOST.text} undo={tools.undo} onLeave={(how) => tools.leave(lane.id, key, how)} onPaste={(text) => tools.paste(lane.id, key, text)} onCut={tools.cut} onAct={(action) => tools.act(lane.id, key, action)} className={cx('pr-3', feelings && 'relative z-10 rounded-sm bg-raised')} />
              : <CellText cell={cell} lane={lane} channels={channels} quiet={feelings} />}
            {cell?.evidence && !feelings && <EvidenceMark evidence={cell.evidence} />}
            {comments?.has(id) && <span className="absolute right-1 bottom-1 inline-flex items-center gap-0.5 text-12 text-accent"><MessageSquare aria-hidden className="size-3" />{comments.get(id)}<span className="sr-only">comments</span></span>}
            {who.length > 0 && <span className="absolute top-0 right-0 z-10 max-w-full truncate bg-(--ch-phone) px-1 text-12 text-(--paper)">{who.map(({ name }) => name).join(', ')}</span>}
          </div>
        )
      })}
      {feelings && <FeelingsCurve cells={cells} columns={columns} />}
    </div>
  )
})

function LaneHead({ lane, tools, edited }: { lane: Lane; tools: Tools; edited: Edited }) {
  return (
    <div role="rowheader" className="sticky left-0 z-10 flex w-(--head) shrink-0 flex-col border-r border-b bg-paper px-3 py-2 max-sm:px-2">
      {edited
        ? <TextEditor doc={tools.doc} noun="l" id={lane.id} label="Name of the lane" most={MOST.name} undo={tools.undo} onLeave={(how) => tools.leave(lane.id, 'head', how)} onCut={tools.cut} className="text-13 font-medium" />
        : <span data-grip className={cx('w-fit text-13 font-medium select-none', tools.canEdit && 'cursor-grab touch-none')} onPointerDown={(event) => tools.grab(event, 'lane', lane.id)}>{lane.name}</span>}
      {LANE_HINTS[lane.kind] && <span className="text-12 text-muted max-sm:hidden print:hidden">{LANE_HINTS[lane.kind]}</span>}
      {lane.kind === 'feelings' && (
        <span className="mt-auto grid gap-0.5 text-12 text-muted">
          <span className="flex items-center gap-1.5"><i aria-hidden className="w-4 border-t-2 border-ink" />as it is</span>
          <span className="flex items-center gap-1.5"><i aria-hidden className="w-4 border-t-2 border-dashed border-accent" />as it should be</span>
        </span>
      )}
    </div>
  )
}

function CellText({ cell, lane, channels, quiet }: { cell: Cell | null; lane: Lane; channels: ChannelNames; quiet: boolean }) {
  if (!cell?.text) return null
  if (lane.kind === 'channels') {
    return (
      <span className="flex flex-wrap gap-x-3 gap-y-0.5">
        {cell.text.split(/[,\n]/u).map((part) => part.trim()).filter(Boolean).map((part) => {
          const known = channels.find((channel) => channel.name.toLowerCase() === part.toLowerCase() || channel.kind.replace('_', ' ') === part.toLowerCase())
          return <span key={part} className="inline-flex items-center gap-1.5">{known && <Dot colour={channelColour(known.kind)} />}{part}</span>
        })}
      </span>
    )
  }
  if (lane.kind === 'choices') return <span className="text-16 font-medium">{cell.text}</span>
  return <span className={cx('block pr-3 break-words whitespace-pre-wrap', quiet ? 'relative z-1 text-12 text-muted' : cell.evidence === 'assumed' ? 'text-muted' : 'text-ink')}>{cell.text}</span>
}

const EVIDENCE_TEXT: Record<Evidence, string> = { assumed: 'Assumed', reported: 'Reported by customers', observed: 'Observed' }

/** How sure it is: an empty ring is assumed, a half one reported, a full one observed. */
export function EvidenceMark({ evidence, inline = false }: { evidence: Evidence; inline?: boolean }) {
  return (
    <svg role="img" aria-label={EVIDENCE_TEXT[evidence]} viewBox="0 0 10 10" className={cx('size-2.5 text-muted', !inline && 'absolute top-2.5 right-2')}>
      <title>{EVIDENCE_TEXT[evidence]}</title>
      <circle cx="5" cy="5" r="4" fill={evidence === 'observed' ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.2" />
      {evidence === 'reported' && <path d="M5 1a4 4 0 0 1 0 8z" fill="currentColor" />}
    </svg>
  )
}

const signed = (value: number) => (value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0')
const feelingOf = (cell: Cell | null) => (cell ? [cell.as_is !== null && `as it is ${signed(cell.as_is)}`, cell.to_be !== null && `as it should be ${signed(cell.to_be)}`, cell.text].filter(Boolean).join(', ') : 'no feeling yet')
