import { expect, test } from 'vitest'
import type { Instance } from '../boot'
import { peopleRouter } from './people'
import { createCallerFactory } from './trpc'

/** What anybody may call: the pages before sign-in. Whoever adds to it says so here too. */
const PUBLIC = ['entrance', 'setUp', 'requestReset', 'resetLink', 'resetPassword', 'invitation', 'acceptAsNew']

test('signed out, every other procedure is refused before it looks at anything', async () => {
  const untouched = new Proxy({}, { get() { throw new Error('The instance was touched.') } }) as Instance
  const caller = createCallerFactory(peopleRouter)({ instance: untouched, session: null, org: 'north', requestId: 'test' })
  const names = Object.keys(peopleRouter._def.procedures).filter((name) => !PUBLIC.includes(name))
  expect(names.length).toBeGreaterThan(12)
  for (const name of names) {
    const procedure = caller[name as keyof typeof caller] as (input?: unknown) => Promise<unknown>
    await expect(procedure(undefined), name).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  }
})
