'use client'
import { createContext, useContext, type ReactNode } from 'react'
import { cx } from '../ui/cx'

type Scalar = string | number | boolean | null

/** One figure of one report: `cell` names it by its row's key fields and `field`; null is the report as a whole. */
export type InspectTarget = {
  report: string
  parameters: Record<string, Scalar>
  cell: Record<string, Scalar> | null
}

export type Inspect = (target: InspectTarget) => void

/** Null where there is no inspector (a wall, a picture): figures are then plain text. */
export const InspectContext = createContext<Inspect | null>(null)

export const useInspect = () => useContext(InspectContext)

/** Puts a view on a wall; null where nobody may or there is none. */
export const PutOnWallContext = createContext<Inspect | null>(null)

/** For who makes screens: this view on one of them, in one click. */
export function ToWall({ target }: { target: InspectTarget }) {
  const put = useContext(PutOnWallContext)
  return put && <button type="button" className="hover:text-ink" onClick={() => put(target)}>Put this on the wall</button>
}

/** Any number or sentence that opens the inspector. Looks like its surroundings until pointed at. */
export function Inspectable({ target, children, className, label }: { target: InspectTarget; children: ReactNode; className?: string; label?: string }) {
  const inspect = useInspect()
  if (!inspect) return <span className={className}>{children}</span>
  return (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="dialog"
      onClick={() => inspect(target)}
      className={cx(
        'inline text-left [font:inherit] underline decoration-transparent decoration-dotted decoration-1 underline-offset-3 transition-colors duration-120 hover:decoration-accent focus-visible:decoration-accent',
        className,
      )}
    >
      {children}
    </button>
  )
}
