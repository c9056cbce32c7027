import { Keys } from '@/components/sources/keys'

export const metadata = { title: 'API keys' }

export default function KeysPage() {
  return <Keys />
}
