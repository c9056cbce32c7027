import type { ReactNode } from 'react'
import { DataNav } from '@/components/sources/data-nav'

export default async function DataLayout({ params, children }: { params: Promise<{ org: string }>; children: ReactNode }) {
  return <><DataNav org={(await params).org} />{children}</>
}
