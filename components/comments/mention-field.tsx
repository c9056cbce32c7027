'use client'
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { cx } from '../ui/cx'
import { Field, Textarea } from '../ui/field'
import { peopleFor, typedMention, withMention, type Person } from './mention'

type Props = { label: string; hint: string; value: string; people: readonly Person[]; onValue: (text: string) => void; onSend: () => void }

/** In a sheet that ends here the list would be below its edge. */
const bringUp = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

/**
 * A text in which an @ offers colleagues: arrows choose, Enter takes, Escape lets go of the list and of nothing else. It works as
 * a combobox does, but keeps its own role: a text of several lines may have no other (ARIA in HTML), so that the list is there
 * is said beside it.
 */
export function MentionField({ label, hint, value, people, onValue, onSend }: Props) {
  const list = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const put = useRef<number | null>(null)
  const [caret, setCaret] = useState(0)
  const [chosen, setChosen] = useState(0)
  // The text whose list was let go of, or left: it comes again with the next letter.
  const [left, setLeft] = useState<string | null>(null)
  const [focused, setFocused] = useState(false)
  const typed = focused && left !== value ? typedMention(value, caret) : null
  const offered = typed ? peopleFor(typed, people) : []
  const open = offered.length > 0
  const on = Math.min(chosen, offered.length - 1)
  const take = (person: Person) => {
    if (!typed) return
    const next = withMention(value, caret, typed, person)
    put.current = next.caret
    setLeft(next.text)
    onValue(next.text)
  }
  useEffect(() => {
    if (put.current === null) return
    field.current?.setSelectionRange(put.current, put.current)
    setCaret(put.current)
    put.current = null
  }, [value])
  // A dialog listens for Escape before anything in it does: the list is closed first, and the dialog stays.
  const letGo = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopImmediatePropagation()
    event.preventDefault()
    setLeft(value)
  })
  useEffect(() => {
    if (!open) return
    window.addEventListener('keydown', letGo, { capture: true })
    return () => window.removeEventListener('keydown', letGo, { capture: true })
  }, [open])
  return (
    <div className="relative">
      <Field label={label} hint={hint}>{(w) => (
        <div className="relative">
          <Textarea
            {...w} ref={field} rows={2} maxLength={4000} value={value} aria-autocomplete="list"
            aria-haspopup="listbox" aria-controls={open ? list : undefined} aria-activedescendant={open ? `${list}-${on}` : undefined}
            onChange={(event) => { setCaret(event.target.selectionStart); setChosen(0); onValue(event.target.value) }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onFocus={() => setFocused(true)} onBlur={() => setFocused(false)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); onSend(); return }
              if (!open || event.nativeEvent.isComposing) return
              const person = offered[on]
              if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); setChosen((on + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length) }
              else if (event.key === 'Enter' && person) { event.preventDefault(); take(person) }
            }}
          />
          {open && (
            <div ref={bringUp} id={list} role="listbox" aria-label="Colleagues" className="absolute inset-x-0 top-full z-20 mt-1 grid max-w-80 overflow-hidden rounded-md border bg-raised py-1 shadow-float">
              {offered.map((person, i) => (
                // The field keeps the focus; the arrows reach them from there.
                <button key={person.id} type="button" id={`${list}-${i}`} role="option" tabIndex={-1} aria-selected={i === on} className={cx('w-full cursor-pointer truncate px-2.5 text-left py-1.5 text-13 text-ink pointer-coarse:py-3', i === on && 'bg-sunken font-medium')} onMouseDown={(event) => event.preventDefault()} onClick={() => take(person)} onPointerEnter={() => setChosen(i)}>{person.name}</button>
              ))}
            </div>
          )}
        </div>
      )}</Field>
      <span role="status" className="sr-only">{open ? `${offered.length} ${offered.length === 1 ? 'colleague' : 'colleagues'}: arrows choose, Enter takes.` : ''}</span>
    </div>
  )
}
