'use client'
import { Eye, EyeOff } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Field, Input } from '../ui/field'
import { IconButton } from '../ui/button'

export type PasswordFieldProps = {
  label?: string
  name?: string
  hint?: ReactNode
  error?: ReactNode
  /** Tells a password manager to fill the known one in, or to make one up. */
  fill: 'current-password' | 'new-password'
  value?: string
  onValue?: (value: string) => void
}

export function PasswordField({ label = 'Password', name = 'password', hint, error, fill, value, onValue }: PasswordFieldProps) {
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <span className="relative block">
          <Input
            {...wiring}
            name={name}
            type={shown ? 'text' : 'password'}
            autoComplete={fill}
            autoCapitalize="none"
            spellCheck={false}
            required
            className="pr-9 pointer-coarse:pr-12"
            {...(onValue ? { value: value ?? '', onChange: (event) => onValue(event.target.value) } : {})}
          />
          <IconButton
            label={shown ? 'Hide password' : 'Show password'}
            aria-pressed={shown}
            icon={shown ? <EyeOff /> : <Eye />}
            onClick={() => setShown(!shown)}
            className="absolute inset-y-0 right-0 hover:bg-transparent"
          />
        </span>
      )}
    </Field>
  )
}
