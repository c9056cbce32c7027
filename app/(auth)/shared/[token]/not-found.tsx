import { ClosedLink } from '@/components/plans/closed-link'

export default function SharedPlanNotFound() {
  return <ClosedLink />
}
