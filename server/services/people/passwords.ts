import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { TouchstoneError } from '@/server/errors'

/** OWASP Password Storage Cheat Sheet (2025), first choice for scrypt: N = 2^17, r = 8, p = 1 (128 MiB per hash). */
const LN = 17
let ln = LN
const R = 8
const P = 1
const KEY_BYTES = 32

/** Each hash takes 128 MiB and a core for a good part of a second: two at a time, and a queue that ends. */
const AT_ONCE = 2
const QUEUE = 24

type Gate = { running: number; waiting: (() => void)[] }
const store = globalThis as typeof globalThis & { __touchstonePasswords?: Gate }
// Routes and instrumentation are bundled apart: the gate must be one for the whole process.
const gate: Gate = (store.__touchstonePasswords ??= { running: 0, waiting: [] })

async function taken<T>(work: () => Promise<T>): Promise<T> {
  if (gate.running >= AT_ONCE) {
    if (gate.waiting.length >= QUEUE) throw new TouchstoneError('throttled', 'Too many people are signing in right now. Try again in a moment.', [], 5)
    // The one who leaves hands its place over, so that nobody can slip in between.
    await new Promise<void>((go) => { gate.waiting.push(go) })
  } else {
    gate.running++
  }
  try {
    return await work()
  } finally {
    const next = gate.waiting.shift()
    if (next) next()
    else gate.running--
  }
}

const derive = (password: string, salt: Buffer, keyBytes: number, options: ScryptOptions) => new Promise<Buffer>((resolve, reject) => {
  scrypt(password.normalize('NFC'), salt, keyBytes, { ...options, maxmem: 512 * 1024 * 1024 }, (error, key) => (error ? reject(error) : resolve(key)))
})

const b64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

/** `$scrypt$ln=17,r=8,p=1$salt$key` (PHC string format): it carries its parameters, so that they can rise later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await taken(() => derive(password, salt, KEY_BYTES, { N: 2 ** ln, r: R, p: P }))
  return `$scrypt$ln=${ln},r=${R},p=${P}$${b64(salt)}$${b64(key)}`
}

const STORED = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/
// Compared against when there is nobody of that name: an unknown e-mail takes as long as a wrong password.
const nobody = () => `$scrypt$ln=${ln},r=${R},p=${P}$${b64(Buffer.alloc(16))}$${b64(Buffer.alloc(KEY_BYTES))}`

/** `outdated`: right, but hashed with other parameters than today's; hash it again. */
export async function verifyPassword(password: string, stored: string | null): Promise<{ right: boolean; outdated: boolean }> {
  const [, cost = '', r = '', p = '', salt = '', key = ''] = STORED.exec(stored ?? nobody()) ?? STORED.exec(nobody()) ?? []
  const expected = Buffer.from(key, 'base64')
  const found = await taken(() => derive(password, Buffer.from(salt, 'base64'), expected.length, { N: 2 ** Number(cost), r: Number(r), p: Number(p) }))
  const right = stored !== null && STORED.test(stored) && timingSafeEqual(found, expected)
  return { right, outdated: right && (Number(cost) !== ln || Number(r) !== R || Number(p) !== P) }
}

/** For tests of what stands around passwords, which would spend a second on each; what a hash costs is tested without. */
export function hashCheaplyInTests(): void {
  ln = 10
}
