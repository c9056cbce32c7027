import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Document } from '@/components/shell/document'

export const metadata: Metadata = { title: 'Touchstone', robots: { index: false } }

export default function AuthLayout({ children }: { children: ReactNode }) {
  return <Document>{children}</Document>
}
