import { eq } from 'drizzle-orm'
import { users } from '@/db/schema'
import type { Me } from '@/server/queries/people'
import { profileInput } from '@/server/schemas/people'

/** One's own name, as others see it. */
export async function updateProfile(me: Me, input: unknown): Promise<{ name: string }> {
  const { name } = profileInput.parse(input)
  await me.db.door((tx) => tx.update(users).set({ name }).where(eq(users.id, me.userId)))
  return { name }
}
