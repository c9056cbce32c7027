'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Comment } from '@/server/queries/comments'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { formatInstant } from '../ui/format-date'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'

type Said = Pick<Comment, 'id' | 'text' | 'by' | 'at' | 'resolved'>
type Props<C extends Said> = { label: string; comments: readonly C[]; canEdit: boolean; /** Where a comment stands, where that is not plain. */ where?: (comment: C) => string }

/** What was said, oldest first; each can be dealt with, and opened again. */
export function CommentList<C extends Said>({ label, comments, canEdit, where }: Props<C>) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const toast = useToast()
  const { timezone } = useWorkspace()
  const settle = useMutation(trpc.comments.settle.mutationOptions({
    onSuccess: () => Promise.all([cache.invalidateQueries({ queryKey: trpc.comments.of.pathKey() }), cache.invalidateQueries({ queryKey: trpc.journeys.around.pathKey() })]),
    onError: (error) => toast({ title: 'That was not saved', description: failureOf(error), tone: 'danger' }),
  }))
  if (comments.length === 0) return null
  return (
    <ul aria-label={label} className="grid">
      {comments.map((comment) => (
        <li key={comment.id} className="grid gap-0.5 border-b py-2 text-13">
          <span className="text-12 text-muted">{comment.by}, {formatInstant(comment.at, timezone)}{where ? ` · ${where(comment)}` : ''}{comment.resolved ? ' · dealt with' : ''}</span>
          <span className={comment.resolved ? 'whitespace-pre-wrap text-muted' : 'whitespace-pre-wrap'}>{comment.text}</span>
          {canEdit && <span className="print:hidden"><Button look="quiet" className="-ml-3" onClick={() => settle.mutate({ comment: comment.id, resolved: !comment.resolved })}>{comment.resolved ? 'Open again' : 'Dealt with'}</Button></span>}
        </li>
      ))}
    </ul>
  )
}
