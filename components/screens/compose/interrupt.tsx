'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf, useTRPC } from '../../data/trpc'
import { useWallClock } from '../../shell/clock'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Field, Input, Textarea } from '../../ui/field'
import { Callout } from '../../ui/states'
import { useWorkspace } from '../../workspace/workspace'
import { Standing } from './standing'

/** A message on every wall at once; the ones that stand can be ended. Critical alerts raise theirs the same way. */
export function Interrupt({ screens, onClose }: { screens: readonly { id: string; name: string }[]; onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { timezone } = useWorkspace()
  const at = useWallClock()
  const standing = useQuery(trpc.screens.takeovers.queryOptions())
  const done = () => cache.invalidateQueries({ queryKey: trpc.screens.takeovers.queryKey() })
  const raise = useMutation(trpc.screens.raiseTakeover.mutationOptions({ onSuccess: () => { setTitle(''); setText(''); void done() } }))
  const end = useMutation(trpc.screens.endTakeover.mutationOptions({ onSuccess: done }))
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const [minutes, setMinutes] = useState(30)
  return (
    <Dialog open onOpenChange={onClose} title="Interrupt all screens" description="Every display shows this instead of its slides, then goes on." footer={<><Button onClick={onClose}>Close</Button><Button look="danger" type="submit" form="interrupt" busy={raise.isPending}>Interrupt</Button></>}>
      <div className="grid gap-5">
        {(standing.data ?? []).length > 0 && (
          <Standing takeovers={standing.data ?? []} screens={screens} at={at} timezone={timezone} onEnd={(id) => end.mutate({ id })} ending={end.isPending ? end.variables.id : null} />
        )}
        <form id="interrupt" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); raise.mutate({ title, text, source: 'by hand', minutes }) }}>
          <Field label="Message">{(w) => <Input {...w} required maxLength={120} value={title} onChange={(event) => setTitle(event.target.value)} />}</Field>
          <Field label="What to do" optional>{(w) => <Textarea {...w} rows={2} maxLength={400} value={text} onChange={(event) => setText(event.target.value)} />}</Field>
          <Field label="For how many minutes">{(w) => <Input {...w} type="number" min={1} max={1440} value={minutes} onChange={(event) => setMinutes(Math.max(1, Math.min(1440, Math.round(Number(event.target.value)) || 30)))} />}</Field>
          {raise.isError && <Callout tone="danger">{failureOf(raise.error)}</Callout>}
        </form>
      </div>
    </Dialog>
  )
}
