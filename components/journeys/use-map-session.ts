'use client'
import { TRPCClientError } from '@trpc/client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useConnected, useTopic } from '../data/live'
import { useTRPCClient } from '../data/trpc'
import { Editing } from './editing'
import { GridStore } from './grid'
import { Behind, localDrawer, MapSession, Refused } from './session'

type View = { id: string; state: string; vector: string }
const NO_DRAWER = { take: () => null, put: () => undefined, clear: () => undefined }
const REFUSALS = new Set(['invalid', 'forbidden', 'too_large', 'not_found', 'unauthenticated'])

/** Opens the map's document once and keeps it with the server's until the page is left. */
export function useMapSession(view: View, canEdit: boolean) {
  const client = useTRPCClient()
  const [opened] = useState(() => {
    const sitting = crypto.randomUUID()
    const sync = async (update: string | null, vector: string) => {
      try {
        return canEdit ? await client.journeys.sync.mutate({ journey: view.id, sitting, update, vector }) : await client.journeys.since.query({ journey: view.id })
      } catch (error) {
        const fault = error instanceof TRPCClientError ? (error.data as { fault?: string } | null | undefined)?.fault : undefined
        if (fault === 'conflict') throw new Behind()
        if (fault && REFUSALS.has(fault)) throw new Refused(error instanceof Error ? error.message : '')
        throw error
      }
    }
    const session = new MapSession(view, { sync }, canEdit ? localDrawer(view.id) : NO_DRAWER)
    const store = new GridStore(session.doc)
    return { session, store, editing: new Editing(session.doc, store.current) }
  })
  const { session, store } = opened
  useEffect(() => {
    session.start()
    window.addEventListener('online', session.refresh)
    window.addEventListener('pagehide', session.hold)
    return () => {
      window.removeEventListener('online', session.refresh)
      window.removeEventListener('pagehide', session.hold)
      session.end()
    }
  }, [session])
  useTopic('journey_edits', session.refresh)
  const connected = useConnected()
  useEffect(() => {
    if (connected) return
    session.cut()
    return session.refresh
  }, [connected, session])
  const grid = useSyncExternalStore(store.subscribe, store.current, store.current)
  const saved = useSyncExternalStore(session.subscribe, session.saveState, session.saveState)
  return { ...opened, grid, saved }
}
