'use client'
import { useCallback, useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react'

/** Where what is carried would land: drawn as a line, in pixels of the sheet. */
export type Landing = { left: number; top: number; width: number; height: number }
export type Drop = { what: 'step'; id: string; phase: string; before: string | null } | { what: 'phase' | 'lane'; id: string; index: number }
export type Carried = Drop['what']

/** A press that moves this far is a drag. */
const FAR = 6
/** A finger that rests this long carries what lies under it; one that moves before moves the sheet. */
const HOLD_MS = 350

/**
 * Carries phases, steps and lanes by mouse, finger or pen; letting go drops them, Escape or a lost pointer puts them back.
 * A finger takes hold at once on a grip (`data-grip`), elsewhere after resting for a moment.
 */
export function useDrag(sheet: RefObject<HTMLDivElement | null>, onDrop: (drop: Drop) => void) {
  const [landing, setLanding] = useState<Landing | null>(null)
  const carrying = useRef(false)
  useStillSheet(sheet, carrying)
  const grab = useCallback((event: PointerEvent, what: Carried, id: string) => {
    const box = sheet.current
    if (!box || event.button !== 0) return
    const handle = event.currentTarget
    const start = { x: event.clientX, y: event.clientY }
    let [x, y] = [start.x, start.y]
    let target: Drop | null = null
    let moving = false
    let frame = 0
    const across = what !== 'lane'
    const resting = event.pointerType === 'touch' && !(event.target as Element).closest('[data-grip]')
    const land = () => {
      const found = what === 'step' ? stepLanding(box, id, x) : what === 'phase' ? phaseLanding(box, id, x) : laneLanding(box, id, y)
      target = found?.drop ?? null
      setLanding(found?.landing ?? null)
    }
    // Held near an edge, the sheet goes on under the hand.
    const roll = () => {
      const rect = box.getBoundingClientRect()
      const before = across ? box.scrollLeft : box.scrollTop
      if (across) box.scrollLeft += pull(x, rect.left + (box.querySelector<HTMLElement>('[role=rowheader]')?.offsetWidth ?? 0), rect.right)
      else box.scrollTop += pull(y, rect.top, rect.bottom)
      if (before !== (across ? box.scrollLeft : box.scrollTop)) land()
      frame = requestAnimationFrame(roll)
    }
    const carry = () => {
      handle.setPointerCapture(event.pointerId)
      frame = requestAnimationFrame(roll)
      moving = true
      carrying.current = true
      land()
    }
    const held = resting ? setTimeout(carry, HOLD_MS) : undefined
    const move = (e: globalThis.PointerEvent) => {
      if (e.pointerId !== event.pointerId) return
      if (!moving && Math.hypot(e.clientX - start.x, e.clientY - start.y) < FAR) return
      if (!moving && resting) return end(e)
      ;[x, y] = [e.clientX, e.clientY]
      if (!moving) carry()
      land()
    }
    // A finger that rests would also ask for the menu of what it rests on.
    const menu = (e: Event) => { if (resting) e.preventDefault() }
    const end = (e: Event) => {
      if (e instanceof KeyboardEvent) {
        if (e.key !== 'Escape') return
        e.stopPropagation()
      }
      clearTimeout(held)
      cancelAnimationFrame(frame)
      carrying.current = false
      window.removeEventListener('contextmenu', menu)
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', end)
      window.removeEventListener('pointercancel', end)
      window.removeEventListener('keydown', end, true)
      setLanding(null)
      if (!moving) return
      // What was carried was not pressed: the click that follows would open it.
      const swallow = (click: Event) => { click.stopPropagation(); click.preventDefault() }
      window.addEventListener('click', swallow, { capture: true, once: true })
      setTimeout(() => window.removeEventListener('click', swallow, true))
      if (e.type === 'pointerup' && target) onDrop(target)
    }
    // On the window: a quick hand has left the small handle before it has gone far.
    window.addEventListener('keydown', end, true)
    window.addEventListener('contextmenu', menu)
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', end)
  }, [sheet, onDrop])
  return { landing, grab }
}

/** Else the browser takes a finger that carries for one that moves the sheet. Only on the heads: everywhere else it would slow the sheet down. */
function useStillSheet(sheet: RefObject<HTMLDivElement | null>, carrying: RefObject<boolean>) {
  useEffect(() => {
    const heads = [...(sheet.current?.querySelectorAll<HTMLElement>('[data-carries]') ?? [])]
    const keep = (event: Event) => { if (carrying.current && event.cancelable) event.preventDefault() }
    for (const head of heads) head.addEventListener('touchmove', keep, { passive: false })
    return () => { for (const head of heads) head.removeEventListener('touchmove', keep) }
  }, [sheet, carrying])
}

/** Within this many pixels of an edge the sheet moves along, the faster the nearer. */
const EDGE = 56
const pull = (at: number, low: number, high: number) => (at > high - EDGE ? (at - high + EDGE) / 4 : at < low + EDGE ? -(low + EDGE - at) / 4 : 0)

function stepLanding(box: HTMLElement, id: string, x: number): { drop: Drop; landing: Landing } | null {
  const frame = box.getBoundingClientRect()
  const heads = [...box.querySelectorAll<HTMLElement>('[data-cell^="step/"]')]
  const over = heads.find((head) => x < head.getBoundingClientRect().right) ?? heads.at(-1)
  if (!over) return null
  const rect = over.getBoundingClientRect()
  const after = x > rect.left + rect.width / 2
  const phase = over.dataset.phase ?? ''
  const at = heads.indexOf(over) + (after ? 1 : 0)
  const next = heads.slice(at).find((head) => head.dataset.cell !== `step/${id}`)
  const before = next && next.dataset.phase === phase ? (next.dataset.cell ?? '').slice('step/'.length) : null
  return {
    drop: { what: 'step', id, phase, before: before === phase ? null : before },
    landing: { left: (after ? rect.right : rect.left) - frame.left + box.scrollLeft - 1, top: 40, width: 2, height: box.scrollHeight - 40 },
  }
}

function phaseLanding(box: HTMLElement, id: string, x: number): { drop: Drop; landing: Landing } | null {
  const frame = box.getBoundingClientRect()
  const heads = [...box.querySelectorAll<HTMLElement>('[data-phase-head]')]
  const over = heads.find((head) => x < head.getBoundingClientRect().right) ?? heads.at(-1)
  if (!over) return null
  const rect = over.getBoundingClientRect()
  const after = x > rect.left + rect.width / 2
  const middle = (head: HTMLElement) => head.getBoundingClientRect().left + head.getBoundingClientRect().width / 2
  const index = heads.filter((head) => head.dataset.phaseHead !== id && middle(head) < x).length
  return { drop: { what: 'phase', id, index }, landing: { left: (after ? rect.right : rect.left) - frame.left + box.scrollLeft - 1, top: 0, width: 2, height: box.scrollHeight } }
}

function laneLanding(box: HTMLElement, id: string, y: number): { drop: Drop; landing: Landing } | null {
  const frame = box.getBoundingClientRect()
  const lanes = [...box.querySelectorAll<HTMLElement>('[data-lane]')]
  const over = lanes.find((lane) => y < lane.getBoundingClientRect().bottom) ?? lanes.at(-1)
  if (!over) return null
  const rect = over.getBoundingClientRect()
  const after = y > rect.top + rect.height / 2
  const others = lanes.filter((lane) => lane.dataset.lane !== id)
  const index = others.filter((lane) => lane.getBoundingClientRect().top + lane.getBoundingClientRect().height / 2 < y).length
  return { drop: { what: 'lane', id, index }, landing: { left: 0, top: (after ? rect.bottom : rect.top) - frame.top + box.scrollTop - 1, width: box.scrollWidth, height: 2 } }
}
