'use client'
import { Dialog as Radix } from 'radix-ui'
import { X } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { IconButton } from './button'
import { cx } from './cx'

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the one that acts last. */
  footer?: ReactNode
  className?: string
}

const VEIL = 'fixed inset-0 z-40 animate-fade bg-veil'

function Frame({ title, description, children, footer }: Omit<DialogProps, 'open' | 'onOpenChange' | 'className'>) {
  return (
    <>
      <header className="flex items-start gap-4 px-6 pt-5 pb-3">
        <div className="min-w-0 flex-1">
          <Radix.Title className="text-16 font-semibold">{title}</Radix.Title>
          {description && <Radix.Description className="mt-1 text-13 text-muted">{description}</Radix.Description>}
        </div>
        <Radix.Close asChild>
          <IconButton label="Close" icon={<X />} className="-mt-1 -mr-2" />
        </Radix.Close>
      </header>
      <div data-dialog-body className="min-h-0 flex-1 overflow-y-auto px-6 pb-5">{children}</div>
      {footer && <footer className="flex flex-wrap justify-end gap-2 border-t px-6 py-3">{footer}</footer>}
    </>
  )
}

/** Opened by a state and not by a trigger, a dialog would leave the focus nowhere when it closes: it goes back to where it was. */
function useFocusBack() {
  const before = useRef<HTMLElement | null>(null)
  return {
    onOpenAutoFocus: (event: Event) => {
      before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
      // Where something is asked, with the answer: not with "Close", which comes first. A finger's keyboard would hide half the question.
      const field = event.currentTarget instanceof HTMLElement && matchMedia('(pointer: fine)').matches ? event.currentTarget.querySelector<HTMLElement>('[data-dialog-body] :is(input:not([type=hidden], [type=file]), textarea):not(:disabled)') : null
      if (!field) return
      event.preventDefault()
      field.focus()
    },
    onCloseAutoFocus: (event: Event) => {
      if (!before.current?.isConnected || before.current === document.body) return
      event.preventDefault()
      before.current.focus()
    },
  }
}

/** A question in the middle of the page; a sheet from below on a phone. */
export function Dialog({ open, onOpenChange, className, ...rest }: DialogProps) {
  const focus = useFocusBack()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={VEIL} />
        <Radix.Content
          aria-describedby={rest.description ? undefined : ''}
          {...focus}
          className={cx(
            'fixed z-50 flex max-h-[90dvh] flex-col bg-raised shadow-float outline-none',
            'inset-x-0 bottom-0 animate-sheet rounded-t-lg sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-[12vh] sm:w-120 sm:max-w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:animate-fade sm:rounded-lg sm:border',
            className,
          )}
        >
          <Frame {...rest} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** A panel from the right for longer work; from below on a phone. */
export function Sheet({ open, onOpenChange, className, ...rest }: DialogProps) {
  const focus = useFocusBack()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={VEIL} />
        <Radix.Content
          aria-describedby={rest.description ? undefined : ''}
          {...focus}
          className={cx(
            'fixed z-50 flex flex-col bg-raised shadow-float outline-none',
            'inset-x-0 bottom-0 max-h-[90dvh] animate-sheet rounded-t-lg sm:inset-y-0 sm:right-0 sm:left-auto sm:max-h-none sm:w-120 sm:animate-slide sm:rounded-none sm:border-l',
            className,
          )}
        >
          <Frame {...rest} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
