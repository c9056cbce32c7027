'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { TouchpointClass } from '@/db/vocabulary'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { formatCount } from '../ui/format'
import { useToast } from '../ui/toast'

/** One class for all that are chosen. */
export function BulkClass({ slugs, onDone }: { slugs: readonly string[]; onDone: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const toast = useToast()
  const classify = useMutation(trpc.catalogue.classifyTouchpoints.mutationOptions({
    onSuccess: async ({ changed }) => {
      await cache.invalidateQueries()
      toast({ title: changed === 0 ? 'They were so already' : `${formatCount(changed)} reclassed`, description: changed === 0 ? undefined : 'Their history follows as a job.' })
      onDone()
    },
    onError: (error) => toast({ title: failureOf(error), tone: 'danger' }),
  }))
  const send = (to: TouchpointClass) => () => { if (!classify.isPending) classify.mutate({ slugs: [...slugs], class: to }) }
  return (
    <div role="group" aria-label="Chosen touchpoints" className="mb-2 flex flex-wrap items-center gap-2 border-y py-2 text-13">
      <span className="mr-2 font-medium" aria-live="polite">{formatCount(slugs.length)} chosen</span>
      <Button busy={classify.isPending} onClick={send('moment_that_matters')}>Make moments that matter</Button>
      <Button busy={classify.isPending} onClick={send('efficient')}>Make efficient</Button>
      <Button look="quiet" onClick={onDone}>Choose none</Button>
    </div>
  )
}
