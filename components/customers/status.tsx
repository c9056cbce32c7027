import type { CustomerStatus } from '@/server/schemas/customers'
import { Badge } from '../ui/badge'
import { meaningColour } from '../ui/tokens'

export const STATUS_LABEL: Record<CustomerStatus, string> = { in_relationship: 'In relationship', left: 'Left', lapsed: 'Lapsed', waiting: 'Not yet a customer' }

/** Where a customer stands: only leaving has a colour. */
export function Status({ status, wonBack }: { status: CustomerStatus; wonBack: boolean }) {
  if (status === 'in_relationship') return wonBack ? <Badge mark={meaningColour('stayed')}>Won back</Badge> : <span className="text-muted">{STATUS_LABEL.in_relationship}</span>
  if (status === 'waiting') return <span className="text-faint">{STATUS_LABEL.waiting}</span>
  return <Badge mark={meaningColour('left')}>{STATUS_LABEL[status]}</Badge>
}
