import { expect, test } from 'vitest'
import { seal, setSealingSecret, sign, signedBy, unseal } from './sealed'

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
