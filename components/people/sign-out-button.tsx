'use client'
import { useState, type ReactNode } from 'react'
import { Button } from '../ui/button'
import { leave } from './leave'

export function SignOutButton({ to = '/sign-in', children = 'Sign out' }: { to?: string; children?: ReactNode }) {
  const [busy, setBusy] = useState(false)
  return (
    <Button look="quiet" busy={busy} onClick={() => { setBusy(true); leave(to).catch(() => setBusy(false)) }}>
      {children}
    </Button>
  )
}
