import { formatCount, SMALL_N } from '../ui/format'
import type { Compare } from './ways'

type Row = { all_customers: number; compared_all_customers?: number | null }
type Answer = { rows: readonly Row[]; notes: readonly string[]; incomplete: readonly string[] }

/** Said of the period compared with, not of the one shown. */
export const isOfComparison = (said: string): boolean => /^(Nothing was|No interactions were) recorded before/u.test(said)

/** With which days, and whether today is one of them; empty where the answer does not say. */
export const comparedWith = (notes: readonly string[]): string => notes.filter((said) => said.startsWith('Compared with ') || said.includes(' is not over: ')).join(' ')

/** Why nothing is said of how shares have changed, where either side rests on too few; empty where it can be said, or where the answer says it. */
export function tooFew({ rows: [row], notes, incomplete }: Answer, compare: Compare): string {
  if (!compare || !row || [...notes, ...incomplete].some(isOfComparison)) return ''
  const few = (n: number, when: string) => `${n === 0 ? 'No customers' : n === 1 ? 'Only 1 customer' : `Only ${formatCount(n)} customers`} in the period ${when}: too few to say how shares have changed.`
  const before = row.compared_all_customers ?? 0
  return before < SMALL_N ? few(before, 'compared with') : row.all_customers < SMALL_N ? few(row.all_customers, 'shown') : ''
}

/** All that has to be said beside an answer. */
export const remarks = (answer: Answer, compare: Compare): string => [...answer.notes, ...answer.incomplete.filter(isOfComparison), tooFew(answer, compare)].filter(Boolean).join(' ')
