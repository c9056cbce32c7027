'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useReport } from '../data/use-report'
import { PageHeader } from '../shell/page'
import { Button } from '../ui/button'
import { ButtonLink } from '../ui/link'
import { EmptyState } from '../ui/states'
import { SegmentedControl } from '../ui/tabs'
import { useWorkspace } from '../workspace/workspace'
import { Board } from './board'
import { NewPlan } from './new-plan'
import { PlanTable } from './plan-table'
import { Timeline } from './timeline'

const VIEWS = [{ value: 'board', label: 'Board' }, { value: 'list', label: 'List' }, { value: 'timeline', label: 'Timeline' }] as const

/** Every plan: how it stands, what it costs, whether it worked. */
export function Plans() {
  const { slug, can } = useWorkspace()
  const { rows } = useReport('plan-portfolio', {})
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS.map(({ value }) => value)).withDefault('board'))
  const [making, setMaking] = useState(false)
  const canEdit = can.includes('edit')
  const judged = rows.filter((r) => r.status === 'reviewed').length
  const moved = rows.filter((r) => r.verdict === 'moved')
  const but = moved.filter((r) => r.tempered).length
  const running = rows.filter((r) => r.status === 'running').length
  return (
    <>
      <PageHeader
        title="Plans" lead={rows.length === 0 ? 'From evidence to action to an honest verdict.' : `${running} running, ${judged === 0 ? 'none judged yet' : `${moved.filter((r) => !r.tempered).length} of ${judged} judged moved what they meant to${but > 0 ? `, ${but} more with a “but”` : ''}`}. What failed stays on the list.`}
        actions={<>{rows.length > 0 && <SegmentedControl label="How plans are shown" options={VIEWS} value={view} onValue={(v) => void setView(v)} />}{canEdit && <Button look="primary" onClick={() => setMaking(true)}>New plan</Button>}</>}
      />
      {rows.length === 0
        ? <div className="border-t py-6"><EmptyState title="No plan yet" action={<ButtonLink look="primary" href={`/${slug}/plans/opportunities`}>See what the record suggests</ButtonLink>}><p>A plan says whom it is for, what will be done and by which one figure it will be judged, before it starts. On its day it gets a verdict: moved, no change, or can’t tell.</p></EmptyState></div>
        : view === 'board' ? <Board rows={rows} /> : view === 'list' ? <PlanTable rows={rows} /> : <Timeline rows={rows} />}
      {making && <NewPlan onClose={() => setMaking(false)} />}
    </>
  )
}
