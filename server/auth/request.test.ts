import { expect, test } from 'vitest'
import { callerOf } from './request'

const address = (headers: Record<string, string>) => callerOf(new Headers(headers)).address

test('a stranger cannot choose an address', () => {
  expect(address({ 'x-touchstone-peer': '203.0.113.9', 'x-forwarded-for': '198.51.100.1' })).toBe('203.0.113.9')
})

test('behind a proxy the last entry counts, the one the proxy wrote', () => {
  expect(address({ 'x-touchstone-peer': '::ffff:10.0.0.2', 'x-forwarded-for': '198.51.100.1, 203.0.113.9' })).toBe('203.0.113.9')
  expect(address({ 'x-touchstone-peer': '127.0.0.1' })).toBe('127.0.0.1')
  expect(address({ 'x-touchstone-peer': '127.0.0.1', 'x-forwarded-for': 'nonsense' })).toBe('127.0.0.1')
})

test('all of a /64 is one caller', () => {
  expect(address({ 'x-forwarded-for': '2001:db8:1:2::1' })).toBe(address({ 'x-forwarded-for': '2001:0db8:1:2:ffff::9' }))
  expect(address({ 'x-forwarded-for': '2001:db8:1:2::1' })).not.toBe(address({ 'x-forwarded-for': '2001:db8:1:3::1' }))
  expect(address({ 'x-forwarded-for': '::1' })).toBe('::1')
})
