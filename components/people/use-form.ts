'use client'
import { useState, type FormEvent } from 'react'
import type { Outcome } from './outcome'

/**
 * A form that keeps what was typed when it is refused (a React form action would empty it), is busy while it is on its
 * way, and takes no second press.
 */
export function useForm<T>(send: (fields: Record<string, string>) => Promise<Outcome<T>>, done: (value: T, fields: Record<string, string>) => void | Promise<void>) {
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Outcome<T> | null>(null)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    const fields = Object.fromEntries([...new FormData(event.currentTarget)].map(([key, value]) => [key, typeof value === 'string' ? value : '']))
    setBusy(true)
    void answer(fields)
  }
  const answer = async (fields: Record<string, string>) => {
    try {
      const answered = await send(fields)
      setOutcome(answered)
      // Busy stays on after success: the page is about to be another.
      if (answered.ok) await done(answered.value, fields)
      else setBusy(false)
    } catch {
      setOutcome({ ok: false, message: 'That did not work. Check the connection and try again.', places: [] })
      setBusy(false)
    }
  }
  return { busy, outcome, onSubmit }
}
