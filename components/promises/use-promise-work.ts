'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { PromiseRow } from '@/server/queries/promises'
import { failureOf, useTRPC } from '../data/trpc'
import { useToast } from '../ui/toast'
import { isOwed, keyOf, stateAfter, type Doing } from './doing'

export type Done = { doing: Doing | 'reopened'; /** The server has it. */ saved: boolean }
type Named = Pick<PromiseRow, 'id' | 'source'>
type Job = { doing: Done['doing']; rows: readonly Named[] }

/**
 * What is done about promises shown on a page: seen at once, sent in the order it was done, one request at a time and
 * together what came meanwhile; what the server refuses is taken back and said. `done` names the rows by their keys.
 */
export function usePromiseWork() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const [done, setDone] = useState<ReadonlyMap<string, Done>>(new Map())
  const waiting = useRef<Job[]>([])
  const sending = useRef(false)
  const keep = useMutation(trpc.promises.keep.mutationOptions())
  const withdraw = useMutation(trpc.promises.withdraw.mutationOptions())
  const reopen = useMutation(trpc.promises.reopen.mutationOptions())

  const change = useCallback((rows: readonly Named[], to: Done | null) => setDone((all) => {
    const next = new Map(all)
    for (const row of rows) if (to === null) next.delete(keyOf(row)); else next.set(keyOf(row), to)
    return next
  }), [])

  const send = useCallback(async () => {
    if (sending.current) return
    sending.current = true
    for (let job = waiting.current.shift(); job; job = waiting.current.shift()) {
      // Pressed one after the other while the last was on its way: one request.
      const { doing } = job
      const rows = [...job.rows]
      while (waiting.current[0]?.doing === doing && rows.length < MOST_AT_ONCE) rows.push(...(waiting.current.shift()?.rows ?? []))
      const promises = rows.map(({ id, source }) => ({ id, source }))
      try {
        if (doing === 'reopened') await reopen.mutateAsync({ promises })
        else if (doing === 'kept') await keep.mutateAsync({ promises })
        else await withdraw.mutateAsync({ promises, by: doing === 'not_needed' ? 'customer' : 'us' })
        setDone((all) => new Map([...all].map(([key, value]) => [key, rows.some((row) => keyOf(row) === key) && value.doing === doing ? { ...value, saved: true } : value])))
      } catch (error) {
        change(rows, null)
        toast({ title: rows.length === 1 ? 'That was not saved' : `${rows.length} promises were not saved`, description: failureOf(error), tone: 'danger' })
      }
    }
    sending.current = false
    // The lists themselves; all else on the page follows with the news of it, which a slow database is asked for once.
    void client.invalidateQueries(trpc.promises.list.pathFilter())
    void client.invalidateQueries(trpc.customers.story.pathFilter())
  }, [change, client, keep, reopen, toast, trpc, withdraw])

  const act = useCallback((rows: readonly Named[], doing: Done['doing']) => {
    change(rows, { doing, saved: false })
    for (let at = 0; at < rows.length; at += MOST_AT_ONCE) waiting.current.push({ doing, rows: rows.slice(at, at + MOST_AT_ONCE) })
    void send()
  }, [change, send])

  return { done, act, forget: useCallback(() => setDone(new Map()), []) }
}

/** As many as the server takes in one go. */
const MOST_AT_ONCE = 200

/** A row as it stands after what was done to it here; `now` is ISO 8601. */
export function shownAs(row: PromiseRow, done: ReadonlyMap<string, Done>, now: string): PromiseRow {
  const here = done.get(keyOf(row))
  if (!here) return row
  if (here.doing !== 'reopened') return { ...row, state: stateAfter(row, here.doing, now), done_at: now }
  return isOwed(row) ? row : { ...row, state: Date.parse(row.due_at) < Date.parse(now) ? 'overdue' : 'due_later', done_at: null }
}
