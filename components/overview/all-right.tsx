'use client'
import type { ReactNode } from 'react'
import type { RowOf } from '@/server/reports/answer'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { formatCount } from '../ui/format'

/** Costs more, or fails more often, than usual. What is merely more or less is no bad news by itself. */
const worse = (row: RowOf<'findings'>) => (row.money ?? (row.report === 'moment-outcomes' ? row.observed - row.expected : 0)) > 0
/** A finding's first sentence: it ends with its usual range. */
const brief = ({ text }: RowOf<'findings'>) => text.slice(0, text.indexOf(').') + 1) || text

const opens = (report: string, cell: Record<string, string> | null, text: string, parameters: Record<string, string> = {}) => <Inspectable target={{ report, parameters, cell }}>{text}</Inspectable>

/** "Are we all right?" in one line: what we owe, what is worse than usual, and what that cannot know. Every figure opens. */
export function AllRight() {
  const { rows: news, statistics } = useReport('findings', {})
  const { rows: [owed] } = useReport('promises', {})
  const { rows: feeds } = useReport('freshness', {})
  const checks = Number(statistics.checks ?? 0)
  const bad = news.filter(worse)
  const overdue = owed?.overdue ?? 0
  const sources = new Set(feeds.map((row) => row.source)).size
  const late = new Set(feeds.filter((row) => row.late).map((row) => row.source)).size
  const more = news.length - bad.slice(0, 1).length
  const not = overdue + bad.length > 0
  // Each clause takes what ends it; a long figure takes its comma inside, so that no line begins with one.
  const said: ((end: string) => ReactNode)[] = [
    ...(overdue > 0 ? [(end: string) => <>{opens('promises', { owner: 'total', field: 'overdue' }, `${formatCount(overdue)} ${overdue === 1 ? 'promise' : 'promises'}`)} {overdue === 1 ? 'is' : 'are'} overdue{end}</>] : []),
    ...bad.slice(0, 1).map((row) => (end: string) => <>{opens(row.report, { key: 'total' }, brief(row) + end.slice(0, 1), row.parameters)}{end.slice(1)}</>),
    ...(more > 0 ? [(end: string) => <>{opens('findings', null, `${more} ${bad.length > 0 ? 'more ' : ''}of ${formatCount(checks)} checks`)} {more === 1 ? 'is' : 'are'} outside the usual range{end}</>] : []),
    ...(checks > 0 && news.length === 0 ? [(end: string) => <>{opens('findings', null, `${formatCount(checks)} checks`)} found nothing unusual{end}</>] : []),
    ...(owed && (owed.promises ?? 0) > 0 && overdue === 0 ? [(end: string) => <>no promise is overdue{end}</>] : []),
    ...(late > 0 ? [(end: string) => <>{opens('freshness', null, `${late} of ${sources} sources`)} {late === 1 ? 'is' : 'are'} late{end}</>] : []),
  ]
  const answer = not ? 'Not quite' : checks === 0 ? 'Too early to say' : late > 0 ? 'As far as we can see, yes' : 'Yes'
  return (
    <section aria-label="Are we all right?" className="border-t pt-5 pb-6">
      <p className="text-13 text-muted">Are we all right?</p>
      <p className="mt-1 max-w-4xl text-20 leading-snug">
        <strong className={not ? 'font-semibold text-danger' : checks > 0 ? 'font-semibold text-good' : 'font-semibold'}>{answer}</strong>
        {said.length > 0 ? ': ' : '.'}
        {said.map((clause, index) => <span key={index}>{clause(index === said.length - 1 ? '.' : index === said.length - 2 ? (said.length > 2 ? ', and ' : ' and ') : ', ')}</span>)}
      </p>
    </section>
  )
}
