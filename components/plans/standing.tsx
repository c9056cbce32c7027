import { Badge } from '../ui/badge'
import { standing } from './words'

/** How a plan stands: its verdict, else its state. */
export function Standing({ plan }: { plan: Parameters<typeof standing>[0] }) {
  const { label, tone } = standing(plan)
  return <Badge tone={tone}>{label}</Badge>
}
