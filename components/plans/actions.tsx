'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { isLate } from '@/server/domain/plans/action-late'
import type { Plan, PlanAction } from '@/server/queries/plans/plan'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { formatInterval } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { Stands } from './stands'
import { sayMoney, sayReturn, sayTrouble } from './words'

const ActionSheet = dynamic(() => import('./action-sheet').then((m) => m.ActionSheet), { ssr: false })

/** What is done, by whom, until when; what it costs and should bring, added up. */
export function Actions({ plan }: { plan: Plan }) {
  const { can, currency } = useWorkspace()
  const [open, setOpen] = useState<PlanAction | 'new' | null>(null)
  const canEdit = can.includes('edit')
  const { actions, today } = plan
  const late = (a: PlanAction) => isLate(a, today)
  const done = actions.filter((a) => a.status === 'done').length
  const stuck = (a: PlanAction) => a.status === 'stuck'
  const trouble = sayTrouble({ stuck: actions.filter(stuck).length, late: actions.filter(late).length, late_or_stuck: actions.filter((a) => stuck(a) || late(a)).length })
  const money = (value: number) => sayMoney(value, currency)
  const sum = (of: (a: PlanAction) => number | null) => actions.reduce((total, a) => total + (of(a) ?? 0), 0)
  const knows = (of: (a: PlanAction) => number | null) => actions.some((a) => of(a) !== null)
  const waitsFor = (a: PlanAction) => actions.filter((one) => a.dependsOn.includes(one.id)).map((one) => `${one.title}${one.status === 'done' ? ' (done)' : ''}`).join(', ')
  const brings = (a: PlanAction) => sayReturn(a, money)
  return (
    <Section
      title={actions.length === 0 ? 'No action yet' : `${done} of ${actions.length} actions done${trouble ? `, ${trouble}` : ''}`}
      subtitle={knows((a) => a.costPlanned) || knows((a) => a.returnHigh) ? [knows((a) => a.costPlanned) && `${money(sum((a) => a.costSpent))} of ${money(sum((a) => a.costPlanned))} spent`, knows((a) => a.returnHigh) && `should bring ${formatInterval(sum((a) => a.returnLow), sum((a) => a.returnHigh), money)}`].filter(Boolean).join(' · ') : undefined}
      actions={canEdit && <Button className="print:hidden" onClick={() => setOpen('new')}>Add an action</Button>}
    >
      {actions.length > 0 && (
        <Table
          label="Actions" tall rows={actions} rowKey={(a) => a.id}
          columns={[
            { key: 'title', header: 'Action', cell: (a) => <span className="grid">{canEdit ? <button type="button" className="text-left font-medium hover:underline" onClick={() => setOpen(a)}>{a.title}</button> : <span className="font-medium">{a.title}</span>}{a.remark && <span className="text-12 text-muted">{a.remark}</span>}{a.dependsOn.length > 0 && <span className="text-12 text-muted sm:hidden">waits for {waitsFor(a)}</span>}</span> },
            { key: 'status', header: 'Stands', cell: (a) => <Stands action={a} today={today} /> },
            { key: 'owner', header: 'Who', cell: (a) => a.ownerLabel || '–' },
            { key: 'due', header: 'Due', cell: (a) => (a.dueOn ? formatDay(a.dueOn) : '–'), className: 'whitespace-nowrap' },
            ...(actions.some((a) => a.dependsOn.length > 0) ? [{ key: 'waits', header: 'Waits for', wideOnly: true, cell: (a: PlanAction) => waitsFor(a) || '–' }] : []),
            { key: 'cost', header: 'Spent, of planned', numeric: true, wideOnly: true, cell: (a) => (a.costPlanned === null && a.costSpent === null ? '–' : `${money(a.costSpent ?? 0)} of ${a.costPlanned === null ? '–' : money(a.costPlanned)}`) },
            { key: 'return', header: 'Should bring', numeric: true, wideOnly: true, cell: (a) => <span className="grid">{brings(a) || '–'}{a.returnFormula && <span className="ml-auto max-w-64 text-12 text-muted">{a.returnFormula}</span>}</span> },
          ]}
        />
      )}
      {open && <ActionSheet key={open === 'new' ? 'new' : open.id} plan={plan.id} action={open === 'new' ? null : open} others={actions.filter((a) => open === 'new' || a.id !== open.id)} onClose={() => setOpen(null)} />}
    </Section>
  )
}
