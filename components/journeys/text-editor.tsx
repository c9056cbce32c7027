'use client'
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import type * as Y from 'yjs'
import { LOCAL, readText, textOf, writeText, type Noun } from '@/server/domain/journeys/document'
import { Kbd } from '../ui/badge'
import { cx } from '../ui/cx'
import { actionOf, type Action } from './keys'

/** `gone`: the reader has pressed somewhere else. `down` is Enter; `below` the arrow behind a name's last letter. */
export type Leave = 'down' | 'below' | 'next' | 'previous' | 'stay' | 'gone' | 'new step'
type Props = {
  doc: Y.Doc
  noun: Noun
  id: string
  label: string
  /** What it says to begin with, where a letter was typed on the cell. */
  begin?: string
  most: number
  undo: { undo: () => void; redo: () => void }
  onLeave: (how: Leave) => void
  /** Takes what was copied from a list or a sheet; false: it is plain text for here. */
  onPaste?: (text: string) => boolean
  /** Of what was pasted so many letters at the end did not fit. */
  onCut?: (letters: number) => void
  /** Evidence, a comment, a touchpoint: the keys with Alt, without leaving the word first. */
  onAct?: (action: Action) => void
  className?: string
}

/**
 * Writes straight into the shared text, letter by letter, so that two people in one cell see each other's words as they
 * come; what others write moves the caret along instead of taking it away. Esc puts back what it said before.
 */
export function TextEditor({ doc, noun, id, label, begin, most, undo, onLeave, onPaste, onCut, onAct, className }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  const before = useRef<string | null>(null)
  const left = useRef(false)
  const begun = useRef(false)
  const hint = useId()
  // Written over: what stood there is one key away, and that is said.
  const [over] = useState(() => { const was = readText(doc, noun, id); return begin !== undefined && was !== '' && !begin.startsWith(was) ? was : '' })

  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    const text = textOf(doc, noun, id)
    before.current ??= text.toString()
    if (begin !== undefined && !begun.current) {
      begun.current = true
      writeText(doc, noun, id, begin)
    }
    area.value = text.toString()
    area.focus({ preventScroll: true })
    area.setSelectionRange(area.value.length, area.value.length)
    const follow = (event: Y.YTextEvent) => {
      if (event.transaction.origin === LOCAL) return
      let [from, to, at] = [area.selectionStart, area.selectionEnd, 0]
      for (const part of event.delta) {
        if (part.retain) at += part.retain
        else if (typeof part.insert === 'string') {
          if (at <= from) from += part.insert.length
          if (at <= to) to += part.insert.length
          at += part.insert.length
        } else if (part.delete) {
          from -= Math.min(part.delete, Math.max(0, from - at))
          to -= Math.min(part.delete, Math.max(0, to - at))
        }
      }
      area.value = text.toString()
      area.setSelectionRange(from, to)
    }
    text.observe(follow)
    return () => text.unobserve(follow)
  }, [doc, noun, id, begin])

  useEffect(() => { field.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }) }, [])

  const leave = (how: Leave) => {
    if (left.current) return
    left.current = true
    onLeave(how)
  }
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation()
    // A word that an input method is still putting together is not done.
    if (event.nativeEvent.isComposing) return
    const command = event.ctrlKey || event.metaKey
    const besides = event.altKey && !command && onAct ? actionOf(event, false) : null
    const act = (does: () => void) => {
      event.preventDefault()
      does()
    }
    if (event.key === 'Escape') act(() => { writeText(doc, noun, id, before.current ?? ''); leave('stay') })
    else if (besides && ['evidence', 'comment', 'touchpoint'].includes(besides.do)) act(() => onAct?.(besides))
    else if (event.key === 'Tab') act(() => leave(event.shiftKey ? 'previous' : 'next'))
    else if (event.key === 'Enter' && !event.shiftKey) act(() => leave(command ? 'new step' : 'down'))
    else if (event.key === 'ArrowDown' && noun === 's' && field.current?.selectionStart === field.current?.value.length) act(() => leave('below'))
    else if (command && event.key.toLowerCase() === 'z') act(() => (event.shiftKey ? undo.redo() : undo.undo()))
    else if (command && event.key.toLowerCase() === 'y') act(() => undo.redo())
  }
  return (
    <>
      <textarea
        ref={field}
        aria-label={label}
        aria-describedby={over ? hint : undefined}
        rows={1}
        maxLength={most}
        onInput={(event) => writeText(doc, noun, id, event.currentTarget.value)}
        onKeyDown={onKey}
        onPaste={(event) => {
          event.stopPropagation()
          const pasted = event.clipboardData.getData('text/plain')
          if (onPaste?.(pasted)) return event.preventDefault()
          const { value, selectionStart, selectionEnd } = event.currentTarget
          const over = value.length - (selectionEnd - selectionStart) + pasted.replaceAll('\r\n', '\n').length - most
          if (over > 0) onCut?.(over)
        }}
        onBlur={() => leave('gone')}
        className={cx('block w-full resize-none bg-transparent [field-sizing:content] text-inherit', className)}
      />
      {over && noun !== 'p' && <span id={hint} className="relative z-10 block bg-inherit pt-0.5 text-12 font-normal text-faint"><Kbd>Esc</Kbd> brings back “{over.length > 60 ? `${over.slice(0, 60)}…` : over}”</span>}
    </>
  )
}
