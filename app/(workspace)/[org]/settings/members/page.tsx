import { Members } from '@/components/settings/members'

export const metadata = { title: 'Members' }

export default function MembersPage() {
  return <Members />
}
