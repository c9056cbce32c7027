import { expect, test } from 'vitest'
import { allRight, isWorse, type Standing } from './all-right'

const quiet: Standing = { news: [], checks: 214, overdue: 0, overdueNew: 0, promises: 12, sources: 4, late: 0, silent: false }
const told = (standing: Partial<Standing>) => {
  const { answer, well, clauses } = allRight({ ...quiet, ...standing })
  return { answer, well, said: clauses.map(({ figure, words }) => `${figure}${words}`) }
}

test('all is well only where it was looked at and all of it has come', () => {
  expect(told({})).toEqual({ answer: 'Yes', well: true, said: ['214 checks found nothing unusual', 'no promise is overdue'] })
  expect(told({ late: 1 })).toMatchObject({ answer: 'As far as we can see, yes', well: true, said: [expect.anything(), expect.anything(), '1 of 4 sources is late'] })
  // Where nothing comes any more nobody can see.
  expect(told({ late: 4 })).toMatchObject({ answer: 'Cannot be told', well: null, said: [expect.anything(), expect.anything(), 'all 4 sources are late'] })
  expect(told({ sources: 1, late: 1 }).said.at(-1)).toBe('the only source is late')
  // What has not come cannot be well, and is said beside what is not well anyway.
  expect(told({ silent: true })).toEqual({ answer: 'Cannot be told', well: null, said: ['214 checks found nothing unusual', 'no promise is overdue', 'nothing has been received today'] })
  expect(told({ silent: true, overdue: 1, overdueNew: 1 })).toMatchObject({ answer: 'Not quite', well: false, said: ['1 promise is overdue', '214 checks found nothing unusual', 'nothing has been received today'] })
  expect(told({ checks: 0, promises: 0 })).toEqual({ answer: 'Too early to say', well: null, said: [] })
})

test('what is overdue or worse than usual is said first, what merely differs is no bad news', () => {
  const news = [{ text: 'Fewer visits (usual 2–7). More of it.', worse: false }, { text: '12 of 310 left (usual 2–7). 9 of the 12 had failed.', worse: true }]
  expect(told({ overdue: 1, overdueNew: 0, news })).toEqual({ answer: 'Not quite', well: false, said: ['1 promise is overdue', '12 of 310 left (usual 2–7)', '1 more of 214 checks is outside the usual range'] })
  expect(told({ news: news.slice(0, 1) })).toMatchObject({ answer: 'Yes', said: ['1 of 214 checks is outside the usual range', 'no promise is overdue'] })
  // A thousand of last year ask for something else than ten of this week.
  expect([[1312, 41], [1312, 0], [3, 3]].map(([overdue, overdueNew]) => told({ overdue, overdueNew }).said[0])).toEqual(['1,312 promises are overdue, 41 of them new in the last 7 days', '1,312 promises are overdue, none of them new in the last 7 days', '3 promises are overdue'])
  const finding = { money: null, report: 'moment-outcomes', observed: 9, expected: 5 }
  expect([isWorse(finding), isWorse({ ...finding, report: 'growth' }), isWorse({ ...finding, money: -3 })]).toEqual([true, false, false])
})
