'use client'
import { LogOut, UserRound } from 'lucide-react'
import { useParams, useRouter } from 'next/navigation'
import { Menu } from '../ui/menu'
import { useToast } from '../ui/toast'
import { leave } from './leave'

/** Who is signed in, at the foot of the rail. */
export function AccountMenu({ name }: { name: string }) {
  const router = useRouter()
  const { org } = useParams<{ org: string }>()
  const toast = useToast()
  return (
    <Menu
      align="start"
      label="Account"
      trigger={
        <button type="button" className="flex h-8 max-w-full items-center gap-2 rounded-md px-2 text-13 text-muted transition-colors duration-120 hover:bg-sunken hover:text-ink pointer-coarse:h-11">
          <UserRound aria-hidden className="size-4 shrink-0" />
          <span className="truncate">{name}</span>
        </button>
      }
      items={[
        { label: 'Your account', icon: <UserRound />, onSelect: () => router.push(`/${org}/settings/account`) },
        'line',
        {
          label: 'Sign out', icon: <LogOut />,
          onSelect: () => { leave().catch(() => toast({ title: 'Signing out did not work. Check the connection and try again.', tone: 'danger' })) },
        },
      ]}
    />
  )
}
