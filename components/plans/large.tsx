'use client'
import { Maximize2, Minimize2 } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { cx } from '../ui/cx'
import { Button } from '../ui/button'

/** All of the window, half as large again: for a room that reads along from its chairs. Esc ends it. */
export function Large({ on, onEnd, children }: { on: boolean; onEnd: () => void; children: ReactNode }) {
  useEffect(() => {
    if (!on) return
    // Whatever is open above it is closed first.
    const press = (event: KeyboardEvent) => { if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[role="dialog"]')) onEnd() }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [on, onEnd])
  return <div className={cx(on && 'fixed inset-0 z-30 overflow-y-auto bg-paper px-10 py-6 [zoom:1.5] print:static print:[zoom:1]')}>{children}</div>
}

export const LargeButton = ({ on, onTurn }: { on: boolean; onTurn: () => void }) => <Button className="max-md:hidden print:hidden" aria-pressed={on} onClick={onTurn}>{on ? <Minimize2 /> : <Maximize2 />} {on ? 'As a page again' : 'For the projector'}</Button>
