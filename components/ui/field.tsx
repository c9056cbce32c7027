'use client'
import { ChevronDown } from 'lucide-react'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { cx } from './cx'

const CONTROL =
  'w-full rounded-md border border-edge bg-raised px-2.5 text-14 text-ink transition-colors duration-120 hover:border-muted disabled:opacity-50 aria-invalid:border-danger pointer-coarse:text-16'

const QUIET = 'w-full [field-sizing:content] rounded-md bg-transparent px-2 text-13 font-medium text-ink transition-colors duration-120 hover:bg-sunken'

/** What a control inside a Field needs to be announced with it. */
export type FieldWiring = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

export type FieldProps = {
  label: string
  hint?: ReactNode
  error?: ReactNode
  optional?: boolean
  className?: string
  children: (wiring: FieldWiring) => ReactNode
}

/** Label, control, hint and error, tied together: `<Field label="Name">{(w) => <Input {...w} name="name" />}</Field>`. */
export function Field({ label, hint, error, optional, className, children }: FieldProps) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div className={cx('grid content-start gap-1', className)}>
      <label htmlFor={id} className="text-13 font-medium">
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-12 text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-12 text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cx(CONTROL, 'h-8 pointer-coarse:h-11', className)} {...rest} />
}

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={rows} className={cx(CONTROL, 'py-1.5', className)} {...rest} />
}

export type Option<V extends string = string> = { value: V; label: string; disabled?: boolean }

export type SelectProps<V extends string> = Omit<ComponentProps<'select'>, 'children' | 'value' | 'defaultValue' | 'onChange'> & {
  options: readonly Option<V>[]
  value?: V
  defaultValue?: V
  onValue?: (value: V) => void
  /** Without a box, for a bar of filters. */
  quiet?: boolean
}

/** The platform's own select: light to load, and at its best on a phone. */
export function Select<V extends string>({ options, value, defaultValue, onValue, quiet, className, ...rest }: SelectProps<V>) {
  return (
    <span className={cx('relative inline-flex w-full', className)}>
      <select
        value={value}
        defaultValue={defaultValue}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onValue?.(chosen.value)
        }}
        className={cx(quiet ? QUIET : CONTROL, 'h-8 appearance-none truncate pr-7 pointer-coarse:h-11')}
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted" />
    </span>
  )
}
