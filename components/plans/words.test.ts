import { expect, test } from 'vitest'
import { sayTrouble } from './words'

test('an action that is stuck and late is told once', () => {
  const said = (stuck: number, late: number, either: number) => sayTrouble({ stuck, late, late_or_stuck: either })
  expect([said(0, 0, 0), said(1, 0, 1), said(0, 2, 2), said(1, 1, 1), said(1, 1, 2), said(2, 3, 4)]).toEqual(['', '1 stuck', '2 late', '1 stuck and late', '2 stuck or late', '4 stuck or late'])
})
