import { expect, test } from 'vitest'
import { askedAgain } from './query-defaults'

const answered = (httpStatus: number) => Object.assign(new Error('no'), { data: { httpStatus } })

test('a browser asks once more what did not reach the server or broke there, never what was refused', () => {
  expect(askedAgain(0, new TypeError('Failed to fetch'), true)).toBe(true)
  expect(askedAgain(0, Object.assign(new Error('no answer'), { data: undefined }), true)).toBe(true)
  expect(askedAgain(0, answered(503), true)).toBe(true)
  expect(askedAgain(1, answered(503), true)).toBe(false)
  for (const refused of [400, 401, 404, 429]) expect(askedAgain(0, answered(refused), true), String(refused)).toBe(false)
})

test('a page being made on the server waits for no second try', () => {
  expect(askedAgain(0, answered(500), false)).toBe(false)
  expect(askedAgain(0, new TypeError('Failed to fetch'), false)).toBe(false)
})
