import { expect, test } from 'vitest'
import { sharedTelling } from './likeness'

test('a telephone number is the same however it is written', () => {
  expect(sharedTelling({ Phone: '+44 20 7946 0958' }, { phone: '020 7946 0958' })).toEqual(['Phone'])
  expect(sharedTelling({ mobile: 7946095811 }, { mobile: '0794 609 5811' })).toEqual(['mobile'])
  expect(sharedTelling({ phone: '0' }, { phone: '0' })).toEqual([])
})

test('what many share tells nobody', () => {
  expect(sharedTelling({ country: 'UK', vip: true, branch: 'Old Town' }, { country: 'UK', vip: true, branch: 'Old Town' })).toEqual([])
})

test('a postcode, a birthday, an account: by letters and digits alone', () => {
  expect(sharedTelling({ postcode: 'SW1A 1AA', date_of_birth: '1990-01-02', account_number: 12345 }, { postcode: 'sw1a1aa', date_of_birth: '1990 01 02', account_number: 99 })).toEqual(['date_of_birth', 'postcode'])
})
