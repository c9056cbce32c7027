import type { OpportunityState } from '@/db/vocabulary'
import type { Opportunity } from '@/server/queries/plans/plans'

export const STATE: Record<OpportunityState, string> = { open: 'Taken up', looking: 'Being looked into', planned: 'In a plan', done: 'Done', dismissed: 'Put aside' }
export const SCORES = [
  { key: 'customers', label: 'Value to customers', hint: '5: one customer in ten is touched by it; 1: hardly anybody.' },
  { key: 'us', label: 'Value to us', hint: '5: two percent of a year’s value; 1: next to nothing.' },
  { key: 'effort', label: 'Effort', hint: '1: an afternoon; 5: a year. Less effort, higher score.' },
] as const
export type ScoreKey = (typeof SCORES)[number]['key']

/** Nobody has said yet how much effort it takes: the record does not know. */
export const effortUnknown = (one: Pick<Opportunity, 'source' | 'overrides'>): boolean => one.source === 'record' && !one.overrides.effort

/** "5 × 4 × (6 − 3)": how the score comes about. */
export const sum = ({ customers, us, effort }: Pick<Opportunity, 'customers' | 'us' | 'effort'>): string => `${customers} × ${us} × (6 − ${effort})`
