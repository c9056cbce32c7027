import { expect, test } from 'vitest'
import { betterNamed } from './measured'

const better = (report: string, field: string, cell: Record<string, string> = {}) => betterNamed({ report, field, cell, parameters: {} })

test('of what is lost, overdue, failed, breached, paid or waited for fewer are better, measure of its report or not', () => {
  const fewer = [
    ['churn-rate', 'lost'], ['churn-rate', 'churn_rate'], ['churn-rate', 'voluntary'], ['revenue-churn', 'lost'], ['promises', 'overdue'], ['promises', 'customers_overdue'], ['follow-through', 'broken'], ['channel-gap', 'failed_rate'],
    ['journey-steps', 'failed'], ['journey-steps', 'left_rate'], ['channel-rules', 'breaches'], ['cost-to-serve', 'per_contact'], ['containment', 'per_session'], ['unhappy-now', 'customers'], ['unhappy-now', 'waiting'],
    ['time-to-action', 'waiting'], ['repeat-contacts', 'repeats'], ['interactions-over-time', 'contacts'], ['contact-rate', 'net_contact_rate'],
  ] as const
  expect(fewer.filter(([report, field]) => better(report, field) !== 'lower')).toEqual([])
})

test('of what is kept, resolved or stays more are better; a share is as that of which it is the share', () => {
  const more = [['churn-rate', 'won_back'], ['follow-through', 'kept'], ['follow-through', 'rate'], ['containment', 'satisfaction'], ['containment', 'containment'], ['channel-breadth', 'retention'], ['recovery', 'rescued'], ['journey-steps', 'advocated_rate'], ['journey-steps', 'effort'], ['survey-scores', 'score']] as const
  expect(more.filter(([report, field]) => better(report, field) !== 'higher')).toEqual([])
  expect(better('channels-per-issue', 'reopened_share')).toBe('lower')
})

test('how moments ended, and what a day is of, decide; where nobody knows nothing is said', () => {
  expect(['failed', 'exceeded', 'total'].map((result) => better('moment-outcomes', 'share', { result }))).toEqual(['lower', 'higher', null])
  expect(['failed', 'contacts', 'transactions', 'messages'].map((measure) => better('today-against-expected', 'so_far', { measure }))).toEqual(['lower', 'lower', 'higher', null])
  expect([better('churn-rate', 'at_start'), better('interactions-over-time', 'interactions'), better('value-tiers', 'customers'), better('survey-scores', 'n')]).toEqual([null, null, null, null])
})
