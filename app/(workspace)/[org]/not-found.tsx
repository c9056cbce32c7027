import { NothingHere } from '@/components/shell/nothing-here'

export default function NotFound() {
  return <NothingHere href="/" back="Go to the overview" />
}
