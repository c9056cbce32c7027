import { expect, test } from 'vitest'
import { agedOf } from './screen-records'

test('how old what is owed is: of a named part one to four new ones are not counted either', () => {
  const row = { overdue: 1312, overdue_new: 4, oldest_overdue: '2023-06-07' }
  expect([agedOf(row, false), agedOf(row, true)]).toEqual(['4 new in the last 7 days, the oldest since 7 June 2023', '1–4 new in the last 7 days, the oldest since 7 June 2023'])
  expect([agedOf({ ...row, overdue_new: 12 }, true), agedOf({ ...row, overdue_new: 0 }, true), agedOf({ ...row, overdue: 0 }, true)]).toEqual(['12 new in the last 7 days, the oldest since 7 June 2023', 'none new in the last 7 days, the oldest since 7 June 2023', null])
})
