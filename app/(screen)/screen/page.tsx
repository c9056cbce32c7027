import { Player } from '@/components/screens/player'

export default function ScreenPage() {
  return <main style={{ position: 'fixed', inset: 0, overflow: 'hidden', background: '#11110f' }}><Player /></main>
}
