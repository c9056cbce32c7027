'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pencil, Plus, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Note, Story } from '@/server/queries/customer-page-story'
import { failureOf, useTRPC } from '../data/trpc'
import { Button, IconButton } from '../ui/button'
import { Input } from '../ui/field'
import { formatAgo } from '../ui/format-date'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { words } from './words'

/** The small things to know about somebody: attributes marked to remember, and what colleagues wrote down. */
export function Notes({ customer, story }: { customer: string; story: Story }) {
  const { can, now } = useWorkspace()
  const mayWrite = can.includes('edit')
  const [editing, setEditing] = useState<string | null>(null)
  const verbs = useNoteVerbs(customer, () => setEditing(null))
  const nothing = story.notes.length === 0 && story.remembered.length === 0
  return (
    <div className="grid gap-1">
      {story.remembered.map(({ attribute, value }) => (
        <p key={attribute} className="flex items-center gap-1">
          <span className="text-muted">{words(attribute)}:</span> <span className="font-medium">{value === null ? 'not known any more' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)}</span>
          {mayWrite && <IconButton label={`Do not show ${words(attribute)} here`} icon={<X />} className="-my-1" onClick={() => verbs.remember.mutate({ customer, attribute, remember: false })} />}
        </p>
      ))}
      {story.notes.map((note) => editing === note.id
        ? <NoteForm key={note.id} note={note} busy={verbs.change.isPending} onSave={(text) => verbs.change.mutate({ customer, note: note.id, text })} onCancel={() => setEditing(null)} />
        : (
          <p key={note.id} className="flex flex-wrap items-center gap-x-2">
            <span className="min-w-0 break-words whitespace-pre-line">{note.text}</span>
            <span className="text-12 text-muted">{note.changed_by}, {formatAgo(note.changed_at, new Date(now))}</span>
            {mayWrite && (
              <span className="-my-1 flex">
                <IconButton label={`Change the note “${note.text.slice(0, 40)}”`} icon={<Pencil />} onClick={() => setEditing(note.id)} />
                <IconButton label={`Remove the note “${note.text.slice(0, 40)}”`} icon={<X />} onClick={() => verbs.remove.mutate({ customer, note: note.id })} />
              </span>
            )}
          </p>
        ))}
      {nothing && !mayWrite && <p className="text-muted">Nothing was written down.</p>}
      {mayWrite && (editing === 'new'
        ? <NoteForm busy={verbs.add.isPending} onSave={(text) => verbs.add.mutate({ customer, text })} onCancel={() => setEditing(null)} />
        : <p><Button look="quiet" className="-ml-3" onClick={() => setEditing('new')}><Plus /> {nothing ? 'Write down something to remember' : 'Another thing to remember'}</Button></p>)}
    </div>
  )
}

function useNoteVerbs(customer: string, done: () => void) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const then = {
    onSuccess: async () => { await client.invalidateQueries(trpc.customers.story.pathFilter()); done() },
    onError: (error: unknown) => { toast({ title: 'That was not saved', description: failureOf(error), tone: 'danger' }) },
  }
  return {
    add: useMutation(trpc.customers.addNote.mutationOptions(then)), change: useMutation(trpc.customers.changeNote.mutationOptions(then)),
    remove: useMutation(trpc.customers.removeNote.mutationOptions(then)), remember: useMutation(trpc.customers.remember.mutationOptions(then)),
  }
}

function NoteForm({ note, busy, onSave, onCancel }: { note?: Note; busy: boolean; onSave: (text: string) => void; onCancel: () => void }) {
  const [text, setText] = useState(note?.text ?? '')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <form className="flex flex-wrap gap-2 py-1" onSubmit={(event) => { event.preventDefault(); if (text.trim()) onSave(text) }} onKeyDown={(event) => { if (event.key === 'Escape') onCancel() }}>
      <Input ref={field} aria-label="Something to remember" placeholder="Prefers to be called in the morning" maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} className="min-w-0 flex-1 basis-64" />
      <Button type="submit" look="primary" busy={busy} disabled={!text.trim()}>Save</Button>
      <Button look="quiet" onClick={onCancel}>Cancel</Button>
    </form>
  )
}
