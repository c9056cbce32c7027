'use client'
import { useEffect, useRef, useState } from 'react'
import { QUESTIONS, STEPS } from '@/server/domain/plans/steps'
import type { Plan } from '@/server/queries/plans/plan'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { useWorkspace } from '../workspace/workspace'
import { Answers } from './answers'
import { Question } from './question'
import { sayProgress } from './words'

/** The seven steps: which questions are open, one of them asked, all answers below. */
export function Steps({ plan }: { plan: Plan }) {
  const { can } = useWorkspace()
  const nameOf = (pick: string) => plan.names[pick]
  const canEdit = can.includes('edit') && (plan.status === 'draft' || plan.status === 'running')
  const given = (key: string) => plan.answers[key]
  const next = (after: number) => QUESTIONS.find(({ key }, i) => i > after && !given(key))?.key ?? null
  // The one just answered is known here only as it was.
  const nextTo = (key: string) => next(QUESTIONS.findIndex((one) => one.key === key)) ?? QUESTIONS.find((one) => one.key !== key && !given(one.key))?.key ?? null
  const [open, setOpen] = useState<string | null>(plan.status === 'draft' ? next(-1) : null)
  const question = QUESTIONS.find(({ key }) => key === open)
  // Answered: the next question is typed into at once; after the last one the answers are read.
  const here = useRef<HTMLDivElement>(null)
  const [times, setTimes] = useState(0)
  useEffect(() => {
    if (times === 0) return
    const next = here.current?.querySelector<HTMLElement>('form textarea') ?? here.current
    next?.focus()
  }, [times])
  const step = STEPS.find(({ questions }) => questions.some(({ key }) => key === open))
  return (
    <Section title={sayProgress(plan.progress)}>
      {canEdit && <ol aria-label="Steps" className="flex flex-wrap gap-x-1 gap-y-1 print:hidden">
        {STEPS.map(({ key, title, questions }, i) => {
          const left = questions.filter((q) => !given(q.key)).length
          const unknown = questions.some((q) => given(q.key)?.unknown)
          return (
            <li key={key}>
              <Button look={step?.key === key ? 'plain' : 'quiet'} aria-current={step?.key === key ? 'step' : undefined} onClick={() => setOpen(questions.find((q) => !given(q.key))?.key ?? questions[0]?.key ?? null)}>
                <span className={cx('tabular-nums', left > 0 ? 'text-muted' : unknown ? 'text-warning' : 'text-good')}>{left > 0 ? i + 1 : unknown ? '?' : '✓'}</span> {title}{left === 0 && unknown && <span className="sr-only">, not all known yet</span>}
              </Button>
            </li>
          )
        })}
      </ol>}
      <div ref={here} tabIndex={-1} aria-label="Questions and answers" role="group" className="grid gap-4 outline-none">
      {canEdit && question && (
        <div className="border-t pt-4 print:hidden">
          <Question key={question.key} plan={plan.id} question={question} answer={given(question.key)} onDone={() => { setOpen(nextTo(question.key)); setTimes((n) => n + 1) }} onLeave={() => setOpen(null)} />
        </div>
      )}
      <Answers answers={plan.answers} nameOf={nameOf} onOpen={canEdit ? setOpen : undefined} />
      </div>
    </Section>
  )
}
