import type { OpportunityState } from '@/db/vocabulary'
import { verdictBriefly } from '@/server/domain/plans/credit'
import { unjudged } from '@/server/domain/plans/score'
import type { Opportunity } from '@/server/queries/plans/plans'

export const STATE: Record<OpportunityState, string> = { open: 'Taken up', looking: 'Being looked into', planned: 'In a plan', done: 'Done', dismissed: 'Put aside' }
export const SCORES = [
  { key: 'customers', label: 'Value to customers', hint: '5: one customer in ten is touched by it; 1: hardly anybody.' },
  { key: 'us', label: 'Value to us', hint: '5: two percent of a year’s value; 1: next to nothing.' },
  { key: 'effort', label: 'Effort', hint: '1: an afternoon; 5: a year. Less effort, higher score.' },
] as const
export type ScoreKey = (typeof SCORES)[number]['key']

/** "5 × 4 × (6 − 3)": how the score comes about; a question mark for what nobody has judged. */
export const sum = ({ customers, us, effort }: Record<ScoreKey, number | null>): string => `${customers ?? '?'} × ${us ?? '?'} × (6 − ${effort ?? '?'})`

type Judged = Pick<Opportunity, ScoreKey | 'score' | 'source' | 'inputs' | 'overrides'>
/** Each score, null where nobody has judged it yet. */
export const judged = (one: Judged): Record<ScoreKey, number | null> => ({ customers: unjudged(one, 'customers') ? null : one.customers, us: unjudged(one, 'us') ? null : one.us, effort: unjudged(one, 'effort') ? null : one.effort })

/** The score as far as anybody has judged: "45", "45?" where a part of it is counted as 3 for want of a judgement; null where nobody has judged any. */
export function sayScore(one: Judged): string | null {
  const open = Object.values(judged(one)).filter((score) => score === null).length
  return open === SCORES.length ? null : `${one.score}${open > 0 ? '?' : ''}`
}
export const NOT_JUDGED = 'Not judged yet; counted as 3.'

type PlanOf = Opportunity['plans'][number]
/** What came of a plan made from it, in a few words; empty while it is written or runs. */
export const came = ({ status, verdict, tempered }: Pick<PlanOf, 'status' | 'verdict' | 'tempered'>): string => (verdict ? `Judged: ${verdictBriefly(verdict, tempered)}` : status === 'stopped' ? 'Stopped, no verdict' : '')
/** It has no plan that is still written or running, and none that moved it: it can be tried (again). */
export const canPlan = ({ state, plans }: { state: OpportunityState; plans: readonly Pick<PlanOf, 'status' | 'verdict'>[] }): boolean =>
  state !== 'dismissed' && !plans.some((plan) => goesOn(plan) || plan.verdict === 'moved')
export const goesOn = ({ status }: Pick<PlanOf, 'status'>): boolean => status === 'draft' || status === 'running'
