'use client'
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { dueWordsIn, readDue } from '@/server/domain/promises/due-words'
import { Button } from '../ui/button'
import { Input } from '../ui/field'
import { formatInstant } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'
import type { Draft, Saving } from './use-saving'

/** Where nothing says when. */
const USUAL = 'tomorrow 5pm'

/**
 * The one line itself. It is there before the next letter is typed: what came before it would be the page’s own keys. Enter
 * takes what is written and leaves the line free for the next promise.
 */
export function PromiseForm({ saving, onClose }: { saving: Saving; onClose: () => void }) {
  const { timezone, now } = useWorkspace()
  const first = useRef<HTMLInputElement>(null)
  const when = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [written, setWritten] = useState<string | null>(null)
  // A time in the sentence itself is meant, until one is written beside it.
  const inText = dueWordsIn(text, { now: Date.parse(now), timezone })
  const due = written ?? inText ?? USUAL
  const read = readDue(due, { now: Date.parse(now), timezone })
  useLayoutEffect(() => first.current?.focus(), [])
  const save = () => {
    if (text.trim() === '') return first.current?.focus()
    // The words are no time, or one that is over: whoever wrote them is asked.
    if (!read.ok) return when.current?.select()
    saving.save(text, due)
    setText('')
    setWritten(null)
    first.current?.focus()
  }
  const edit = (draft: Draft) => {
    saving.drop(draft)
    setText(draft.text)
    setWritten(draft.due)
    first.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => { if (event.key === 'Escape') onClose() }
  return (
    <form className="grid gap-1 border-t py-3" aria-label="A promise to this customer" onKeyDown={onKeyDown} onSubmit={(event) => { event.preventDefault(); save() }}>
      <div className="flex flex-wrap items-center gap-2">
        <Input ref={first} aria-label="What we promised" placeholder="What we promised: call back about the credit" value={text} onChange={(event) => setText(event.target.value)} className="min-w-0 flex-1 basis-72" />
        <Input ref={when} aria-label="By when, in words" value={due} onChange={(event) => setWritten(event.target.value)} aria-invalid={read.ok ? undefined : true} aria-describedby="promise-due" className="w-40! max-sm:flex-1" />
        <Button type="submit" look="primary" disabled={text.trim() === ''}>Save</Button>
        <Button type="button" look="quiet" onClick={onClose}>Close</Button>
      </div>
      <p id="promise-due" className={read.ok ? 'text-14' : 'text-14 text-danger'} aria-live="polite">
        {read.ok ? <><strong className="font-medium">{`Due ${formatInstant(new Date(read.at).toISOString(), timezone)}`}</strong>{written !== null ? '' : inText !== null ? ', as you wrote it' : text.trim() === '' ? '' : ', as nothing says when'}{read.taken ? `: ${read.taken}` : ''}. <span className="text-muted">It is yours until somebody else takes it.</span></> : read.reason}
      </p>
      <Refused saving={saving} onEdit={text.trim() === '' ? edit : null} />
    </form>
  )
}

/** What could not be saved, with its reason; it is given back to the line once that is free. */
export function Refused({ saving, onEdit }: { saving: Saving; onEdit: ((draft: Draft) => void) | null }) {
  return (
    <div aria-live="polite" className="grid gap-1">
      {saving.saving > 0 && <p className="text-12 text-muted">Saving {saving.saving === 1 ? 'a promise' : `${saving.saving} promises`}…</p>}
      {saving.refused.map((draft) => (
        <div key={draft.id} className="flex flex-wrap items-center gap-2 text-14">
          <p className="min-w-0 flex-1 basis-72"><span className="font-medium">{draft.text}</span> <span className="text-danger">was not saved: {draft.refused}</span></p>
          <Button type="button" onClick={() => saving.again(draft)}>Try again</Button>
          {onEdit && <Button type="button" look="quiet" onClick={() => onEdit(draft)}>Edit</Button>}
        </div>
      ))}
    </div>
  )
}
