import { expect, test } from 'vitest'
import { isLate, standsAs } from './action-late'

test('an action is late from the day after it was due, until it is done; stuck and late are both said', () => {
  const due = (status: 'on_track' | 'behind' | 'stuck' | 'done', dueOn: string | null = '2026-05-31') => ({ status, dueOn })
  expect([isLate(due('on_track'), '2026-05-31'), isLate(due('on_track'), '2026-06-01'), isLate(due('done'), '2026-06-01'), isLate(due('stuck', null), '2026-06-01')]).toEqual([false, true, false, false])
  expect([due('on_track'), due('stuck'), due('done')].map((action) => standsAs(action, '2026-06-01'))).toEqual([['late'], ['stuck', 'late'], ['done']])
  expect(standsAs(due('on_track'), '2026-05-01')).toEqual(['on_track'])
})
