'use client'
import { signIn } from 'next-auth/react'
import { useState, type ReactNode } from 'react'
import { Button } from '../ui/button'

/** Leaves for the organisation's own provider, and comes back to `to`. */
export function SingleSignOnButton({ to, children }: { to: string; children: ReactNode }) {
  const [busy, setBusy] = useState(false)
  const leave = () => {
    setBusy(true)
    signIn('oidc', { callbackUrl: to }).catch(() => setBusy(false))
  }
  return <Button busy={busy} onClick={leave}>{children}</Button>
}
