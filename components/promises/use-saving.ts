'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { formatInstant } from '../ui/format-date'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'

/** One promise on its way: what was written, and why it was refused, if it was. */
export type Draft = { id: string; text: string; due: string; refused: string | null }

/**
 * Promises to one customer on their way to the server: taken at once, saved one after the other in the order written, so
 * that whoever writes need not wait. What is refused stays among the drafts, with its reason, until it is tried again
 * or taken back.
 */
export function useSaving(customer: string) {
  const { timezone, now, actor } = useWorkspace()
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const [drafts, setDrafts] = useState<readonly Draft[]>([])
  const chain = useRef(Promise.resolve())
  const waiting = useRef(0)
  const { mutateAsync } = useMutation(trpc.promises.make.mutationOptions())
  const change = (id: string, to: Partial<Draft> | null) => setDrafts((all) => all.flatMap((one) => (one.id !== id ? [one] : to ? [{ ...one, ...to }] : [])))

  async function one({ id, text, due }: Draft) {
    try {
      const { source, due_at } = await mutateAsync({ customer, text, due, id })
      change(id, null)
      const name = client.getQueryData(trpc.customers.head.queryKey({ id: customer }))?.name ?? customer
      toast({ title: `Promise to ${name} noted`, description: `${text.trim()}: due ${formatInstant(due_at, timezone)}.` })
      // It stands there at once: a busy database takes seconds to say the same.
      client.setQueryData(trpc.customers.story.queryKey({ id: customer }), (story) => story && (story.promises.some((promise) => promise.id === id) ? story : {
        ...story, open_promises: story.open_promises + 1, promises: [{ id, source, text: text.trim(), made_at: now, due_at, owner: actor, team: null, overdue: false }, ...story.promises],
      }))
    } catch (error) {
      change(id, { refused: failureOf(error) })
      toast({ title: 'A promise was not saved', description: `${text.trim()}: ${failureOf(error)}`, tone: 'danger' })
    }
    waiting.current--
    if (waiting.current === 0) await client.invalidateQueries()
  }

  const send = (draft: Draft) => {
    waiting.current++
    setDrafts((all) => [...all.filter(({ id }) => id !== draft.id), draft])
    chain.current = chain.current.then(() => one(draft))
  }
  const saving = drafts.filter(({ refused }) => refused === null).length
  // Who closes the window while one is on its way is asked first.
  useEffect(() => {
    if (saving === 0) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [saving])
  return {
    saving, refused: drafts.filter(({ refused }) => refused !== null),
    save: (text: string, due: string) => send({ id: crypto.randomUUID(), text, due, refused: null }),
    again: (draft: Draft) => send({ ...draft, refused: null }),
    drop: (draft: Draft) => change(draft.id, null),
  }
}
export type Saving = ReturnType<typeof useSaving>
