'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { JourneyInList } from '@/server/queries/journeys/journeys'
import { useTRPC } from '../data/trpc'
import { PageHeader } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { formatDay, formatInstant } from '../ui/format-date'
import { ButtonLink, Link } from '../ui/link'
import { EmptyState } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { Mood } from './mood'
import { NewJourney } from './new-journey'
import { Paths } from './paths'
import { recordParameters } from './record-parameters'

const LEVEL = { task: 'Task', journey: 'Journey', relationship: 'Relationship' }

/** Every map, nested as they belong to each other: relationships, their journeys, their tasks. */
export function Journeys() {
  const trpc = useTRPC()
  const { slug, can, newest } = useWorkspace()
  const { data: all } = useSuspenseQuery(trpc.journeys.list.queryOptions())
  const [making, setMaking] = useState(false)
  const [away, setAway] = useState(false)
  const shown = all.filter((one) => away || !one.archived)
  const hidden = all.filter((one) => one.archived).length
  const due = shown.filter((one) => one.due)
  const canEdit = can.includes('edit')
  return (
    <>
      <PageHeader
        title="Journeys"
        lead="How it should go, step by step, beside what really happened on it."
        actions={<><ButtonLink href={`/${slug}/journeys/personas`}>Personas</ButtonLink><ButtonLink href={`/${slug}/journeys/rules`}>Touchpoints and rules</ButtonLink>{canEdit && <Button look="primary" onClick={() => setMaking(true)}>New map</Button>}</>}
      />
      {due.length > 0 && <p className="border-t py-3 text-13">{due.length === 1 ? `“${due[0]?.name ?? ''}” is` : `${due.length} maps are`} due for a look: is what they say still true?</p>}
      {shown.length === 0
        ? <div className="border-t py-6"><EmptyState title="No map yet" action={canEdit && <Button look="primary" onClick={() => setMaking(true)}>Draw the first map</Button>}><p>A map says, step by step, what customers want, need and feel. Bind its steps to touchpoints, and it shows what happened on each of them, and where customers really went.</p></EmptyState></div>
        : <ul aria-label="Maps" className="border-t">{nested(shown).map(({ one, depth }) => <JourneyLine key={one.id} one={one} depth={depth} namesake={shown.some(({ id, name }) => id !== one.id && name === one.name)} />)}</ul>}
      {hidden > 0 && <p className="py-3"><Button look="quiet" className="-ml-3" onClick={() => setAway(!away)}>{away ? 'Hide those put away' : `${hidden} put away`}</Button></p>}
      {newest !== null && <div className="pt-8"><Paths parameters={recordParameters(null, { from: null, to: null, segment: null, channel: null }, newest)} compare={null} onMap={false} /></div>}
      {making && <NewJourney all={all} onClose={() => setMaking(false)} />}
    </>
  )
}

function JourneyLine({ one, depth, namesake }: { one: JourneyInList; depth: number; /** Another map has the same name: its address tells them apart. */ namesake: boolean }) {
  const { slug: org, timezone } = useWorkspace()
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 border-b py-2.5 sm:grid-cols-[minmax(0,1fr)_9rem_12rem]">
      <div className="min-w-0" style={{ paddingLeft: `${depth * 1.5}rem` }}>
        <Link href={`/${org}/journeys/${one.slug}`} className="text-14 font-medium text-ink">{one.name}</Link>
        <span className="ml-2 text-12 text-muted">{LEVEL[one.level]}{namesake && `, ${one.slug}`}</span>
        {one.archived && <span className="ml-2"><Badge>put away</Badge></span>}
        {one.due && one.review_on && <span className="ml-2"><Badge tone="warning">due since {formatDay(one.review_on)}</Badge></span>}
        <span className="block text-12 text-muted">{one.steps} {one.steps === 1 ? 'step' : 'steps'}, {one.bound === 0 ? 'none bound to a touchpoint yet' : `${one.bound} bound to touchpoints`}</span>
      </div>
      <Mood feelings={one.feelings} />
      <span className="text-12 text-muted max-sm:hidden">{one.edited_by ? `${one.edited_by}, ` : ''}{formatInstant(one.edited_at, timezone)}</span>
    </li>
  )
}

/** Parents before their parts; a part whose parent is not shown stands by itself. */
function nested(all: readonly JourneyInList[]): { one: JourneyInList; depth: number }[] {
  const under = (parent: string | null, depth: number): { one: JourneyInList; depth: number }[] =>
    all.flatMap((one) => {
      const top = one.parentId === null || !all.some(({ id }) => id === one.parentId)
      return (parent === null ? top : one.parentId === parent) ? [{ one, depth }, ...under(one.id, depth + 1)] : []
    })
  return under(null, 0)
}
