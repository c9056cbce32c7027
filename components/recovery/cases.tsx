'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { RecoveryCase } from '@/server/queries/recovery-cases'
import type { Story } from '@/server/queries/customer-page-story'
import { RECOVERY_OUTCOMES, type RecoveryOutcome } from '@/db/vocabulary'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Select } from '../ui/field'
import { formatMoney } from '../ui/format'
import { formatAgo } from '../ui/format-date'
import { Link } from '../ui/link'
import { SegmentedControl } from '../ui/tabs'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { hasOpen } from './left-open'
import { howLong, OUTCOME_LABEL } from './words'

const ActSheet = dynamic(() => import('./act-sheet').then((module) => module.ActSheet), { ssr: false })
const PutRight = dynamic(() => import('./put-right').then((module) => module.PutRight), { ssr: false })
const NoteSheet = dynamic(() => import('./note-sheet').then((module) => module.NoteSheet), { ssr: false })
const WHOSE = [{ value: 'mine', label: 'Yours' }, { value: 'all', label: 'Everybody’s' }] as const

/** What has been taken on: act, write, record what came of it. */
export function Cases() {
  const trpc = useTRPC()
  const [whose, setWhose] = useState<'mine' | 'all'>('mine')
  const { data: cases } = useSuspenseQuery(trpc.recovery.cases.queryOptions({ whose }))
  const open = cases.filter((one) => one.closed_at === null)
  const closed = cases.filter((one) => one.closed_at !== null)
  return (
    <Section
      title={whose === 'mine' ? 'Taken on by you' : 'Taken on by anybody'} subtitle="Until the customer has said whether it is put right; closed ones stay for two weeks."
      actions={<SegmentedControl label="Whose cases" options={WHOSE} value={whose} onValue={setWhose} />}
    >
      {cases.length === 0 ? <p className="text-13 text-muted">{whose === 'mine' ? 'You have taken nobody on.' : 'Nobody has taken anybody on.'}</p> : (
        <ul className="divide-y border-y">
          {[...open, ...closed].map((one) => <Case key={one.case} of={one} />)}
        </ul>
      )}
    </Section>
  )
}

function Case({ of }: { of: RecoveryCase }) {
  const { slug, currency, can, now: nowText } = useWorkspace()
  const now = new Date(nowText)
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const [sheet, setSheet] = useState<'act' | 'note' | null>(null)
  const [asking, setAsking] = useState<Story | null>(null)
  const then = { onSuccess: () => client.invalidateQueries(), onError: (error: unknown) => { toast({ title: 'That was not saved', description: failureOf(error), tone: 'danger' as const }) } }
  const outcome = useMutation(trpc.recovery.outcome.mutationOptions(then))
  const release = useMutation(trpc.recovery.release.mutationOptions(then))
  const name = of.name ?? of.customer
  const close = async (said: RecoveryOutcome) => {
    // Put right, and yet a promise or an issue open: asked about in the same step, so that the story does not say both.
    const story = said === 'put_right' ? await client.fetchQuery(trpc.customers.story.queryOptions({ id: of.customer }, { staleTime: 0 })).catch(() => null) : null
    if (story && hasOpen(story)) setAsking(story)
    else outcome.mutate({ case: of.case, outcome: said })
  }
  return (
    <li className="grid gap-x-6 gap-y-2 py-3 lg:grid-cols-[14rem_1fr_auto]">
      <div className="min-w-0">
        <p className="truncate text-14 font-medium"><Link href={`/${slug}/customers/${encodeURIComponent(of.customer)}`}>{name}</Link></p>
        <p className="text-12 text-muted">{of.closed_at ? `closed ${formatAgo(of.closed_at, now)}` : `unhappy for ${howLong(of.unhappy_at, now)}`}{!of.mine && `, ${of.taken_by}`}</p>
      </div>
      <div className="min-w-0 text-13">
        <p>{of.because}</p>
        {of.acts.map((one) => <p key={one.at} className="text-muted">{formatAgo(one.at, now)}: {one.what}{one.goodwill > 0 && `, ${formatMoney(one.goodwill, currency)} given`}</p>)}
      </div>
      <div className="flex flex-wrap items-center gap-2 lg:justify-end">
        {of.outcome && <Badge tone={of.outcome === 'put_right' ? 'good' : of.outcome === 'not_put_right' ? 'danger' : 'neutral'}>{OUTCOME_LABEL[of.outcome]}</Badge>}
        {can.includes('edit') && (
          <>
            {!of.closed_at && <Button look={of.acts.length === 0 ? 'primary' : 'plain'} onClick={() => setSheet('act')}>Record an act</Button>}
            <Button onClick={() => setSheet('note')}>Write a note</Button>
            {!of.closed_at && of.acts.length > 0 && <Select quiet aria-label={`What ${name} said`} className="w-auto!" value="" options={[{ value: '', label: 'They said…' }, ...RECOVERY_OUTCOMES.map((value) => ({ value, label: OUTCOME_LABEL[value] }))]} onValue={(value) => { const said = RECOVERY_OUTCOMES.find((one) => one === value); if (said) void close(said) }} />}
            {!of.closed_at && of.acts.length === 0 && <Button look="quiet" busy={release.isPending} onClick={() => release.mutate({ case: of.case })}>Give back</Button>}
          </>
        )}
      </div>
      {asking && <PutRight of={of} story={asking} onClose={() => setAsking(null)} />}
      {sheet === 'act' && <ActSheet of={of} onClose={() => setSheet(null)} onNote={() => setSheet('note')} />}
      {sheet === 'note' && <NoteSheet of={of} onClose={() => setSheet(null)} />}
    </li>
  )
}
