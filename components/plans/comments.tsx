'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CommentSubject } from '@/db/vocabulary'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Field, Textarea } from '../ui/field'
import { formatInstant } from '../ui/format-date'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'

type Props = { subject: CommentSubject; id: string; link: string }

/** What is said about anything, and a place to say something: whoever is named by @ is told. */
export function Comments({ subject, id, link }: Props) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { can, timezone } = useWorkspace()
  const options = trpc.plans.comments.queryOptions({ subject, subject_id: id })
  const { data: comments = [] } = useQuery(options)
  const { data: people = [] } = useQuery(trpc.plans.people.queryOptions())
  const [text, setText] = useState('')
  const again = () => cache.invalidateQueries({ queryKey: options.queryKey })
  const add = useMutation(trpc.plans.comment.mutationOptions({ onSuccess: async () => { setText(''); await again() } }))
  const settle = useMutation(trpc.plans.settleComment.mutationOptions({ onSuccess: again }))
  const canEdit = can.includes('edit')
  // What is being typed after an @, to offer names for it.
  const typed = /@([\p{L}\p{N} ]{0,40})$/u.exec(text)?.[1]?.toLowerCase()
  const offered = typed === undefined ? [] : people.filter(({ name }) => name.toLowerCase().startsWith(typed) && name.toLowerCase() !== typed.trim()).slice(0, 5)
  return (
    <div className="grid max-w-prose gap-3">
      {comments.length > 0 && (
        <ul aria-label="Comments" className="grid">
          {comments.map((comment) => (
            <li key={comment.id} className="grid gap-0.5 border-b py-2 text-13">
              <span className="text-12 text-muted">{comment.by}, {formatInstant(comment.at, timezone)}{comment.resolved ? ' · dealt with' : ''}</span>
              <span className={comment.resolved ? 'whitespace-pre-wrap text-muted' : 'whitespace-pre-wrap'}>{comment.text}</span>
              {canEdit && <span className="print:hidden"><Button look="quiet" className="-ml-3" onClick={() => settle.mutate({ comment: comment.id, resolved: !comment.resolved })}>{comment.resolved ? 'Open again' : 'Dealt with'}</Button></span>}
            </li>
          ))}
        </ul>
      )}
      {canEdit && (
        <form className="grid gap-2 print:hidden" onSubmit={(event) => { event.preventDefault(); add.mutate({ subject, subject_id: id, text, link }) }}>
          <Field label="Say something" hint="@ and a name tells them.">{(w) => <Textarea {...w} rows={2} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} />}</Field>
          {offered.length > 0 && <ul aria-label="Names" className="flex flex-wrap gap-1">{offered.map(({ id: person, name }) => <li key={person}><Button onClick={() => setText(text.replace(/@[\p{L}\p{N} ]{0,40}$/u, `@${name} `))}>@{name}</Button></li>)}</ul>}
          {add.isError && <Callout tone="danger">{failureOf(add.error)}</Callout>}
          <div><Button type="submit" busy={add.isPending} disabled={text.trim() === ''}>Comment</Button></div>
        </form>
      )}
    </div>
  )
}
