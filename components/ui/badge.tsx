import type { ReactNode } from 'react'
import { cx } from './cx'

export type Tone = 'neutral' | 'good' | 'warning' | 'danger' | 'accent'

export const TONE_TEXT: Record<Tone, string> = {
  neutral: 'text-muted',
  good: 'text-good',
  warning: 'text-warning',
  danger: 'text-danger',
  accent: 'text-accent',
}

/** A state in one or two words. `mark` (from tokens.ts) sets a dot in the colour of a meaning before it. */
export function Badge({ tone = 'neutral', mark, children }: { tone?: Tone; mark?: string; children: ReactNode }) {
  return (
    <span className={cx('inline-flex h-5 items-center gap-1.5 rounded-sm bg-sunken px-1.5 text-12 font-medium whitespace-nowrap', TONE_TEXT[tone])}>
      {mark && <Dot colour={mark} />}
      {children}
    </span>
  )
}

/** A spot of a meaning's colour; always beside its name. */
export function Dot({ colour }: { colour: string }) {
  return (
    <svg viewBox="0 0 8 8" className="size-2 shrink-0" aria-hidden>
      <circle cx="4" cy="4" r="4" fill={colour} />
    </svg>
  )
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border bg-sunken px-1 font-sans text-12 text-muted">{children}</kbd>
}
