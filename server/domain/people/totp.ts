import { createHmac, timingSafeEqual } from 'node:crypto'

/** RFC 6238 with what every authenticator app takes: HMAC-SHA-1, six digits, half minutes. */
const PERIOD_S = 30
const DIGITS = 6
export const SECRET_BYTES = 20

/** RFC 4226 §5.3: the code of one counter; for time, `step` is the half minute since 1970. */
export function codeAt(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const at = (mac.at(-1) ?? 0) & 0x0f
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / PERIOD_S)

/** The half minute a code is of: this one or, since typing and the network take time (RFC 6238 §5.2), the one before. Null for any other code. */
export function stepOf(secret: Buffer, code: string, now: Date): number | null {
  const sent = Buffer.from(code)
  return [stepAt(now), stepAt(now) - 1].find((step) => sent.length === DIGITS && timingSafeEqual(Buffer.from(codeAt(secret, step)), sent)) ?? null
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base32 without padding: how authenticator apps take a secret. Takes whole groups of five bytes. */
export function base32(bytes: Buffer): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('')
}

/** What the QR code says (the "key URI format" that authenticator apps read). */
export function keyUri(secret: Buffer, account: string): string {
  const issuer = 'Touchstone'
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${PERIOD_S}`
}

/** However it was typed: spaces and hyphens gone, small letters large. */
export const plainCode = (typed: string): string => typed.replaceAll(/[\s-]/g, '').toUpperCase()
