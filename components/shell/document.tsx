import { GeistSans } from 'geist/font/sans'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import '../ui/theme.css'
import { readTheme, THEME_COOKIE } from './theme'

/** `<html>` and `<body>` of every root layout, in the theme of the reader's cookie. A wall's are its own (server/rest/screens/page.ts). */
export async function Document({ children, lang = 'en-GB' }: { children: ReactNode; lang?: string }) {
  const chosen = readTheme((await cookies()).get(THEME_COOKIE)?.value)
  return (
    // The toggle changes the attribute in place; React must not undo it.
    <html lang={lang} data-theme={chosen === 'system' ? undefined : chosen} className={GeistSans.variable} suppressHydrationWarning>
      <body>{children}</body>
    </html>
  )
}
