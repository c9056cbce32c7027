'use client'
import { Toast as Radix } from 'radix-ui'
import { X } from 'lucide-react'
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react'
import { IconButton } from './button'
import { cx } from './cx'

export type ToastInput = { title: string; description?: ReactNode; tone?: 'neutral' | 'danger'; action?: { label: string; onSelect: () => void } }

const ToastContext = createContext<(toast: ToastInput) => void>(() => undefined)

/** `const toast = useToast(); toast({ title: 'Channel deleted', action: { label: 'Undo', onSelect } })` */
export const useToast = () => useContext(ToastContext)

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<(ToastInput & { id: number })[]>([])
  const show = useCallback((toast: ToastInput) => setShown((all) => [...all.slice(-2), { ...toast, id: (all.at(-1)?.id ?? 0) + 1 }]), [])
  const drop = (id: number) => setShown((all) => all.filter((toast) => toast.id !== id))
  return (
    <ToastContext value={show}>
      <Radix.Provider duration={6000} label="Notice">
        {children}
        {shown.map((toast) => (
          <Radix.Root
            key={toast.id}
            type={toast.tone === 'danger' ? 'foreground' : 'background'}
            onOpenChange={(open) => !open && drop(toast.id)}
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
    </ToastContext>
  )
}
