'use client'
import dynamic from 'next/dynamic'
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react'

export type ToastInput = { title: string; description?: ReactNode; tone?: 'neutral' | 'danger'; action?: { label: string; onSelect: () => void } }
export type ShownToast = ToastInput & { id: number }

// Most visits never see a notice: what draws them is loaded with the first one.
const Toasts = dynamic(() => import('./toasts').then((module) => module.Toasts), { ssr: false })

const ToastContext = createContext<(toast: ToastInput) => void>(() => undefined)

/** `const toast = useToast(); toast({ title: 'Channel deleted', action: { label: 'Undo', onSelect } })` */
export const useToast = () => useContext(ToastContext)

/** At most three at a time; the oldest gives way. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<ShownToast[]>([])
  const [used, setUsed] = useState(false)
  const show = useCallback((toast: ToastInput) => {
    setUsed(true)
    setShown((all) => [...all.slice(-2), { ...toast, id: (all.at(-1)?.id ?? 0) + 1 }])
  }, [])
  const drop = useCallback((id: number) => setShown((all) => all.filter((toast) => toast.id !== id)), [])
  return (
    <ToastContext value={show}>
      {children}
      {used && <Toasts shown={shown} onDrop={drop} />}
    </ToastContext>
  )
}
