'use client'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatShare, ofThose } from '../ui/format'
import { Link } from '../ui/link'
import { useWorkspace } from '../workspace/workspace'

/** What we owe: promises overdue and due today, yours first, and whether we do what we say. Left out where nobody notes promises. */
export function WhatWeOwe() {
  const { slug, actor } = useWorkspace()
  const { rows } = useReport('promises', {})
  const { rows: [kept] } = useReport('follow-through', {})
  const [whole, ...owners] = rows
  if (!whole || (whole.promises ?? 0) === 0) return null
  const mine = owners.find((row) => row.owner.toLowerCase() === actor.toLowerCase())
  const target = (field: string) => ({ report: 'promises', parameters: {}, cell: { owner: 'total', field } })
  const figure = (n: number, field: string) => <Inspectable target={target(field)}>{formatCount(n)}</Inspectable>
  return (
    <Section
      title={whole.overdue === 0 ? 'We owe nobody anything that is overdue' : <>{figure(whole.overdue, 'overdue')} {whole.overdue === 1 ? 'promise' : 'promises'} to {figure(whole.customers_overdue, 'customers_overdue')} {whole.customers_overdue === 1 ? 'customer is' : 'customers are'} overdue</>}
      subtitle="What we said we would do"
      inspect={{ report: 'promises', parameters: {}, cell: null }}
      actions={<Link href={`/${slug}/promises`}>Promises</Link>}
    >
      <p className="max-w-prose text-14">
        {figure(whole.due_today, 'due_today')} due today, {figure(whole.due_later, 'due_later')} later.{' '}
        {kept && kept.due > 0 && <><Inspectable target={{ report: 'follow-through', parameters: {}, cell: { key: 'total', field: 'rate' } }}>{formatShare(kept.kept, kept.due)}</Inspectable>{ofThose(kept.due)}promises that fell due were kept on time.</>}
      </p>
      {mine && mine.overdue + mine.due_today > 0 && <p className="text-14"><Link href={`/${slug}/promises?owner=mine`}>Yours: {formatCount(mine.overdue)} overdue, {formatCount(mine.due_today)} due today</Link></p>}
    </Section>
  )
}
