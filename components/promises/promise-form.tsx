'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { dueWordsIn, readDue } from '@/server/domain/promises/due-words'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Input } from '../ui/field'
import { formatInstant } from '../ui/format-date'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'

/** Where nothing says when. */
const USUAL = 'tomorrow 5pm'

/** The one line itself. It is there before the next letter is typed: what came before it would be the page’s own keys. */
export function PromiseForm({ customer, onClose }: { customer: string; onClose: () => void }) {
  const { timezone, now, actor: me } = useWorkspace()
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const first = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [written, setWritten] = useState<string | null>(null)
  const [id] = useState(() => crypto.randomUUID())
  // A time in the sentence itself is meant, until one is written beside it.
  const inText = dueWordsIn(text, { now: Date.parse(now), timezone })
  const due = written ?? inText ?? USUAL
  const read = readDue(due, { now: Date.parse(now), timezone })
  useLayoutEffect(() => first.current?.focus(), [])
  const make = useMutation(trpc.promises.make.mutationOptions({
    onSuccess: async ({ id: made, source, due_at }) => {
      const name = client.getQueryData(trpc.customers.head.queryKey({ id: customer }))?.name ?? customer
      toast({ title: `Promise to ${name} noted`, description: `Due ${formatInstant(due_at, timezone)}.` })
      // It stands there at once: a busy database takes seconds to say the same.
      client.setQueryData(trpc.customers.story.queryKey({ id: customer }), (story) => story && {
        ...story, open_promises: story.open_promises + 1, promises: [{ id: made, source, text: text.trim(), made_at: now, due_at, owner: me, team: null, overdue: false }, ...story.promises],
      })
      onClose()
      await client.invalidateQueries()
    },
  }))
  const save = () => { if (text.trim() !== '' && read.ok && !make.isPending) make.mutate({ customer, text, due, id }) }
  const onKeyDown = (event: KeyboardEvent) => { if (event.key === 'Escape') onClose() }
  return (
    <form className="grid gap-1 border-t py-3" aria-label="A promise to this customer" onKeyDown={onKeyDown} onSubmit={(event) => { event.preventDefault(); save() }}>
      <div className="flex flex-wrap items-center gap-2">
        <Input ref={first} aria-label="What we promised" placeholder="What we promised: call back about the credit" value={text} onChange={(event) => setText(event.target.value)} className="min-w-0 flex-1 basis-72" />
        <Input aria-label="By when, in words" value={due} onChange={(event) => setWritten(event.target.value)} aria-invalid={read.ok ? undefined : true} aria-describedby="promise-due" className="w-40! max-sm:flex-1" />
        <Button type="submit" look="primary" busy={make.isPending} disabled={text.trim() === '' || !read.ok}>Save</Button>
        <Button type="button" look="quiet" onClick={onClose}>Cancel</Button>
      </div>
      <p id="promise-due" className={read.ok ? 'text-12 text-muted' : 'text-12 text-danger'} aria-live="polite">
        {make.error ? failureOf(make.error) : read.ok ? `Due ${formatInstant(new Date(read.at).toISOString(), timezone)}${written === null && inText !== null ? ', as you wrote it' : ''}. It is yours until somebody else takes it.` : read.reason}
      </p>
    </form>
  )
}
