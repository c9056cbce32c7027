'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell as Icon } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTopic } from '../data/live'
import { useTRPC } from '../data/trpc'
import { IconButton } from '../ui/button'

const Panel = dynamic(() => import('./panel').then((module) => module.NotificationPanel), { ssr: false })

/** The server counts no further. */
const MANY = 100

/** How many notifications wait to be read; the list itself is fetched when it is opened. */
export function Bell() {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [open, setOpen] = useState(false)
  const { data: unread = 0 } = useQuery(trpc.notifications.unread.queryOptions())
  useTopic('notifications', () => void cache.invalidateQueries({ queryKey: trpc.notifications.pathKey() }))
  const label = unread === 0 ? 'Notifications' : `Notifications, ${unread >= MANY ? 'a hundred or more' : unread} not read`
  return (
    <>
      <IconButton
        label={label} aria-expanded={open} aria-haspopup="dialog" onClick={() => setOpen(true)} className="relative"
        icon={<><Icon />{unread > 0 && <span aria-hidden className="absolute top-0.5 right-0 min-w-4 rounded-full bg-accent px-1 text-center text-12/4 font-semibold text-on-accent tabular-nums pointer-coarse:top-2 pointer-coarse:right-1.5">{unread >= MANY ? '99+' : unread}</span>}</>}
      />
      {open && <Panel onClose={() => setOpen(false)} />}
    </>
  )
}
