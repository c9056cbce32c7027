import { scryptSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
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
