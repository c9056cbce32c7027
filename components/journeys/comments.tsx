'use client'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Sheet } from '../ui/dialog'
import { Field, Textarea } from '../ui/field'
import { formatInstant } from '../ui/format-date'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import type { Place } from './editing'
import type { Grid } from './grid'
import type { Comment } from './use-company'

type Props = { journey: string; grid: Grid; place: Place | null; comments: readonly Comment[]; canEdit: boolean; onClose: () => void }

/** What is said about the cell one stands on, and all that is still open on the map. */
export function Comments({ journey, grid, place, comments, canEdit, onClose }: Props) {
  const trpc = useTRPC()
  const toast = useToast()
  const { timezone } = useWorkspace()
  const [text, setText] = useState('')
  const step = grid.columns.find(({ key }) => key === place?.column)?.step
  const lane = grid.rows.find((row) => row.lane.id === place?.row)?.lane
  const onError = (error: unknown) => toast({ title: 'That was not saved', description: failureOf(error), tone: 'danger' })
  const add = useMutation(trpc.journeys.comment.mutationOptions({ onError, onSuccess: () => setText('') }))
  const resolve = useMutation(trpc.journeys.resolveComment.mutationOptions({ onError }))
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '' && step) add.mutate({ journey, lane: lane?.id ?? '', step: step.id, text })
  }
  const here = comments.filter((comment) => comment.step === step?.id && comment.lane === (lane?.id ?? ''))
  const elsewhere = comments.filter((comment) => !comment.resolved && !here.includes(comment))
  const nameOf = (comment: Comment) => [grid.rows.find((row) => row.lane.id === comment.lane)?.lane.name, grid.columns.find(({ key }) => key === comment.step)?.step?.name].filter(Boolean).join(', ')
  const one = (comment: Comment, where?: string) => (
    <li key={comment.id} className="grid gap-0.5 border-b py-2 text-13">
      <span className="text-12 text-muted">{comment.by}, {formatInstant(comment.at, timezone)}{where ? ` · ${where}` : ''}{comment.resolved ? ' · dealt with' : ''}</span>
      <span className="whitespace-pre-wrap">{comment.text}</span>
      {canEdit && <span><Button look="quiet" className="-ml-3" onClick={() => resolve.mutate({ journey, comment: comment.id, resolved: !comment.resolved })}>{comment.resolved ? 'Open again' : 'Dealt with'}</Button></span>}
    </li>
  )
  return (
    <Sheet open onOpenChange={(open) => { if (!open) onClose() }} title="Comments" description={step ? [lane?.name, step.name || 'step without a name'].filter(Boolean).join(', ') : 'Go to a cell of the map to say something about it.'}>
      {here.length > 0 && <ul>{here.map((comment) => one(comment))}</ul>}
      {canEdit && step && (
        <form onSubmit={send} className="grid gap-2 py-3">
          <Field label="Comment">{(w) => <Textarea {...w} rows={3} value={text} maxLength={2000} onChange={(event) => setText(event.target.value)} />}</Field>
          <div><Button type="submit" look="primary" busy={add.isPending}>Comment</Button></div>
        </form>
      )}
      {elsewhere.length > 0 && <><h3 className="pt-4 text-13 font-semibold">Open elsewhere on this map</h3><ul>{elsewhere.map((comment) => one(comment, nameOf(comment)))}</ul></>}
    </Sheet>
  )
}
