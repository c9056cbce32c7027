import { Audit } from '@/components/settings/audit'

export const metadata = { title: 'Audit' }

export default function AuditPage() {
  return <Audit />
}
