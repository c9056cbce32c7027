import { expect, test } from 'vitest'
import { displayName } from './display-name'

test('a bare slug is written out, a name stays as it was sent', () => {
  expect(displayName('mobile_app', 'mobile_app')).toBe('Mobile app')
  expect(displayName('sms', 'sms')).toBe('SMS')
  expect(displayName('iPhone App', 'iphone_app')).toBe('iPhone App')
  expect(displayName('', '')).toBe('')
})
