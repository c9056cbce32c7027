import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { Document } from '@/components/shell/document'

export const metadata: Metadata = { title: 'Touchstone', robots: { index: false }, referrer: 'no-referrer' }
export const viewport: Viewport = { width: 'device-width', initialScale: 1, themeColor: '#11110f' }

/** A display's own root: no sign-in, no data layer, nothing that could ask for anything but its screen. */
export default function ScreenLayout({ children }: { children: ReactNode }) {
  return <Document theme="dark">{children}</Document>
}
