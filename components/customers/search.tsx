'use client'
import { Search as Glass } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Input } from '../ui/field'

/** Typing asks once it pauses. */
const PAUSE_MS = 250

/** The search field; `value` is what the address says, which Back or Clear may change under it. */
export function Search({ value, onValue }: { value: string; onValue: (text: string) => void }) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  if (value !== known) {
    setKnown(value)
    if (value !== text.trim()) setText(value)
  }
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => onValue(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, value, onValue])
  return (
    <span className="relative w-full sm:w-72">
      <Glass aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted" />
      <Input type="search" aria-label="Search customers" placeholder="Name, e-mail or id" autoComplete="off" maxLength={200} value={text} onChange={(event) => setText(event.target.value)} className="pl-8!" />
    </span>
  )
}
