import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordId, uuidV5 } from './ids'

test('an id is the UUIDv5 of the JSON of kind, source and the sender’s id', () => {
  const org = '756ea7d9-2a7d-40d5-a06d-4077ad1aea84'
  fc.assert(fc.property(fc.constantFrom('interaction' as const, 'customer_value' as const), fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (kind, source, id) => {
    expect(recordId(org, kind, source, id)).toBe(uuidV5(org, JSON.stringify([kind, source, id])))
  }))
  // RFC 9562, A.4.
  expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
})
