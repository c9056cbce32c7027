import type { ActionStatus } from '@/db/vocabulary'
import type { LocalDay } from '../time/local-day'

type Due = { status: ActionStatus; dueOn: LocalDay | null }

/** Past its day and not done; one that is stuck or behind may be late as well. */
export const isLate = ({ status, dueOn }: Due, today: LocalDay): boolean => status !== 'done' && dueOn !== null && dueOn < today

/** How an action stands, worst first: its status, and that it is late; of one that is late nobody says that it is on track. */
export const standsAs = (action: Due, today: LocalDay): (ActionStatus | 'late')[] => {
  const late = isLate(action, today)
  return [...(late && action.status === 'on_track' ? [] : [action.status]), ...(late ? ['late' as const] : [])]
}
