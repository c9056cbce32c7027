import { STEPS, type PlanAnswer } from '@/server/domain/plans/steps'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'

type Props = { answers: Readonly<Record<string, PlanAnswer>>; nameOf?: (pick: string) => string | undefined; onOpen?: (question: string) => void }

/** What was said, step by step; what is not known yet, and what nobody has said, stays visible. */
export function Answers({ answers, nameOf, onOpen }: Props) {
  // Where they are asked above, those that are still open would be told twice; on paper and to a reader they are gaps to be seen.
  const asked = onOpen !== undefined
  const shown = STEPS.map((step) => ({ ...step, given: step.questions.some(({ key }) => said(answers[key])) }))
  return (
    <div className={cx('grid gap-x-10 gap-y-5 border-t pt-4 lg:grid-cols-2', asked && !shown.some(({ given }) => given) && 'hidden print:grid')}>
      {shown.map(({ key, title, questions, given }) => (
        <section key={key} aria-label={title} className={cx('grid content-start gap-2', asked && !given && 'hidden print:grid')}>
          <h3 className="text-13 font-semibold">{title}</h3>
          <dl className="grid gap-2 text-13">
            {questions.map((question) => {
              const answer = answers[question.key]
              return (
                <div key={question.key} className={cx('grid gap-0.5', asked && !said(answer) && 'hidden print:grid')}>
                  <dt className="flex items-baseline justify-between gap-3 text-muted">{question.ask}{onOpen && said(answer) && <Button look="quiet" className="-my-1 print:hidden" aria-label={`Change: ${question.ask}`} onClick={() => onOpen(question.key)}>Change</Button>}</dt>
                  <dd className="whitespace-pre-wrap">{!said(answer) ? <span className="text-muted italic">Nobody has said yet</span> : answer?.unknown ? <Badge tone="warning">Don’t know yet</Badge> : [answer?.picks.map((pick) => nameOf?.(pick) ?? plain(pick)).join(', '), answer?.text].filter(Boolean).join('\n')}</dd>
                </div>
              )
            })}
          </dl>
        </section>
      ))}
    </div>
  )
}

/** Somebody answered it, be it “don't know yet”. */
export const said = (answer: PlanAnswer | undefined): boolean => answer !== undefined && (answer.unknown || answer.text !== '' || answer.picks.length > 0)

/** What was picked, in words, where its name is not at hand. */
export const plain = (pick: string) => (pick.startsWith('persona:') ? 'a persona' : pick.replace(':', ': ').replaceAll('_', ' '))
