'use client'
import { X } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react'
import { Button } from '../../ui/button'

const TURNS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 }

/**
 * A wall for a meeting: all of the window at once, and of the screen where the browser allows it. Arrows, space and the
 * keys of a presenter turn, Esc ends.
 */
export function Presentation({ onTurn, onEnd, children }: { onTurn: (step: 1 | -1) => void; onEnd: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const [alone, setAlone] = useState(true)
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const step = TURNS[event.key]
    // On its own button a space ends, as on any button.
    if (step === undefined || (event.key === ' ' && event.target instanceof HTMLButtonElement)) return
    event.preventDefault()
    onTurn(step)
  })
  const onFull = useEffectEvent(() => {
    const on = document.fullscreenElement === place.current
    if (!on && !alone) onEnd()
    setAlone(!on)
  })
  useEffect(() => {
    const [shown, own] = [dialog.current, place.current]
    // Modal, it lies above everything and nothing below it can be reached.
    if (!shown?.open) shown?.showModal()
    // Refused (in a frame, by a policy, on a telephone), the window is what there is.
    own?.requestFullscreen?.().catch(() => undefined)
    const press = (event: KeyboardEvent) => onKey(event)
    const change = () => onFull()
    window.addEventListener('keydown', press)
    document.addEventListener('fullscreenchange', change)
    return () => {
      window.removeEventListener('keydown', press)
      document.removeEventListener('fullscreenchange', change)
      if (document.fullscreenElement === own) void document.exitFullscreen().catch(() => undefined)
    }
  }, [])
  return (
    <dialog ref={dialog} aria-label="Presentation" onCancel={(event) => { event.preventDefault(); onEnd() }} className="m-0 h-dvh max-h-none w-screen max-w-none overflow-hidden border-0 p-0">
      <div ref={place} data-preview className="size-full">{children}</div>
      {alone && <Button className="absolute top-3 right-3 opacity-40 focus-visible:opacity-100 hover:opacity-100" onClick={onEnd}><X /> End</Button>}
    </dialog>
  )
}
