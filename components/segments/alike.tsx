'use client'
import { useQuery } from '@tanstack/react-query'
import type { Alike } from '@/server/domain/segments/alike'
import { useTRPC } from '../data/trpc'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { alikeInWords } from './alike-words'

/** Says plainly which scores tell customers hardly apart, before anybody reads the groups made of them. */
export function AlikeCallout({ alike }: { alike: readonly Alike[] }) {
  const { currency } = useWorkspace()
  if (alike.length === 0) return null
  return (
    <Callout tone="warning" title={alike.length === 1 ? 'One of the scores says little here' : 'Some of the scores say little here'}>
      <div className="grid max-w-prose gap-1.5">{alike.map((one) => <p key={one.score}>{alikeInWords(one, currency)}</p>)}</div>
    </Callout>
  )
}

/** The same for a segmentation that exists, as customers stand now. */
export function AlikeNow({ slug }: { slug: string }) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.segments.alike.queryOptions({ slug }))
  return data && data.length > 0 ? <div className="pb-6"><AlikeCallout alike={data} /></div> : null
}
