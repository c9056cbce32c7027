'use client'
import type { Opportunity } from '@/server/queries/plans/plans'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Table } from '../ui/table'
import { Links } from './links'
import { PlansOf } from './plans-of'
import { Score } from './score'
import { canPlan, judged, sayScore, STATE, sum } from './words'

/** Opportunities as a table, the best first, with what their scores came from. */
export function OpportunityList({ all, canEdit, onOpen, onPlan }: { all: readonly Opportunity[]; canEdit: boolean; onOpen: (of: Opportunity) => void; onPlan: (of: Opportunity) => void }) {
  return (
    <Table
      label="Opportunities" rows={all} rowKey={(o) => o.id}
      columns={[
        { key: 'title', header: 'Opportunity', cell: (o) => <span className="grid gap-0.5 py-1">{canEdit ? <button type="button" className="text-left font-medium hover:underline" onClick={() => onOpen(o)}>{o.title}</button> : <span className="font-medium">{o.title}</span>}{o.source === 'record' && o.inputs.customers && <span className="text-12 text-muted">{o.inputs.customers}{o.inputs.us ? ` · ${o.inputs.us}` : ''}</span>}<Links links={o.links} /></span> },
        { key: 'state', header: 'Stands', wideOnly: true, cell: (o) => <Badge tone={o.state === 'planned' ? 'accent' : o.state === 'done' ? 'good' : 'neutral'}>{STATE[o.state]}</Badge> },
        { key: 'customers', header: 'To customers', numeric: true, cell: (o) => <Score of={o} score="customers" /> },
        { key: 'us', header: 'To us', numeric: true, cell: (o) => <Score of={o} score="us" /> },
        { key: 'effort', header: 'Effort', numeric: true, cell: (o) => <Score of={o} score="effort" /> },
        { key: 'score', header: 'Score', numeric: true, cell: (o) => <span title={sum(judged(o))}>{sayScore(o) ?? <span className="text-muted">not judged yet</span>}</span> },
        { key: 'plan', header: 'Plan', cell: (o) => <span className="grid justify-items-start gap-1 py-1 text-12 text-muted"><PlansOf of={o} />{canEdit && canPlan(o) && <Button onClick={() => onPlan(o)}>{o.plans.length > 0 ? 'Make another plan' : 'Make a plan'}</Button>}</span> },
      ]}
    />
  )
}
