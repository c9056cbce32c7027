'use client'
import { ArrowDown, ArrowUp, Clock, GripVertical, Trash2, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../ui/button'
import { cx } from '../../ui/cx'
import type { DraftSlide } from './draft'
import { WAY } from './words'

type Props = { slides: readonly DraftSlide[]; /** Of those that are not on now, when they are, by key. */ waiting: ReadonlyMap<string, string>; selected: string | null; titles: ReadonlyMap<string, string>; failures: ReadonlyMap<string, string>; readOnly: boolean; onSelect: (key: string) => void; onMove: (from: number, to: number) => void; onRemove: (key: string) => void }

/** A button that can do no more loses the focus: its slide keeps it. */
const keepFocus = (button: Element) => button.closest('li')?.querySelector<HTMLElement>('[aria-pressed]')?.focus()

/** The slides in order: drag them, or Alt with the arrow keys on a chosen one. */
export function SlideList({ slides, waiting, selected, titles, failures, readOnly, onSelect, onMove, onRemove }: Props) {
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  // Let go beside the list, or with Escape, nothing moves.
  const end = () => { setDragged(null); setOver(null) }
  const drop = (at: number) => {
    if (dragged !== null && dragged !== at) onMove(dragged, at)
    end()
  }
  return (
    <ol aria-label="Slides" className="grid">
      {slides.map((slide, index) => {
        const title = slide.title || titles.get(slide.key) || slide.text || WAY[slide.kind]
        const failure = slide.id ? failures.get(slide.id) : undefined
        return (
          <li
            key={slide.key} draggable={!readOnly} onDragStart={() => setDragged(index)} onDragEnter={() => setOver(index)} onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); drop(index) }} onDragEnd={end}
            className={cx('group relative flex items-center gap-2 border-b py-1', over === index && dragged !== null && dragged !== index && 'bg-accent-soft', dragged === index && 'opacity-50')}
          >
            {!readOnly && <GripVertical aria-hidden className="size-4 shrink-0 cursor-grab text-faint" />}
            <button
              type="button" aria-pressed={selected === slide.key} aria-keyshortcuts={readOnly ? undefined : 'Alt+ArrowUp Alt+ArrowDown'} onClick={() => onSelect(slide.key)}
              onKeyDown={(event) => {
                if (readOnly || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
                event.preventDefault()
                onMove(index, index + (event.key === 'ArrowUp' ? -1 : 1))
              }}
              className={cx('grid min-w-0 flex-1 rounded-sm px-2 py-1 text-left pointer-coarse:min-h-11', selected === slide.key ? 'bg-accent-soft' : 'hover:bg-sunken')}
            >
              <span className="line-clamp-3 text-13 font-medium text-pretty" title={title}>{title}</span>
              <span className="text-12 text-muted">{WAY[slide.kind]} · {slide.seconds} s{slide.schedule ? ` · ${slide.schedule.from}–${slide.schedule.to}` : ''}</span>
              {waiting.has(slide.key) && <span className="flex items-start gap-1 text-12"><Clock aria-hidden className="mt-0.5 size-3 shrink-0" /> Not now: next {waiting.get(slide.key)}</span>}
              {failure && <span className="mt-0.5 flex items-start gap-1 text-12 text-danger"><TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" /> Not shown: {failure}</span>}
            </button>
            {!readOnly && (
              <span className="absolute right-0 flex rounded-md bg-raised opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:static pointer-coarse:opacity-100">
                <IconButton label={`Move “${title}” up`} icon={<ArrowUp />} disabled={index === 0} onClick={({ currentTarget }) => { if (index === 1) keepFocus(currentTarget); onMove(index, index - 1) }} />
                <IconButton label={`Move “${title}” down`} icon={<ArrowDown />} disabled={index === slides.length - 1} onClick={({ currentTarget }) => { if (index === slides.length - 2) keepFocus(currentTarget); onMove(index, index + 1) }} />
                <IconButton label={`Remove “${title}”`} icon={<Trash2 />} onClick={() => onRemove(slide.key)} />
              </span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
