'use client'
import { Toast as Radix } from 'radix-ui'
import { X } from 'lucide-react'
import { IconButton } from './button'
import { cx } from './cx'
import type { ShownToast } from './toast'

const SHOWN_MS = 6000

export function Toasts({ shown, onDrop }: { shown: readonly ShownToast[]; onDrop: (id: number) => void }) {
  return (
    <Radix.Provider duration={SHOWN_MS} label="Notice">
      {shown.map((toast) => (
        <Radix.Root
          key={toast.id}
          type={toast.tone === 'danger' ? 'foreground' : 'background'}
          onOpenChange={(open) => !open && onDrop(toast.id)}
          className={cx('flex animate-rise items-start gap-3 rounded-md border bg-raised px-4 py-2.5 shadow-float', toast.tone === 'danger' && 'border-danger')}
        >
          <div className="min-w-0 flex-1 py-0.5">
            <Radix.Title className="text-13 font-medium">{toast.title}</Radix.Title>
            {toast.description && <Radix.Description className="text-12 text-muted">{toast.description}</Radix.Description>}
          </div>
          {toast.action && (
            <Radix.Action altText={toast.action.label} onClick={toast.action.onSelect} className="py-0.5 text-13 font-medium text-accent">
              {toast.action.label}
            </Radix.Action>
          )}
          <Radix.Close asChild>
            <IconButton label="Dismiss" icon={<X />} className="-my-1 -mr-2" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-4 bottom-4 z-50 grid w-90 max-w-[calc(100vw-2rem)] gap-2 outline-none max-md:bottom-20" />
    </Radix.Provider>
  )
}
