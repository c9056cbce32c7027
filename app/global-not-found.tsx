import type { Metadata } from 'next'
import { Document } from '@/components/shell/document'
import { NothingHere } from '@/components/shell/nothing-here'

export const metadata: Metadata = { title: 'Not found · Touchstone' }

export default function GlobalNotFound() {
  return <Document><main className="mx-auto max-w-xl px-6 py-24"><NothingHere href="/" back="Go to Touchstone" /></main></Document>
}
