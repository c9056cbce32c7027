import { expect, test } from 'vitest'
import { databaseAway, sqlState } from './failures'

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code })

test.each([
  [coded('57P01'), 'away'], [coded('57P03'), 'away'], [coded('08006'), 'away'], [coded('53300'), 'away'], [coded('53100'), 'full'], [coded('ECONNREFUSED'), 'away'],
  [new Error('Connection terminated unexpectedly'), 'away'], [new Error('Failed query', { cause: coded('57P02') }), 'away'], [coded('23505'), null], [coded('57014'), null], [new Error('other'), null], [new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }), null], ['text', null],
] as const)('%s is %s', (error, found) => {
  expect(databaseAway(error)).toBe(found)
})

test('the SQLSTATE is found under a wrapper', () => {
  expect(sqlState(new Error('a', { cause: new Error('b', { cause: coded('40001') }) }))).toBe('40001')
  expect(sqlState(coded('ECONNRESET'))).toBe('')
})
