'use client'
import { Popover as RadixPopover, Tooltip as RadixTooltip } from 'radix-ui'
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
