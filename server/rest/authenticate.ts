import type { Db } from '@/db/client'
import { keyCtx } from '../access'
import type { OrgCtx } from '../context'
import { hashSecret } from '../domain/key-hash'
import { TouchstoneError } from '../errors'
import { KeyThrottle } from './key-throttle'

const throttle = new KeyThrottle()

/** The key a request carries: `Bearer <key>`, or Basic with the key as user name (Segment's way). Throws `unauthenticated`. */
export function keyOf(request: Request): string | undefined {
  const header = request.headers.get('authorization')
  if (!header) return undefined
  const [, scheme = '', credentials = ''] = /^(\S+)\s+(\S+)\s*$/.exec(header) ?? []
  if (scheme.toLowerCase() === 'bearer') return credentials
  if (scheme.toLowerCase() === 'basic') {
    const user = Buffer.from(credentials, 'base64').toString('utf8').split(':', 1)[0]
    if (user) return user
  }
  throw new TouchstoneError('unauthenticated', 'Authorization must be "Bearer <API key>", or Basic with the API key as user name.')
}

/**
 * The context an API key opens. Keys are random, so guessing is hopeless; what is bounded here is how many database
 * look-ups an address with wrong keys can cause. A key that opened once is never held up.
 */
export async function contextOf(db: Db, request: Request, key: string, now: Date): Promise<OrgCtx> {
  const hash = hashSecret(key).toString('base64')
  const address = request.headers.get('x-forwarded-for')?.split(',', 1)[0]?.trim() ?? ''
  const verdict = throttle.before(hash, address, now.getTime())
  if (verdict.wrong) throw unknownKey()
  if (verdict.waitS > 0) throw new TouchstoneError('throttled', 'Too many unknown API keys from this address. Try again later.', [], verdict.waitS)
  try {
    const ctx = await keyCtx(db, key, now)
    throttle.opened(hash)
    return ctx
  } catch (error) {
    if (error instanceof TouchstoneError && error.fault === 'unauthenticated') throttle.refused(hash, address, now.getTime())
    throw error
  }
}

export const unknownKey = () => new TouchstoneError('unauthenticated', 'This API key is unknown or has been revoked.')
export const missingKey = () => new TouchstoneError('unauthenticated', 'Send an API key: Authorization: Bearer <key>, or Basic with the key as user name.')
