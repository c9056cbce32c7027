import { STEPS, type PlanAnswer } from '@/server/domain/plans/steps'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'

type Props = { answers: Readonly<Record<string, PlanAnswer>>; nameOf?: (pick: string) => string | undefined; onOpen?: (question: string) => void }

/** What was said so far, step by step; what is not known yet stays visible. */
export function Answers({ answers, nameOf, onOpen }: Props) {
  const shown = STEPS.map((step) => ({ ...step, questions: step.questions.filter(({ key }) => answers[key]) })).filter(({ questions }) => questions.length > 0)
  if (shown.length === 0) return null
  return (
    <div className="grid gap-x-10 gap-y-5 border-t pt-4 lg:grid-cols-2">
      {shown.map(({ key, title, questions }) => (
        <section key={key} aria-label={title} className="grid content-start gap-2">
          <h3 className="text-13 font-semibold">{title}</h3>
          <dl className="grid gap-2 text-13">
            {questions.map((question) => {
              const answer = answers[question.key]
              return (
                <div key={question.key} className="grid gap-0.5">
                  <dt className="flex items-baseline justify-between gap-3 text-muted">{question.ask}{onOpen && <Button look="quiet" className="-my-1 print:hidden" aria-label={`Change: ${question.ask}`} onClick={() => onOpen(question.key)}>Change</Button>}</dt>
                  <dd className="whitespace-pre-wrap">{answer?.unknown ? <Badge tone="warning">Don’t know yet</Badge> : [answer?.picks.map((pick) => nameOf?.(pick) ?? plain(pick)).join(', '), answer?.text].filter(Boolean).join('\n')}</dd>
                </div>
              )
            })}
          </dl>
        </section>
      ))}
    </div>
  )
}

/** "value:top" and "resolve_a_question" as people read them. */
/** What was picked, in words, where its name is not at hand. */
export const plain = (pick: string) => (pick.startsWith('persona:') ? 'a persona' : pick.replace(':', ': ').replaceAll('_', ' '))
