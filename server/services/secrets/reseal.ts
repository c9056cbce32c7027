import { eq, isNotNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { users, webhooks } from '@/db/schema'
import { seal, unseal } from '@/server/sealed'
import { SECOND_FACTOR } from '../people/prove-second-factor'

/**
 * Seals anew, under the present secret, all that lies sealed: webhooks' secrets and second factors. What none of the
 * secrets opens stays as it is and is counted. In one transaction.
 */
export async function reseal(db: Db): Promise<{ sealed: number; unreadable: number }> {
  return db.maintenance(async (tx) => {
    let [sealed, unreadable] = [0, 0]
    const anew = (purpose: string, text: string): string | null => {
      try {
        const opened = seal(purpose, unseal(purpose, text))
        sealed++
        return opened
      } catch {
        unreadable++
        return null
      }
    }
    for (const { id, secret } of await tx.select({ id: webhooks.id, secret: webhooks.secret }).from(webhooks).for('update')) {
      const text = anew('webhook', secret)
      if (text) await tx.update(webhooks).set({ secret: text }).where(eq(webhooks.id, id))
    }
    for (const { id, secondFactor } of await tx.select({ id: users.id, secondFactor: users.secondFactor }).from(users).where(isNotNull(users.secondFactor)).for('update')) {
      const text = anew(SECOND_FACTOR, secondFactor ?? '')
      if (text) await tx.update(users).set({ secondFactor: text }).where(eq(users.id, id))
    }
    return { sealed, unreadable }
  })
}
