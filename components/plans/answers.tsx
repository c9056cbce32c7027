import { STEPS, type PlanAnswer } from '@/server/domain/plans/steps'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'

type Props = { answers: Readonly<Record<string, PlanAnswer>>; nameOf?: (pick: string) => string | undefined; onOpen?: (question: string) => void }

/** What was said, step by step; what is not known yet, and what nobody has said, stays visible. */
export function Answers({ answers, nameOf, onOpen }: Props) {
  const split = STEPS.map(({ key, title, questions }) => ({ key, title, given: questions.filter((q) => said(answers[q.key])), open: questions.filter((q) => !said(answers[q.key])) }))
  const [shown, gaps] = [split.filter(({ given }) => given.length > 0), split.filter(({ open }) => open.length > 0)]
  // Where they are asked above, those that are still open would be told twice; on paper and to a reader they are gaps to be seen.
  const onlyPaper = onOpen !== undefined
  return (
    <div className={cx('gap-5 border-t pt-4 print:border-t-0 print:pt-0', shown.length === 0 && onlyPaper ? 'hidden print:grid' : 'grid')}>
      {shown.length > 0 && <div className="grid gap-x-10 gap-y-5 lg:grid-cols-2">
        {shown.map(({ key, title, given }) => (
          <section key={key} aria-label={title} className="grid content-start gap-2">
            <h3 className="text-13 font-semibold">{title}</h3>
            <dl className="grid gap-2 text-13">
              {given.map((question) => {
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
      </div>}
      {gaps.length > 0 && (
        <section aria-label="Nobody has said yet" className={cx('gap-1 text-13', onlyPaper ? 'hidden print:grid' : 'grid')}>
          <h3 className="font-semibold">Nobody has said yet</h3>
          <dl className="grid gap-1 sm:grid-cols-[10rem_minmax(0,1fr)] sm:gap-x-6">
            {gaps.map(({ key, title, open }) => <div key={key} className="contents"><dt>{title}</dt><dd className="text-muted max-sm:pb-1">{open.map(({ ask }) => ask).join(' ')}</dd></div>)}
          </dl>
        </section>
      )}
    </div>
  )
}

/** Somebody answered it, be it “don't know yet”. */
export const said = (answer: PlanAnswer | undefined): boolean => answer !== undefined && (answer.unknown || answer.text !== '' || answer.picks.length > 0)

/** What was picked, in words, where its name is not at hand. */
export const plain = (pick: string) => (pick.startsWith('persona:') ? 'a persona' : pick.replace(':', ': ').replaceAll('_', ' '))
