'use client'
import { DropdownMenu, Popover as RadixPopover, Tooltip as RadixTooltip } from 'radix-ui'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'

const FLOAT = 'z-50 animate-fade rounded-md border bg-raised shadow-float outline-none'

export type PopoverProps = {
  /** One button; it gets the wiring. */
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  label?: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  className?: string
}

export function Popover({ trigger, children, align = 'start', label, open, onOpenChange, className }: PopoverProps) {
  return (
    <RadixPopover.Root open={open} onOpenChange={onOpenChange}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content align={align} sideOffset={4} collisionPadding={8} aria-label={label} className={cx(FLOAT, 'p-4 text-13', className)}>
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}

/** A short explanation of a control. Never the only place where something is said: a phone has no hover. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <RadixTooltip.Provider delayDuration={300}>
      <RadixTooltip.Root>
        <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
        <RadixTooltip.Portal>
          <RadixTooltip.Content sideOffset={4} collisionPadding={8} className="z-50 max-w-72 animate-fade rounded-md bg-ink px-2.5 py-1.5 text-12 text-paper">
            {text}
          </RadixTooltip.Content>
        </RadixTooltip.Portal>
      </RadixTooltip.Root>
    </RadixTooltip.Provider>
  )
}

export type MenuItem =
  | { label: string; icon?: ReactNode; hint?: ReactNode; danger?: boolean; disabled?: boolean; checked?: boolean; onSelect: () => void }
  | 'line'
  | { heading: string }

export function Menu({ trigger, items, align = 'end', label }: { trigger: ReactNode; items: readonly MenuItem[]; align?: 'start' | 'end'; label?: string }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align={align} sideOffset={4} collisionPadding={8} aria-label={label} className={cx(FLOAT, 'min-w-48 p-1')}>
          {items.map((item, index) => {
            if (item === 'line') return <DropdownMenu.Separator key={index} className="my-1 border-t" />
            if ('heading' in item)
              return (
                <DropdownMenu.Label key={index} className="px-2 py-1 text-12 text-muted">
                  {item.heading}
                </DropdownMenu.Label>
              )
            return (
              <DropdownMenu.Item
                key={index}
                disabled={item.disabled}
                onSelect={item.onSelect}
                className={cx(
                  'flex min-h-8 items-center gap-2 rounded-sm px-2 text-13 outline-none data-disabled:opacity-50 data-highlighted:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-4',
                  item.danger && 'text-danger',
                )}
              >
                {item.icon}
                <span className="flex-1">{item.label}</span>
                {item.hint && <span className="text-12 text-muted">{item.hint}</span>}
                {item.checked && <Check aria-label="chosen" />}
              </DropdownMenu.Item>
            )
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
