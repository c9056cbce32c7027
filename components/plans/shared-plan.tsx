'use client'
import type { SharedPlan as Shared } from '@/server/queries/plans/plans'
import { verdictSays } from '@/server/domain/plans/credit'
import { formatDay } from '../ui/format-date'
import { Section } from '../shell/page'
import { Table } from '../ui/table'
import { Answers } from './answers'
import { FiguresOf } from './impact-figures'
import { Standing } from './standing'
import { Stands } from './stands'
import { sayProgress } from './words'
import './print.css'

/** A plan as somebody without an account reads it. */
export function SharedPlan({ plan }: { plan: Shared }) {
  const { currency } = plan
  const answers = <Section title={sayProgress(plan.progress)}><Answers answers={plan.answers} nameOf={(pick) => plan.names[pick]} /></Section>
  const knowing = <Section title={plan.verdict ? verdictSays(plan.verdict, plan.tempered) : 'How we will know'} subtitle={plan.impact.measure || undefined}><FiguresOf plan={plan} currency={currency} /></Section>
  const doing = plan.actions.length > 0 && (
    <Section title="What is done">
      <Table label="Actions" rows={plan.actions} rowKey={(a) => a.id} columns={[
        { key: 'title', header: 'Action', cell: (a) => a.title }, { key: 'status', header: 'Stands', cell: (a) => <Stands action={a} today={plan.today} /> },
        { key: 'who', header: 'Who', cell: (a) => a.ownerLabel || '–' }, { key: 'due', header: 'Due', cell: (a) => (a.dueOn ? formatDay(a.dueOn) : '–') },
      ]} />
    </Section>
  )
  return (
    <main className="plan-sheet mx-auto grid max-w-5xl gap-4 px-4 py-8 sm:px-8">
      <header className="grid gap-1 pb-2">
        <p className="text-12 text-muted">{plan.organisation} · read only</p>
        <h1 className="text-28 font-semibold">{plan.name}</h1>
        <p className="text-14 text-muted"><Standing plan={plan} /> <span className="ml-2">{plan.owner} stands for it{plan.startOn && plan.reviewOn ? ` · ${formatDay(plan.startOn)} to ${formatDay(plan.reviewOn)}` : ''}</span></p>
      </header>
      {/* Judged, what it came to is read first, as on the plan's own page. */}
      {plan.verdict ? <>{knowing}{doing}{answers}</> : <>{answers}{knowing}{doing}</>}
    </main>
  )
}
