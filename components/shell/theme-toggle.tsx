'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { IconButton } from '../ui/button'
import { readTheme, THEME_COOKIE, type Theme } from './theme'

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const ICON = { system: <Monitor />, light: <Sun />, dark: <Moon /> }

function subscribe(changed: () => void) {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** Sets the theme here and for the next page; `system` forgets the choice. */
export function setTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  const age = theme === 'system' ? 0 : 31_536_000
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${age}; samesite=lax`
}

const currentTheme = (): Theme => readTheme(document.documentElement.dataset.theme)

/** Turns to the next theme; for the palette and the button alike. */
export const turnTheme = () => setTheme(NEXT[currentTheme()])

export function ThemeToggle() {
  const theme = useSyncExternalStore<Theme>(subscribe, currentTheme, () => 'system')
  return <IconButton label={`Theme: ${theme}. Change to ${NEXT[theme]}`} icon={ICON[theme]} onClick={turnTheme} />
}
