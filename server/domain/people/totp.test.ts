import { expect, test } from 'vitest'
import { base32, codeAt, keyUri, plainCode, stepAt, stepOf } from './totp'

const secret = Buffer.from('12345678901234567890')

test.each([
  [59, '94287082'], [1111111109, '07081804'], [1111111111, '14050471'], [1234567890, '89005924'], [2000000000, '69279037'], [20000000000, '65353130'],
])('RFC 6238, appendix B (SHA-1): %i s → %s', (seconds, code) => { expect(codeAt(secret, stepAt(new Date(seconds * 1000)), 8)).toBe(code) })

test.each([[0, '755224'], [1, '287082'], [4, '338314'], [9, '520489']])('RFC 4226, appendix D: counter %i → %s', (counter, code) => { expect(codeAt(secret, counter)).toBe(code) })

test.each([['fooba', 'MZXW6YTB'], ['fooba'.repeat(2), 'MZXW6YTBMZXW6YTB']])('RFC 4648 base32: %s → %s', (text, encoded) => { expect(base32(Buffer.from(text))).toBe(encoded) })

test('a code is that of its half minute and the next, no other', () => {
  const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000)
  const code = codeAt(secret, stepAt(at(0)))
  expect([-30, 0, 29, 30, 59, 60].map((seconds) => stepOf(secret, code, at(seconds)) !== null)).toEqual([false, true, true, true, true, false])
  for (const wrong of ['', '1', '123456789', 'abcdef', '١٢٣٤٥٦']) expect(stepOf(secret, wrong, at(0))).toBeNull()
})

test('an authenticator app is told all of it; what is typed is read however it is grouped', () => {
  expect(keyUri(Buffer.from('foobafooba'), 'ada+cx@example.org')).toBe('otpauth://totp/Touchstone:ada%2Bcx%40example.org?secret=MZXW6YTBMZXW6YTB&issuer=Touchstone&algorithm=SHA1&digits=6&period=30')
  expect(plainCode(' 123 456 ')).toBe('123456')
  expect(plainCode('abcd-efgh')).toBe('ABCDEFGH')
})
