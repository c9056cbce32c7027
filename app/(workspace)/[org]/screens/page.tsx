import { Screens } from '@/components/screens/compose/screens'

export const metadata = { title: 'Screens' }

export default function ScreensPage() {
  return <Screens />
}
