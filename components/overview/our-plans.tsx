'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'
import { Standing } from '../plans/standing'
import { Section } from '../shell/page'
import { formatDay } from '../ui/format-date'
import { Link } from '../ui/link'
import { useWorkspace } from '../workspace/workspace'

const many = (n: number, one: string, more = `${one}s`) => `${n} ${n === 1 ? one : more}`

/** Our plans: whose verdict is due, what was found, what is late. Left out where nobody plans. */
export function OurPlans() {
  const trpc = useTRPC()
  const { slug } = useWorkspace()
  const { data } = useQuery(trpc.plans.atAGlance.queryOptions())
  if (!data || data.running + data.drafts + data.verdicts.length === 0) return null
  const { running, drafts, due, next, verdicts, late, stuck } = data
  const title = due.length > 0 ? `${many(due.length, 'plan’s verdict is', 'plans’ verdicts are')} due` : running > 0 ? `${many(running, 'plan is', 'plans are')} running` : verdicts.length > 0 ? `${many(verdicts.length, 'plan was', 'plans were')} judged in the last 30 days` : `${many(drafts, 'plan is', 'plans are')} being written`
  const plan = ({ id, name }: { id: string; name: string }) => <Link href={`/${slug}/plans/${id}`}>{name}</Link>
  return (
    <Section title={title} subtitle="Our plans" actions={<Link href={`/${slug}/plans`}>Plans</Link>}>
      <ul className="grid max-w-prose gap-1 text-14">
        {due.map((one) => <li key={one.id}>{plan(one)}: its review day was {formatDay(one.reviewOn)}.</li>)}
        {verdicts.map((one) => <li key={one.id}>{plan(one)}: <Standing plan={one} /></li>)}
        {late + stuck > 0 && <li><Link href={`/${slug}/plans/meeting`}>{[late > 0 && `${many(late, 'action')} late`, stuck > 0 && `${stuck} stuck`].filter(Boolean).join(', ')}</Link></li>}
        {next && <li className="text-muted">Next review: {plan(next)}, {formatDay(next.reviewOn)}.</li>}
      </ul>
    </Section>
  )
}
