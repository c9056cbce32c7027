'use client'
import type { Opportunity } from '@/server/queries/plans/plans'
import { Link } from '../ui/link'
import { useWorkspace } from '../workspace/workspace'
import { came } from './words'

/** The plans made from an opportunity, the newest first, each with what came of it. */
export function PlansOf({ of }: { of: Pick<Opportunity, 'title' | 'plans'> }) {
  const { slug } = useWorkspace()
  return of.plans.map((plan) => <span key={plan.id} className="grid"><Link href={`/${slug}/plans/${plan.id}`}>{plan.name !== of.title ? `Plan: ${plan.name}` : of.plans.length === 1 ? 'Its plan' : 'A plan'}</Link>{came(plan) && <span>{came(plan)}</span>}</span>)
}
