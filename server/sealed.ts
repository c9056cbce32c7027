import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { secretsIn } from './secrets'

/** Bundles have their modules to themselves, so the secret lies where all of them find it. */
const shared = globalThis as { __touchstoneSecret?: string }

/** Set once at boot: the instance's secrets (server/secrets). */
export function setSealingSecret(secret: string): void {
  shared.__touchstoneSecret = secret
}

/** One key per secret the instance has and had, the present first. */
function keysFor(purpose: string): Buffer[] {
  if (shared.__touchstoneSecret === undefined) throw new Error('The instance’s secret is not set: setSealingSecret must be called at boot.')
  return secretsIn(shared.__touchstoneSecret).map((secret) => Buffer.from(hkdfSync('sha256', secret, 'touchstone', purpose, 32)))
}
const keyFor = (purpose: string): Buffer => keysFor(purpose)[0] ?? Buffer.alloc(0)

const signature = (key: Buffer, bytes: Buffer | string): Buffer => createHmac('sha256', key).update(bytes).digest()

/** HMAC-SHA-256 under a key of the purpose's own. */
export const sign = (purpose: string, bytes: Buffer | string): Buffer => signature(keyFor(purpose), bytes)

/** Whether a (possibly shortened, at least 16 bytes) signature is right, by the present secret or an earlier one; takes the same time either way. */
export function signedBy(purpose: string, bytes: Buffer | string, signed: Buffer): boolean {
  if (signed.length < 16) return false
  return keysFor(purpose).map((key) => signature(key, bytes).subarray(0, signed.length)).filter((right) => right.length === signed.length && timingSafeEqual(right, signed)).length > 0
}

/** AES-256-GCM: what must be read again, such as a webhook's secret, lies in the database only like this. */
export function seal(purpose: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

/** Throws when none of the instance's secrets sealed it, or the text was tampered with. */
export function unseal(purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  let failed: unknown
  for (const key of keysFor(purpose)) {
    try {
      return opened(key, bytes)
    } catch (error) {
      // Sealed by another of them, or by none.
      failed = error
    }
  }
  throw failed
}

function opened(key: Buffer, bytes: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
