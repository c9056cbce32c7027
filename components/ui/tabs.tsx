'use client'
import { Tabs as Radix } from 'radix-ui'
import { useId, type ReactNode } from 'react'
import { cx } from './cx'

export type TabsProps<V extends string> = {
  label: string
  tabs: readonly { value: V; label: ReactNode; content: ReactNode }[]
  value?: V
  defaultValue?: V
  onValue?: (value: V) => void
  className?: string
}

export function Tabs<V extends string>({ label, tabs, value, defaultValue, onValue, className }: TabsProps<V>) {
  return (
    <Radix.Root
      value={value}
      defaultValue={defaultValue ?? tabs[0]?.value}
      onValueChange={(next) => {
        const chosen = tabs.find((tab) => tab.value === next)
        if (chosen) onValue?.(chosen.value)
      }}
      className={className}
    >
      <Radix.List aria-label={label} className="flex gap-6 overflow-x-auto border-b [scrollbar-width:none]">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px h-9 shrink-0 border-b-2 border-transparent text-13 text-muted transition-colors duration-120 hover:text-ink data-[state=active]:border-ink data-[state=active]:font-medium data-[state=active]:text-ink pointer-coarse:h-11"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}

export type SegmentedProps<V extends string> = {
  label: string
  options: readonly { value: V; label: ReactNode }[]
  value: V
  onValue: (value: V) => void
  className?: string
}

/** One of a few, all visible: day · week · month. Arrow keys move, as in any radio group. */
export function SegmentedControl<V extends string>({ label, options, value, onValue, className }: SegmentedProps<V>) {
  const name = useId()
  return (
    <fieldset className={cx('inline-flex h-8 rounded-md border bg-raised p-0.5 pointer-coarse:h-11', className)}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex items-center rounded-sm px-2.5 text-13 text-muted transition-colors duration-120 hover:text-ink has-checked:bg-sunken has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValue(option.value)}
            className="sr-only"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
