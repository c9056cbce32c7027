'use client'
import { Checkbox as RadixCheckbox, RadioGroup as RadixRadio, Switch as RadixSwitch } from 'radix-ui'
import { Check, Minus } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { cx } from './cx'

type Labelled = { label: ReactNode; hint?: ReactNode; disabled?: boolean; name?: string; className?: string }
const ROW = 'flex min-h-8 items-start gap-2 py-1 pointer-coarse:min-h-11 pointer-coarse:items-center'
const BOX = 'mt-0.5 grid size-4 shrink-0 place-items-center border border-edge bg-raised transition-colors duration-120 disabled:opacity-50'

function Words({ id, label, hint }: { id: string; label: ReactNode; hint?: ReactNode }) {
  return (
    <span className="grid">
      <label htmlFor={id} className="text-14">
        {label}
      </label>
      {hint && (
        <span id={`${id}-hint`} className="text-12 text-muted">
          {hint}
        </span>
      )}
    </span>
  )
}

export type CheckboxProps = Labelled & {
  checked?: boolean | 'indeterminate'
  defaultChecked?: boolean
  onChecked?: (checked: boolean) => void
}

export function Checkbox({ label, hint, onChecked, className, ...rest }: CheckboxProps) {
  const id = useId()
  return (
    <div className={cx(ROW, className)}>
      <RadixCheckbox.Root
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onCheckedChange={(state) => onChecked?.(state === true)}
        className={cx(BOX, 'group rounded-sm data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent')}
        {...rest}
      >
        <RadixCheckbox.Indicator className="text-on-accent">
          <Check className="size-3 group-data-[state=indeterminate]:hidden" strokeWidth={3} />
          <Minus className="hidden size-3 group-data-[state=indeterminate]:block" strokeWidth={3} />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <Words id={id} label={label} hint={hint} />
    </div>
  )
}

export type SwitchProps = Labelled & { checked?: boolean; defaultChecked?: boolean; onChecked?: (checked: boolean) => void }

/** For a setting that takes effect at once; a choice within a form is a Checkbox. */
export function Switch({ label, hint, onChecked, className, ...rest }: SwitchProps) {
  const id = useId()
  return (
    <div className={cx(ROW, className)}>
      <RadixSwitch.Root
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onCheckedChange={onChecked}
        className="mt-0.5 h-4.5 w-8 shrink-0 rounded-full bg-edge transition-colors duration-120 disabled:opacity-50 data-[state=checked]:bg-accent"
        {...rest}
      >
        <RadixSwitch.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-raised transition-transform duration-120 data-[state=checked]:translate-x-4" />
      </RadixSwitch.Root>
      <Words id={id} label={label} hint={hint} />
    </div>
  )
}

export type RadioGroupProps<V extends string> = {
  label: string
  options: readonly { value: V; label: ReactNode; hint?: ReactNode; disabled?: boolean }[]
  value?: V
  defaultValue?: V
  onValue?: (value: V) => void
  name?: string
  className?: string
}

export function RadioGroup<V extends string>({ label, options, onValue, className, ...rest }: RadioGroupProps<V>) {
  const id = useId()
  return (
    <RadixRadio.Root
      aria-label={label}
      onValueChange={(value) => {
        const chosen = options.find((option) => option.value === value)
        if (chosen) onValue?.(chosen.value)
      }}
      className={className}
      {...rest}
    >
      {options.map((option) => (
        <div key={option.value} className={ROW}>
          <RadixRadio.Item
            id={`${id}-${option.value}`}
            value={option.value}
            disabled={option.disabled}
            aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
            className={cx(BOX, 'rounded-full data-[state=checked]:border-accent')}
          >
            <RadixRadio.Indicator className="size-2 rounded-full bg-accent" />
          </RadixRadio.Item>
          <Words id={`${id}-${option.value}`} label={option.label} hint={option.hint} />
        </div>
      ))}
    </RadixRadio.Root>
  )
}
