import type { ReactNode } from 'react'
import { Field, Input } from '../ui/field'

const focusIn = (around: HTMLElement | null) => around?.querySelector('input')?.focus()

/** A code of the second factor; `recovery`: one of the recovery codes is taken too, which have letters. It comes after a step and takes the focus with it. */
export function CodeField({ recovery, hint, error }: { recovery: boolean; hint?: ReactNode; error?: ReactNode }) {
  return (
    <Field label="Code" hint={hint ?? (recovery ? 'The six digits your authenticator app shows now, or one of your recovery codes.' : 'The six digits the app shows now.')} error={error}>
      {(w) => <span ref={focusIn} className="block"><Input {...w} name="code" autoComplete="one-time-code" inputMode={recovery ? 'text' : 'numeric'} autoCapitalize="none" spellCheck={false} required maxLength={60} className="font-mono" /></span>}
    </Field>
  )
}
