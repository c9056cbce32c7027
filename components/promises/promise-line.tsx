'use client'
import { useEffect, useRef, useState } from 'react'
import { singleKeys } from '../shell/use-shortcuts'
import { Kbd } from '../ui/badge'
import { Button } from '../ui/button'
import { useWorkspace } from '../workspace/workspace'
import { PromiseForm, Refused } from './promise-form'
import { useSaving } from './use-saving'

const typing = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** What was just promised to this customer, in one line: `p` opens it, Enter saves it and leaves it open for the next. */
export function PromiseLine({ customer }: { customer: string }) {
  const { can } = useWorkspace()
  const mayWrite = can.includes('edit')
  const [open, setOpen] = useState(false)
  const saving = useSaving(customer)
  const button = useRef<HTMLButtonElement>(null)
  const was = useRef(false)
  // Closed: the hand is where the next one begins.
  useEffect(() => { if (was.current && !open) button.current?.focus(); was.current = open }, [open])
  useEffect(() => {
    if (!mayWrite) return
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'p' || event.metaKey || event.ctrlKey || event.altKey || typing(event.target) || !singleKeys.on()) return
      // After everybody heard it: `g p` goes to the ledger, and whoever took the key for that has said so by then.
      setTimeout(() => { if (!event.defaultPrevented) setOpen(true) })
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [mayWrite])
  if (!mayWrite) return null
  if (open) return <PromiseForm saving={saving} onClose={() => setOpen(false)} />
  return (
    <div className="grid justify-items-start gap-2 border-t py-3">
      <Button ref={button} onClick={() => setOpen(true)}>Note a promise <span className="pointer-coarse:hidden"><Kbd>P</Kbd></span></Button>
      <Refused saving={saving} onEdit={null} />
    </div>
  )
}
