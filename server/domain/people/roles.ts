import { ROLES, type Role } from '@/db/vocabulary'

/** Higher may do more. */
export const rank = (role: Role): number => ROLES.indexOf(role)

/** What a role is called and may do, as people read it (METRICS §1). */
export const ROLE_WORDS: Record<Role, { label: string; may: string }> = {
  viewer: { label: 'Viewer', may: 'Reads every page and exports.' },
  editor: { label: 'Editor', may: 'Also records and edits.' },
  admin: { label: 'Admin', may: 'Also manages catalogue, keys, members and screens.' },
  owner: { label: 'Owner', may: 'Also deletes, and makes other owners.' },
}
