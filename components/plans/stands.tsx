import type { ActionStatus } from '@/db/vocabulary'
import { standsAs } from '@/server/domain/plans/action-late'
import { Badge } from '../ui/badge'
import { ACTION } from './words'

/** How an action stands: stuck and late at once, where it is. */
export function Stands({ action, today }: { action: { status: ActionStatus; dueOn: string | null }; today: string }) {
  return <span className="flex flex-wrap gap-1">{standsAs(action, today).map((as) => <Badge key={as} tone={ACTION[as].tone}>{ACTION[as].label}</Badge>)}</span>
}
