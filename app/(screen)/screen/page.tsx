import { Player } from '@/components/screens/player'

// Rendered per request: a prerendered page would carry no nonce, and the policy would let none of its scripts run.
export const dynamic = 'force-dynamic'

export default function ScreenPage() {
  return <main style={{ position: 'fixed', inset: 0, overflow: 'hidden', background: '#11110f' }}><Player /></main>
}
