import type { OrgCtx } from '@/server/context'
import { TouchstoneError } from '@/server/errors'
import type { Role } from '@/db/vocabulary'

/** Only an owner makes owners; admins give every other role. */
export function requireGivable(ctx: OrgCtx, role: Role): void {
  if (role === 'owner' && !ctx.can.has('own')) throw new TouchstoneError('forbidden', 'Only an owner can make somebody an owner.')
}
