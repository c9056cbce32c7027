'use client'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { cx } from '../ui/cx'
import type { Leave } from './text-editor'
import type { TouchpointNames } from './touchpoint-row'

const SHOWN = 8

/** Those whose name has every word typed, the ones that begin with it first. */
export function matching(all: TouchpointNames, typed: string): TouchpointNames {
  const wanted = typed.trim().toLowerCase()
  const words = wanted.split(/\s+/u).filter(Boolean)
  const found = all.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
  const first = (name: string) => (name.toLowerCase() === wanted ? 0 : name.toLowerCase().startsWith(wanted) ? 1 : 2)
  return found.toSorted((a, b) => first(a.name) - first(b.name) || a.name.localeCompare(b.name)).slice(0, SHOWN)
}

type Props = { value: string; begin?: string; touchpoints: TouchpointNames; onPick: (touchpoint: string | null) => void; onLeave: (how: Leave) => void }

/** Binds a step: a few letters and Enter or Tab take the touchpoint that is marked; the last line keeps what was typed until records bring it. */
export function TouchpointPicker({ value, begin, touchpoints, onPick, onLeave }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  const id = useId()
  const [typed, setTyped] = useState(begin?.trim() ?? value)
  const [touched, setTouched] = useState(begin !== undefined)
  const [at, setAt] = useState(0)
  useEffect(() => {
    field.current?.focus({ preventScroll: true })
    if (begin === undefined) field.current?.select()
  }, [begin])
  const found = touched && typed.trim() !== '' ? matching(touchpoints, typed) : touchpoints.toSorted((a, b) => a.name.localeCompare(b.name)).slice(0, SHOWN)
  const own = touched && typed.trim() !== '' && !found.some(({ name }) => name.toLowerCase() === typed.trim().toLowerCase()) ? typed.trim() : null
  const options = [...found.map(({ slug, name }) => ({ key: slug, label: name, slug })), ...(own === null ? [] : [{ key: 'own', label: `“${own}”, not in the record yet`, slug: own }])]
  const finish = (how: Leave, pick: string | null | undefined) => {
    if (done.current) return
    done.current = true
    if (pick !== undefined) onPick(pick)
    onLeave(how)
  }
  // Untouched it stays what it was; emptied it is bound to nothing.
  const chosen = () => (!touched && at === 0 ? undefined : typed.trim() === '' && at === 0 && touched ? null : options[at]?.slug)
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    const leave: Record<string, Leave> = { Enter: 'down', Tab: event.shiftKey ? 'previous' : 'next', Escape: 'stay' }
    const how = leave[event.key]
    if (how) {
      event.preventDefault()
      return finish(how, event.key === 'Escape' ? undefined : chosen())
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    setTouched(true)
    setAt((was) => Math.max(0, Math.min(options.length - 1, touched ? was + (event.key === 'ArrowDown' ? 1 : -1) : 0)))
  }
  return (
    <>
      <input
        ref={field} role="combobox" aria-expanded aria-controls={id} aria-autocomplete="list" aria-activedescendant={touched && options[at] ? `${id}-${at}` : undefined} aria-label="Touchpoint of this step" autoComplete="off"
        value={typed} maxLength={200} onChange={(event) => { setTyped(event.target.value); setTouched(true); setAt(0) }} onKeyDown={onKey} onBlur={() => finish('gone', chosen())} className="w-full bg-transparent"
      />
      <div id={id} role="listbox" aria-label="Touchpoints" className="absolute top-full -left-px z-30 w-72 rounded-md border bg-raised py-1 shadow-float">
        {options.map((option, index) => (
          <div
            key={option.key} id={`${id}-${index}`} role="option" aria-selected={touched && index === at}
            className={cx('cursor-pointer px-3 py-1.5 text-13 pointer-coarse:py-3', touched && index === at ? 'bg-sunken' : 'hover:bg-sunken', option.key === 'own' && 'text-muted italic')}
            onPointerDown={(event) => { event.preventDefault(); finish('stay', option.slug) }}
          >
            {option.label}
          </div>
        ))}
      </div>
    </>
  )
}
