import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** Bundles have their modules to themselves, so the secret lies where all of them find it. */
const shared = globalThis as { __touchstoneSecret?: string }

/** Set once at boot, from the instance's secret. */
export function setSealingSecret(secret: string): void {
  shared.__touchstoneSecret = secret
}

function keyFor(purpose: string): Buffer {
  if (shared.__touchstoneSecret === undefined) throw new Error('The instance’s secret is not set: setSealingSecret must be called at boot.')
  return Buffer.from(hkdfSync('sha256', shared.__touchstoneSecret, 'touchstone', purpose, 32))
}

/** HMAC-SHA-256 under a key of the purpose's own. */
export const sign = (purpose: string, bytes: Buffer | string): Buffer => createHmac('sha256', keyFor(purpose)).update(bytes).digest()

/** Whether a (possibly shortened, at least 16 bytes) signature is right; takes the same time either way. */
export function signedBy(purpose: string, bytes: Buffer | string, signature: Buffer): boolean {
  if (signature.length < 16) return false
  const right = sign(purpose, bytes).subarray(0, signature.length)
  return right.length === signature.length && timingSafeEqual(right, signature)
}

/** AES-256-GCM: what must be read again, such as a webhook's secret, lies in the database only like this. */
export function seal(purpose: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

/** Throws when the secret has changed or the text was tampered with. */
export function unseal(purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
