import type { OrgCtx } from '../context'
import { listMembers } from './people'

/** The members of the organisation by id: their name, else their address. Not inside a transaction: names stand behind the door. */
export async function memberNames(ctx: OrgCtx): Promise<Map<string, string>> {
  return new Map((await listMembers(ctx)).map(({ userId, name, email }) => [userId, name || email]))
}

export const nameOf = (names: ReadonlyMap<string, string>, userId: string): string => names.get(userId) ?? 'Somebody'
