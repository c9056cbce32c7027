'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { failureOf, useTRPC, useTRPCClient } from '../data/trpc'
import { useWorkspace } from '../workspace/workspace'
import { noteQueue, type NoteQueue, type NoteWork, type QueuedNote } from './note-queue'

/** What is not on a wall yet, by organisation and plan: it is there again, and goes on being sent, whatever page one went to meanwhile. */
const queues = new Map<string, NoteQueue>()
const ask = (event: BeforeUnloadEvent) => event.preventDefault()

/** Who leaves the application with something unsent or half typed is asked first, on whatever page. */
function guard(): void {
  window.removeEventListener('beforeunload', ask)
  if ([...queues.values()].some((queue) => queue.unsaved())) window.addEventListener('beforeunload', ask)
}

function queueOf(key: string): NoteQueue {
  // Pages made on the server are everybody's: nothing is kept there.
  if (typeof window === 'undefined') return noteQueue()
  const found = queues.get(key) ?? noteQueue(guard)
  queues.set(key, found)
  return found
}
const NONE: readonly QueuedNote[] = []

/** The notes of one's own that are on their way to a plan's wall, and the field they are typed in. */
export function useNoteQueue(plan: string, wall: readonly { id: string }[]) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const cache = useQueryClient()
  const { slug } = useWorkspace()
  const queue = queueOf(`${slug} ${plan}`)
  const notes = useSyncExternalStore(queue.subscribe, queue.notes, () => NONE)
  const text = useSyncExternalStore(queue.subscribe, queue.draft, () => '')
  useEffect(() => queue.seen(new Set(wall.map(({ id }) => id))), [queue, wall])
  const work: NoteWork = {
    send: ({ id, text: words }) => client.plans.addNote.mutate({ plan, text: words, id }), reasonOf: failureOf,
    after: () => cache.invalidateQueries({ queryKey: trpc.plans.one.queryKey({ plan }) }),
  }
  return {
    notes: notes.filter(({ id }) => !wall.some((note) => note.id === id)), text, type: queue.type, takeBack: queue.takeBack,
    put: () => void queue.put(crypto.randomUUID(), work),
    again: (id?: string) => void queue.again(work, id),
  }
}
