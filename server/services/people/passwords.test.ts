import { createHash, scryptSync } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { commonPasswords, reasonAgainst } from './new-password'
import { hashPassword, verifyPassword } from './passwords'

const b64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

describe('passwords', () => {
  test('a hash carries its parameters and a salt of its own', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse battery'), hashPassword('correct horse battery')])
    expect(one).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$/)
    expect(one).not.toBe(two)
    expect(await verifyPassword('correct horse battery', one)).toEqual({ right: true, outdated: false })
    expect(await verifyPassword('correct horse batterz', one)).toEqual({ right: false, outdated: false })
  })

  test('agrees with the vector of RFC 7914 §12 (N=16384, r=8, p=1), and calls its parameters outdated', async () => {
    const key = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887', 'hex')
    const stored = `$scrypt$ln=14,r=8,p=1$${b64(Buffer.from('SodiumChloride'))}$${b64(key)}`
    expect(await verifyPassword('pleaseletmein', stored)).toEqual({ right: true, outdated: true })
    expect(await verifyPassword('pleaseletmeout', stored)).toEqual({ right: false, outdated: false })
  })

  test('nobody and nonsense are wrong, never an error', async () => {
    expect((await verifyPassword('anything at all', null)).right).toBe(false)
    expect((await verifyPassword('anything at all', 'nonsense')).right).toBe(false)
  })

  test('the same password typed with another composition of its accents is the same', async () => {
    const salt = Buffer.alloc(16, 7)
    const stored = `$scrypt$ln=10,r=8,p=1$${b64(salt)}$${b64(scryptSync('caf\u00e9 cr\u00e8me', salt, 32, { N: 1024, r: 8, p: 1 }))}`
    expect((await verifyPassword('cafe\u0301 cre\u0300me', stored)).right).toBe(true)
  })

  test('a flood is refused, not queued without end', async () => {
    const stored = `$scrypt$ln=10,r=8,p=1$${b64(Buffer.alloc(16))}$${b64(Buffer.alloc(32))}`
    const all = await Promise.allSettled(Array.from({ length: 60 }, () => verifyPassword('flood', stored)))
    const refused = all.filter((one) => one.status === 'rejected')
    expect(refused).toHaveLength(60 - 2 - 24)
    expect((await verifyPassword('after', stored)).right).toBe(false)
  })
})

describe('what may be chosen', () => {
  const ada = { name: 'Ada Byron', email: 'ada@example.org', words: ['North Bank', 'north-bank'] }
  afterEach(() => { vi.unstubAllEnvs() })

  test('one of the passwords most often found in leaks is refused, also with digits around it', async () => {
    const common = await commonPasswords()
    expect(common.size).toBeGreaterThan(49_000)
    const long = [...common].filter((password) => password.length >= 10)
    expect(long.length).toBeGreaterThan(1500)
    for (const password of [...long.slice(0, 200), 'Dragon123456', 'letmein2026!', '0123456789']) expect(await reasonAgainst(password, ada), password).toMatch(/guessers try/)
    for (const password of ['a long enough phrase', 'correct-horse-9', 'correct horse battery staple']) expect(await reasonAgainst(password, ada), password).toBeNull()
  })

  test('names that everybody here knows are refused: the product’s, the organisation’s, one’s own', async () => {
    for (const password of ['Touchstone1', 'NorthBank2026!', 'adabyron1815', 'example.org!']) expect(await reasonAgainst(password, ada), password).toMatch(/names that everybody/)
  })

  test('stolen ones are asked for by five digits of their hash, where a service is set; away, it is passed over', async () => {
    const asked: string[] = []
    // SHA-1 of "a long enough phrase" and padding that was found no times.
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end(`0018A45C4D1DEF81644B54AB7F969B88D65:10\r\n${createHash('sha1').update('a long enough phrase').digest('hex').toUpperCase().slice(5)}:4\r\n${createHash('sha1').update('a longer enough phrase').digest('hex').toUpperCase().slice(5)}:0`)
    })
    await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening) })
    vi.resetModules()
    vi.stubEnv('BREACHED_PASSWORDS_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/range`)
    const fresh = await import('./new-password')
    expect(await fresh.reasonAgainst('a long enough phrase', ada)).toMatch(/stolen/)
    expect(await fresh.reasonAgainst('a longer enough phrase', ada)).toBeNull()
    expect(asked).toEqual([createHash('sha1').update('a long enough phrase').digest('hex').toUpperCase().slice(0, 5), createHash('sha1').update('a longer enough phrase').digest('hex').toUpperCase().slice(0, 5)].map((five) => `/range/${five}`))
    await new Promise((closed) => { server.close(closed) })
    expect(await fresh.reasonAgainst('a long enough phrase', ada)).toBeNull()
  })
})
