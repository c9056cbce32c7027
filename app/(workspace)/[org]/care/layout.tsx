import type { ReactNode } from 'react'
import { CareNav } from '@/components/care/care-nav'

export default function CareLayout({ children }: { children: ReactNode }) {
  return <><CareNav />{children}</>
}
