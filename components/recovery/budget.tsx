'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { BUDGET_PERIODS, ROLES, type BudgetPeriod, type Role } from '@/db/vocabulary'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field, Input, Select } from '../ui/field'
import { formatMoney } from '../ui/format'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { PERIOD_LABEL, THIS_PERIOD } from './words'
import { typedOrNone } from '../ui/typed-number'

const ROLE_LABEL: Record<Role, string> = { viewer: 'Viewers', editor: 'Editors', admin: 'Administrators', owner: 'Owners' }

/** What may be given away without asking, per role and period, and how much of it is used. */
export function Budget() {
  const { currency, can } = useWorkspace()
  const trpc = useTRPC()
  const { data: budget } = useSuspenseQuery(trpc.recovery.budgets.queryOptions())
  const [open, setOpen] = useState(false)
  const [tightest] = budget.mine.toSorted((a, b) => a.amount - a.spent - (b.amount - b.spent))
  return (
    <Section
      title={budget.left === null || !tightest ? 'Nothing limits what you may give' : `You may still give ${formatMoney(budget.left, currency)} ${THIS_PERIOD[tightest.period]}`}
      subtitle={tightest ? `${formatMoney(tightest.spent, currency)} of your ${formatMoney(tightest.amount, currency)} is used.` : 'A budget per role lets the front line put things right without asking.'}
      actions={can.includes('admin') && <Button onClick={() => setOpen(true)}>Set a budget</Button>}
    >
      {budget.roles.length > 0 && (
        <Table
          label="Budgets by role" rows={budget.roles} rowKey={(row) => `${row.role} ${row.period}`}
          columns={[
            { key: 'role', header: 'Role', cell: (row) => ROLE_LABEL[row.role] },
            { key: 'amount', header: 'Each person', numeric: true, cell: (row) => `${formatMoney(row.amount, currency)} ${PERIOD_LABEL[row.period]}` },
            { key: 'people', header: 'People', numeric: true, wideOnly: true, cell: (row) => row.people },
            { key: 'spent', header: 'Given by the role', numeric: true, cell: (row) => `${formatMoney(row.spent, currency)} ${THIS_PERIOD[row.period]}` },
          ]}
        />
      )}
      {open && <BudgetForm onClose={() => setOpen(false)} />}
    </Section>
  )
}

function BudgetForm({ onClose }: { onClose: () => void }) {
  const { currency } = useWorkspace()
  const trpc = useTRPC()
  const client = useQueryClient()
  const [role, setRole] = useState<Role>('editor')
  const [period, setPeriod] = useState<BudgetPeriod>('month')
  const [text, setText] = useState('')
  const amount = typedOrNone(text)
  const wrong = amount !== null && (!Number.isFinite(amount) || amount < 0)
  const save = useMutation(trpc.recovery.setBudget.mutationOptions({ onSuccess: async () => { onClose(); await client.invalidateQueries() } }))
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} title="What may be given without asking" description="Each person of the role, in each period. Several periods can hold at once: the tightest decides."
      footer={<><Button look="quiet" onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="budget" busy={save.isPending} disabled={wrong}>{amount === null ? 'Take the limit away' : 'Save'}</Button></>}
    >
      <form id="budget" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); save.mutate({ role, period, amount }) }}>
        <Field label="Role">{(w) => <Select {...w} value={role} options={ROLES.filter((one) => one !== 'viewer').map((value) => ({ value, label: ROLE_LABEL[value] }))} onValue={setRole} />}</Field>
        <Field label="Period">{(w) => <Select {...w} value={period} options={BUDGET_PERIODS.map((value) => ({ value, label: PERIOD_LABEL[value] }))} onValue={setPeriod} />}</Field>
        <Field label={`Amount, ${currency}`} hint="Empty takes the limit away." error={wrong ? 'Write an amount such as 50.' : save.error ? failureOf(save.error) : undefined}>{(w) => <Input {...w} inputMode="decimal" value={text} onChange={(event) => setText(event.target.value)} />}</Field>
      </form>
    </Dialog>
  )
}
