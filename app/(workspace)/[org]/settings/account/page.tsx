import { Account } from '@/components/settings/account'

export const metadata = { title: 'My account' }

export default function AccountPage() {
  return <Account />
}
