import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Decoder, detectEncoding } from './encoding'
import type { Encoding } from './dialect'
import { INVALID } from './split-rows'

const decode = (bytes: Uint8Array, encoding: Encoding, size: number): string => {
  const decoder = new Decoder(encoding)
  let text = ''
  for (let i = 0; i < bytes.length; i += size) text += decoder.push(bytes.subarray(i, i + size))
  return text + decoder.end()
}

test('text comes back however it is cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 7 }), (text, size) => {
      expect(decode(Buffer.from(text, 'utf8'), 'utf-8', size)).toBe(text)
      expect(decode(Buffer.from(text, 'utf16le'), 'utf-16le', size)).toBe(text)
    }),
  )
})

test('detection', () => {
  const of = (bytes: Buffer): unknown => detectEncoding(bytes)
  expect(of(Buffer.from('héllo'))).toEqual({ ok: true, encoding: 'utf-8', bom: 0 })
  expect(of(Buffer.from('\uFEFFa'))).toEqual({ ok: true, encoding: 'utf-8', bom: 3 })
  expect(of(Buffer.from('héllo').subarray(0, 2))).toEqual({ ok: true, encoding: 'utf-8', bom: 0 })
  expect(of(Buffer.from('h\xe9llo', 'latin1'))).toEqual({ ok: true, encoding: 'latin-1', bom: 0 })
  expect(of(Buffer.from('\uFEFFab', 'utf16le'))).toEqual({ ok: true, encoding: 'utf-16le', bom: 2 })
  expect(of(Buffer.from('abcdef', 'utf16le'))).toMatchObject({ ok: false })
})

test('only the line with bad bytes is marked', () => {
  const bytes = Buffer.concat([Buffer.from('a,ü\n'), Buffer.from([98, 0xe9, 10]), Buffer.from('c,€\n')])
  for (const size of [1, 2, 100]) expect(decode(bytes, 'utf-8', size)).toBe(`a,ü\nb${INVALID}\nc,€\n`)
  expect(decode(Buffer.from('caf\xe9 \x80', 'latin1'), 'latin-1', 2)).toBe('café €')
})
