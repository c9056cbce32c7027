'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CommentSubject } from '@/db/vocabulary'
import { useTopic } from '../data/live'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Field, Textarea } from '../ui/field'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { CommentList } from './comment-list'

type Props = { subject: CommentSubject; id: string; /** Below the organisation's path: where whoever is named is led. */ link: string; /** Only what is said there. */ place?: string; canEdit?: boolean }

/** What is not sent yet, by what it is about: it is there again whatever closed the place one wrote in. */
const drafts = new Map<string, string>()

/** What is said about anything, and a place to say something: whoever is named by @ is told. */
export function Comments({ subject, id, link, place, canEdit }: Props) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { can } = useWorkspace()
  const options = trpc.comments.of.queryOptions({ subject, subject_id: id, ...(place === undefined ? {} : { place }) })
  const { data: comments = [] } = useQuery(options)
  const { data: people = [] } = useQuery(trpc.comments.people.queryOptions())
  const draft = `${subject} ${id} ${place ?? ''}`
  const [text, write] = useState(() => drafts.get(draft) ?? '')
  const setText = (next: string) => {
    write(next)
    drafts.set(draft, next)
  }
  const again = () => cache.invalidateQueries({ queryKey: trpc.comments.of.pathKey() })
  useTopic('comments', () => void again())
  const add = useMutation(trpc.comments.add.mutationOptions({ onSuccess: async () => { setText(''); await again() } }))
  const send = () => { if (text.trim() !== '' && !add.isPending) add.mutate({ subject, subject_id: id, text, link, ...(place === undefined ? {} : { place }) }) }
  const mayWrite = canEdit ?? can.includes('edit')
  // What is being typed after an @, to offer names for it.
  const typed = /@([\p{L}\p{N} ]{0,40})$/u.exec(text)?.[1]?.toLowerCase()
  const offered = typed === undefined ? [] : people.filter(({ name }) => name.toLowerCase().startsWith(typed) && name.toLowerCase() !== typed.trim()).slice(0, 5)
  return (
    <div className="grid max-w-prose gap-3">
      <CommentList label="Comments" comments={comments} canEdit={mayWrite} />
      {mayWrite && (
        <form className="grid gap-2 print:hidden" onSubmit={(event) => { event.preventDefault(); send() }}>
          <Field label="Say something" hint="@ and a name tells them. Ctrl Enter sends.">{(w) => <Textarea {...w} rows={2} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send() } }} />}</Field>
          {offered.length > 0 && <ul aria-label="Names" className="flex flex-wrap gap-1">{offered.map(({ id: person, name }) => <li key={person}><Button onClick={() => setText(text.replace(/@[\p{L}\p{N} ]{0,40}$/u, `@${name} `))}>@{name}</Button></li>)}</ul>}
          {add.isError && <Callout tone="danger">{failureOf(add.error)}</Callout>}
          <div><Button type="submit" busy={add.isPending} disabled={text.trim() === ''}>Comment</Button></div>
        </form>
      )}
    </div>
  )
}
