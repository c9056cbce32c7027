import type { ReactNode } from 'react'
import { SegmentsNav } from '@/components/segments/segments-nav'

export default function SegmentsLayout({ children }: { children: ReactNode }) {
  return <><SegmentsNav />{children}</>
}
