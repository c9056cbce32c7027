import { Composer } from '@/components/screens/compose/composer'

export const metadata = { title: 'Screen' }

export default async function ScreenPage({ params }: { params: Promise<{ id: string }> }) {
  return <Composer id={(await params).id} />
}
