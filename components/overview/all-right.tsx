'use client'
import type { ReactNode } from 'react'
import { allRight, isWorse, type Clause } from '@/server/domain/findings/all-right'
import { silentDay } from '@/server/domain/screens/verdict'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'

const CELLS = { promises: { owner: 'total', field: 'overdue' }, findings: null, freshness: null, today: { measure: 'interactions', segment: 'total', field: 'so_far' } }

/** "Are we all right?" in one line: what we owe, what is worse than usual, and what that cannot know. Every figure opens. */
export function AllRight() {
  const { rows: news, statistics } = useReport('findings', {})
  const { rows: [owed] } = useReport('promises', {})
  const { rows: feeds } = useReport('freshness', {})
  const { statistics: today } = useReport('today-against-expected', {})
  const { answer, well, clauses, told } = allRight({
    news: news.map((row) => ({ text: row.text, worse: isWorse(row) })), checks: Number(statistics.checks ?? 0), overdue: owed?.overdue ?? 0, overdueNew: owed?.overdue_new ?? 0, promises: owed?.promises ?? 0,
    sources: new Set(feeds.map((row) => row.source)).size, late: new Set(feeds.filter((row) => row.late).map((row) => row.source)).size, silent: silentDay({ statistics: today }) !== null,
  })
  const row = news[told ?? -1]
  const opens = (of: Exclude<Clause['of'], null>, text: string) =>
    of === 'finding' ? <Inspectable target={{ report: row?.report ?? 'findings', parameters: row?.parameters ?? {}, cell: { key: 'total' } }}>{text}</Inspectable> : <Inspectable target={{ report: of === 'today' ? 'today-against-expected' : of, parameters: {}, cell: CELLS[of] }}>{text}</Inspectable>
  // Each clause takes what ends it; a long figure takes its comma inside, so that no line begins with one.
  const say = ({ of, figure, words }: Clause, end: string): ReactNode =>
    of === null ? `${words}${end}` : words === '' ? <>{opens(of, figure + end.slice(0, 1))}{end.slice(1)}</> : <>{opens(of, figure)}{words}{end}</>
  return (
    <section aria-label="Are we all right?" className="border-t pt-5 pb-6">
      <p className="text-13 text-muted">Are we all right?</p>
      <p className="mt-1 max-w-4xl text-20 leading-snug">
        <strong className={well === false ? 'font-semibold text-danger' : well ? 'font-semibold text-good' : 'font-semibold'}>{answer}</strong>
        {clauses.length > 0 ? ': ' : '.'}
        {clauses.map((clause, index) => <span key={index}>{say(clause, index === clauses.length - 1 ? '.' : index === clauses.length - 2 ? (clauses.length > 2 ? ', and ' : ' and ') : ', ')}</span>)}
      </p>
    </section>
  )
}
