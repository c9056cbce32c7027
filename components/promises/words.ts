import type { PromiseRow } from '@/server/queries/promises'
import type { PromiseView } from '@/server/schemas/promises'

export const VIEW_LABEL: Record<PromiseView, string> = { open: 'All open', overdue: 'Overdue', due_today: 'Due today', due_later: 'Later', done: 'Done' }
export const STATE_LABEL: Record<PromiseRow['state'], string> = {
  overdue: 'overdue', due_today: 'due today', due_later: 'open', kept: 'kept on time', kept_late: 'kept late', withdrawn_by_us: 'withdrawn by us', withdrawn_by_customer: 'withdrawn by the customer',
}

/** "2 promises are", "1 promise is". */
export const promisesAre = (n: number): string => (n === 1 ? '1 promise is' : `${n.toLocaleString('en')} promises are`)
