import type { ReactNode } from 'react'

/** What is wrong with the form as a whole, announced when it appears. */
export function FormMessage({ children }: { children: ReactNode }) {
  if (!children) return null
  return (
    <p role="alert" className="border-l-2 border-danger pl-3 text-13 text-danger">
      {children}
    </p>
  )
}
