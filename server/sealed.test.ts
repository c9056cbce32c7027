import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seal, setSealingSecret, sign, signedBy, unseal } from './sealed'
import { ownSecret, presentSecret, secretsIn, settingsSecret, withNewSecret, writeOwnSecret } from './secrets'

test('what is sealed opens again, for its purpose and under this secret only, and not when a bit has changed', () => {
  setSealingSecret('a'.repeat(32))
  const sealed = seal('webhook', 'whsec_ünï')
  expect(sealed).not.toBe(seal('webhook', 'whsec_ünï'))
  expect(unseal('webhook', sealed)).toBe('whsec_ünï')
  expect(() => unseal('survey', sealed)).toThrow()
  const bytes = Buffer.from(sealed, 'base64url')
  bytes[30] = (bytes[30] ?? 0) ^ 1
  expect(() => unseal('webhook', bytes.toString('base64url'))).toThrow()
  setSealingSecret('b'.repeat(32))
  expect(() => unseal('webhook', sealed)).toThrow()
})

test('a signature holds for its purpose and text; shortened to 16 bytes, never less', () => {
  const signature = sign('survey', 'text')
  expect(signedBy('survey', 'text', signature.subarray(0, 16))).toBe(true)
  expect(signedBy('survey', 'texT', signature.subarray(0, 16))).toBe(false)
  expect(signedBy('webhook', 'text', signature)).toBe(false)
  expect(signedBy('survey', 'text', signature.subarray(0, 15))).toBe(false)
  expect(signedBy('survey', 'text', Buffer.concat([signature, signature]))).toBe(false)
})

test('under a new secret what an earlier one sealed or signed still opens, and what is new is the new one’s', () => {
  const [before, after] = ['a'.repeat(32), 'b'.repeat(32)]
  setSealingSecret(before)
  const [old, signed] = [seal('webhook', 'whsec_old'), sign('survey', 'text')]
  setSealingSecret(`${after}\0${before}`)
  expect(unseal('webhook', old)).toBe('whsec_old')
  expect(signedBy('survey', 'text', signed)).toBe(true)
  const [fresh, freshly] = [seal('webhook', 'whsec_new'), sign('survey', 'text')]
  setSealingSecret(after)
  expect(unseal('webhook', fresh)).toBe('whsec_new')
  expect(signedBy('survey', 'text', freshly)).toBe(true)
  expect(() => unseal('webhook', old)).toThrow()
  expect(signedBy('survey', 'text', signed)).toBe(false)
})

test('an embedded instance’s secrets lie in a file of its owner’s, the present one first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'))
  const first = ownSecret(folder)
  expect(ownSecret(folder)).toBe(first)
  const both = withNewSecret(first)
  writeOwnSecret(folder, both)
  expect(ownSecret(folder)).toBe(both)
  expect(secretsIn(both)).toEqual([presentSecret(both), first])
  expect(presentSecret(both)).toMatch(/^[\w-]{43}$/)
  expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe(`${presentSecret(both)}\n${first}\n`)
  expect(statSync(join(folder, 'secret')).mode & 0o077).toBe(0)
  expect(settingsSecret({ SECRET: 'new', SECRET_PREVIOUS: 'old\nolder' })).toBe('new\0old\0older')
  expect(settingsSecret({})).toBeNull()
  rmSync(folder, { recursive: true })
})
