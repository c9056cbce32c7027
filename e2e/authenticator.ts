import { createHmac } from 'node:crypto'

/** What an authenticator app shows now for a secret typed into it (RFC 6238), computed apart from the product's own. */
export function authenticatorCode(secret: string): string {
  const bits = secret.replaceAll(' ', '').split('').map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [])
  const counter = Buffer.from(Math.floor(Date.now() / 30_000).toString(16).padStart(16, '0'), 'hex')
  const mac = createHmac('sha1', key).update(counter).digest()
  return String((mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
