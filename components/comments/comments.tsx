'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CommentSubject } from '@/db/vocabulary'
import { useTopic } from '../data/live'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { CommentList } from './comment-list'
import { MentionField } from './mention-field'

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
  return (
    <div className="grid max-w-prose gap-3">
      <CommentList label="Comments" comments={comments} canEdit={mayWrite} />
      {mayWrite && (
        <form className="grid gap-2 print:hidden" onSubmit={(event) => { event.preventDefault(); send() }}>
          <MentionField label="Say something" hint="@ offers colleagues; whoever is named is told. Ctrl Enter sends." value={text} people={people} onValue={setText} onSend={send} />
          {add.isError && <Callout tone="danger">{failureOf(add.error)}</Callout>}
          <div><Button type="submit" busy={add.isPending} disabled={text.trim() === ''}>Comment</Button></div>
        </form>
      )}
    </div>
  )
}
