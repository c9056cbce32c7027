import { SplitTest } from '@/components/plans/split-test'

export const metadata = { title: 'Two groups by lot' }

export default function SplitTestPage() {
  return <SplitTest />
}
