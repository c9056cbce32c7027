import { Ellipsis } from 'lucide-react'
import { ROLES, type Role } from '@/db/vocabulary'
import { ROLE_WORDS } from '@/server/domain/people/roles'
import type { Member } from '@/server/queries/people'
import { IconButton } from '../ui/button'
import { Select } from '../ui/field'
import { formatAgo, formatInstant } from '../ui/format-date'
import { Menu } from '../ui/menu'
import type { Column } from '../ui/table'

export type MemberColumnsInput = {
  /** The reader's own id and role: what they may change depends on it. */
  me: string
  role: Role
  now: Date
  timezone: string
  changing: boolean
  onRole: (userId: string, role: Role) => void
  onReset: (member: Member) => void
  onSessions: (member: Member) => void
  onTakeOff: (member: Member) => void
  onLeave: (member: Member) => void
}

export function memberColumns({ me, role, now, timezone, changing, onRole, onReset, onSessions, onTakeOff, onLeave }: MemberColumnsInput): Column<Member>[] {
  const may = (member: Member) => role === 'owner' || (role === 'admin' && member.role !== 'owner')
  return [
    {
      key: 'name', header: 'Name',
      cell: (member) => (
        <span className="grid py-1.5">
          <span className="font-medium">{member.name}{member.userId === me && <span className="font-normal text-muted"> (you)</span>}</span>
          <span className="text-12 text-muted">{member.email}{member.secondFactor && ' · second factor'}</span>
        </span>
      ),
    },
    {
      key: 'role', header: 'Role', className: 'w-36 py-1',
      cell: (member) => may(member) ? (
        <Select
          aria-label={`Role of ${member.name}`} value={member.role} disabled={changing}
          options={ROLES.filter((r) => r !== 'owner' || role === 'owner').map((r) => ({ value: r, label: ROLE_WORDS[r].label }))}
          onValue={(next) => onRole(member.userId, next)}
        />
      ) : ROLE_WORDS[member.role].label,
    },
    { key: 'since', header: 'Since', wideOnly: true, className: 'text-muted whitespace-nowrap', cell: (member) => formatInstant(member.since, timezone).split(',')[0] },
    { key: 'seen', header: 'Last here', wideOnly: true, className: 'text-muted whitespace-nowrap', cell: (member) => (member.lastSeenAt ? formatAgo(member.lastSeenAt, now) : 'never') },
    {
      key: 'more', header: <span className="sr-only">More</span>, className: 'w-8 text-right',
      cell: (member) => {
        const mine = member.userId === me
        if (!mine && !may(member)) return null
        return (
          <Menu
            label={`More about ${member.name}`} trigger={<IconButton label={`More about ${member.name}`} icon={<Ellipsis />} />}
            items={[
              ...(mine ? [] : [{ label: 'Where they are signed in', onSelect: () => onSessions(member) }, { label: 'Make a password link', onSelect: () => onReset(member) }, ...(member.secondFactor ? [{ label: 'Take off their second factor', onSelect: () => onTakeOff(member) }] : [])]),
              { label: mine ? 'Leave the organisation' : 'Remove', danger: true, onSelect: () => onLeave(member) },
            ]}
          />
        )
      },
    },
  ]
}
