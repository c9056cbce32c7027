'use client'
import { useEffect, useRef } from 'react'

export type ShortcutHandlers = { onPalette: () => void; onHelp: () => void; onTheme: () => void; goTo: Record<string, () => void> }

/** How long after `g` the second key still belongs to it, in milliseconds. */
const SEQUENCE_MS = 1200

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** A part of the page that is written in by bare letters says so: there no letter ever means something else, wherever the focus is. */
export const OWN_KEYS = { 'data-own-keys': '' } as const
const lettersAreWords = () => document.querySelector('[data-own-keys]') !== null

const KEYS_OFF = 'touchstone_keys_off'

/** Single-key shortcuts can be switched off (WCAG 2.1.4): speech input types letters by accident. */
export const singleKeys = {
  on: () => localStorage.getItem(KEYS_OFF) === null,
  set: (on: boolean) => (on ? localStorage.removeItem(KEYS_OFF) : localStorage.setItem(KEYS_OFF, '1')),
}

/** ⌘K everywhere; single keys only while nobody types, and nowhere on a page that is written in by bare letters. */
export function useShortcuts(handlers: ShortcutHandlers): void {
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  useEffect(() => {
    let leaderAt = -Infinity
    const onKey = (event: KeyboardEvent) => {
      const { onPalette, onHelp, onTheme, goTo } = latest.current
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return onPalette()
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || !singleKeys.on() || lettersAreWords()) return
      const go = event.timeStamp - leaderAt < SEQUENCE_MS ? goTo[event.key] : undefined
      leaderAt = event.key === 'g' ? event.timeStamp : -Infinity
      const act = go ?? (event.key === '?' ? onHelp : event.key === 't' ? onTheme : undefined)
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
