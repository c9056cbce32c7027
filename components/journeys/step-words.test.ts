import { expect, test } from 'vitest'
import { failedWords, notOffered, onwardWords, shareWords, twinOf, waysToldAt } from './step-words'

const plain = (said: string) => said.replaceAll(/[\u00A0\u202F]/gu, ' ')
const row = (position: number, touchpoint: string | null) => ({ step: `s${position}`, position, touchpoint })

test('a share of failures says of how many; where only failures are recorded there is none', () => {
  expect([failedWords({ failed: 55, with_result: 55, failures_only: true }), failedWords({ failed: 20, with_result: 200, failures_only: false }), failedWords({ failed: 3, with_result: 12, failures_only: false })].map(plain))
    .toEqual(['55 failed (only failures are recorded here)', '10 % of 200 failed', '3 of 12 failed'])
})

test('the same touchpoint on two steps is said on the second', () => {
  const rows = [row(0, null), row(1, 'ask'), row(2, 'pay'), row(3, 'ask')]
  expect(rows.map((one) => twinOf(rows, one))).toEqual([null, null, null, 2])
  expect(rows.map((one) => waysToldAt(twinOf(rows, one)))).toEqual([null, null, null, 'the same touchpoint as step 2: where they went is told there'])
})

test('messages of ours are named in the share of the map', () => {
  expect([shareWords({ interactions: 57, all_interactions: 100, messages: 0 }, null), shareWords({ interactions: 57, all_interactions: 100, messages: 57 }, null), shareWords({ interactions: 57, all_interactions: 100, messages: 7 }, 2)].map(plain))
    .toEqual(['57 % of the map', '57 % of the map, all of it messages of ours', 'the same count as step 2, 7 of them messages of ours'])
})

test('from the last step there are only ways back', () => {
  const rows = [row(0, 'ask'), row(1, 'pay'), row(2, null)]
  expect(rows.slice(0, 2).map((one) => plain(onwardWords(rows, one, 72)))).toEqual(['then 3 days to another step of the map', 'then 3 days back to an earlier step'])
})

test('how often a rule was broken says of how many issues and how sure that is', () => {
  expect([notOffered({ breaches: 9, issues: 31, low: 0.161, high: 0.466 }), notOffered({ breaches: 3, issues: 12, low: 0.09, high: 0.53 })].map(plain))
    .toEqual(['29 % of 31 (16–47 %) not offered', '3 of 12 not offered'])
})
