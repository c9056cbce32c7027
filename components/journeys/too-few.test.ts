import { expect, test } from 'vitest'
import { comparedWith, remarks, tooFew } from './too-few'

test('where nothing can be said of how shares have changed, why is said, once', () => {
  const answer = (all: number, before: number | null, ...notes: string[]) => ({ rows: [{ all_customers: all, compared_all_customers: before }], notes, incomplete: [] })
  expect([tooFew(answer(100, 12), 'previous'), tooFew(answer(100, null), 'year'), tooFew(answer(7, 100), 'previous'), tooFew(answer(100, 100), 'previous'), tooFew(answer(7, 7), null), tooFew({ ...answer(7, 7), rows: [] }, 'year')]).toEqual([
    'Only 12 customers in the period compared with: too few to say how shares have changed.', 'No customers in the period compared with: too few to say how shares have changed.',
    'Only 7 customers in the period shown: too few to say how shares have changed.', '', '', '',
  ])
  const unseen = 'No interactions were recorded before 22 September 2026: there is nothing to compare with.'
  expect([remarks(answer(100, null, unseen), 'previous'), remarks({ ...answer(100, null, 'A.'), incomplete: [unseen, 'One source is late.'] }, 'previous'), remarks(answer(100, 1), 'previous')])
    .toEqual([unseen, `A. ${unseen}`, 'Only 1 customer in the period compared with: too few to say how shares have changed.'])
})

test('with which days is compared is told, and that today is one of them', () => {
  const [days, today] = ['Compared with 1 March 2026 to 31 March 2026.', '1 June 2026 is not over: what it has so far stands beside a whole day.']
  expect([comparedWith(['Something else.', days, today]), comparedWith(['Something else.'])]).toEqual([`${days} ${today}`, ''])
})
