import type { ReactNode } from 'react'
import { PlansNav } from '@/components/plans/plans-nav'

export default function PlansLayout({ children }: { children: ReactNode }) {
  return <><PlansNav />{children}</>
}
