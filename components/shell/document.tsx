import { GeistSans } from 'geist/font/sans'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import '../ui/theme.css'
import { readTheme, THEME_COOKIE, type Theme } from './theme'

/** `<html>` and `<body>` of every root layout. A wall screen passes its own `theme`; else the reader's cookie decides. */
export async function Document({ children, theme, lang = 'en-GB' }: { children: ReactNode; theme?: Theme; lang?: string }) {
  const chosen = theme ?? readTheme((await cookies()).get(THEME_COOKIE)?.value)
  return (
    // The toggle changes the attribute in place; React must not undo it.
    <html lang={lang} data-theme={chosen === 'system' ? undefined : chosen} className={GeistSans.variable} suppressHydrationWarning>
      <body>{children}</body>
    </html>
  )
}
