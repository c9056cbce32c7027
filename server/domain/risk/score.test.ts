import { describe, expect, test } from 'vitest'
import { random } from '../statistics/random.fixture'
import { isListed, scoreRisk, type RiskFacts } from './score'
import { RISK_WEIGHTS } from './weights'
import { movesOf, reasonText } from './words'

const NOTHING: RiskFacts = {
  signs: 0, firstSign: null, lastSign: null, failed: 0, lastFailed: null, brokenPromises: 0, strongNegative: 0, lastNegative: null,
  contacts: 0, earlierContacts: 0, earlierDays: 180, openIssues: 0, oldestIssue: null, spent: null, spentBefore: null,
}
const score = (facts: Partial<RiskFacts>) => scoreRisk({ ...NOTHING, ...facts })
const said = (facts: Partial<RiskFacts>) => score(facts).reasons.map((r) => [r.points, reasonText(r)])

describe('a score', () => {
  test('is 0, with no reasons, when nothing speaks for leaving', () => {
    expect(score({})).toEqual({ score: 0, reasons: [] })
    expect(score({ signs: 40, firstSign: 360, lastSign: 5, contacts: 1, spent: 100, spentBefore: 100 })).toEqual({ score: 0, reasons: [] })
  })

  test('says each reason in words and numbers', () => {
    expect(said({ signs: 11, firstSign: 198, lastSign: 48 })).toEqual([[17, 'silent for 3.2 times their usual gap (48 days against 15)']])
    expect(said({ failed: 1, lastFailed: 12 })).toEqual([[22, 'failed moment 12 days ago']])
    expect(said({ failed: 3, lastFailed: 1 })).toEqual([[30, 'three failed moments, the last yesterday']])
    expect(said({ brokenPromises: 2 })).toEqual([[20, 'two broken promises']])
    expect(said({ brokenPromises: 5 })).toEqual([[20, 'five broken promises']])
    expect(said({ strongNegative: 1, lastNegative: 31 })).toEqual([[10, 'strong negative impression 31 days ago']])
    expect(said({ contacts: 5, earlierContacts: 6 })).toEqual([[10, '5 contacts in 30 days, usually 1'.replace('5', 'five')]])
    expect(said({ contacts: 3, earlierContacts: 0 })).toEqual([[10, 'three contacts in 30 days, none before']])
    expect(said({ openIssues: 1, oldestIssue: 14 })).toEqual([[5, 'issue open for 14 days']])
    expect(said({ spent: 50, spentBefore: 100 })).toEqual([[5, 'spends 50 % less than before']])
    expect(said({ spent: 0, spentBefore: 100 })).toEqual([[10, 'spends nothing any more']])
  })

  test('does not take for silence what is no habit, a short pause, or a usual gap', () => {
    expect(score({ signs: 3, firstSign: 300, lastSign: 200 }).score).toBe(0)
    expect(score({ signs: 200, firstSign: 360, lastSign: 13 }).score).toBe(0)
    expect(score({ signs: 7, firstSign: 360, lastSign: 80 }).score).toBe(0)
  })

  test('fades: a failure of 90 days ago is nearly forgotten, of 91 days quite', () => {
    expect(score({ failed: 1, lastFailed: 88 }).score).toBe(1)
    expect(score({ failed: 1, lastFailed: 91 }).score).toBe(0)
  })

  test('one fresh failure is not yet on the list, a failure and what it did are', () => {
    expect(isListed(score({ failed: 1, lastFailed: 1 }).score)).toBe(false)
    expect(isListed(score({ failed: 1, lastFailed: 12, brokenPromises: 1 }).score)).toBe(true)
  })

  test('is always the sum of its reasons, each within its most, and its changes add up to its change', () => {
    const { binomial } = random(7)
    const some = (most: number) => binomial(most, 0.4)
    const any = (): RiskFacts => {
      const lastSign = some(200), failed = some(3), negative = some(2), issues = some(2)
      return { ...NOTHING, signs: some(30), firstSign: lastSign + 1 + some(160), lastSign, failed, lastFailed: failed ? 1 + some(89) : null, brokenPromises: some(3), strongNegative: negative, lastNegative: negative ? 1 + some(89) : null,
        contacts: some(9), earlierContacts: some(12), earlierDays: some(180), openIssues: issues, oldestIssue: issues ? 1 + some(170) : null, spent: some(100), spentBefore: some(100) }
    }
    let before = scoreRisk(any())
    for (let i = 0; i < 2000; i++) {
      const now = scoreRisk(any())
      expect(now.reasons.reduce((sum, r) => sum + r.points, 0)).toBe(now.score)
      for (const r of now.reasons) {
        expect(Number.isInteger(r.points)).toBe(true)
        expect(r.points).toBeLessThanOrEqual(RISK_WEIGHTS[r.reason].most)
        expect(Object.values(r.figures).every(Number.isFinite), r.reason).toBe(true)
      }
      expect(movesOf(now.reasons, before.reasons).reduce((sum, m) => sum + m.change, 0)).toBe(now.score - before.score)
      before = now
    }
  })
})

test('what moved is said with its points', () => {
  const before = score({ failed: 1, lastFailed: 5 })
  const now = score({ failed: 1, lastFailed: 12, brokenPromises: 2 })
  expect(movesOf(now.reasons, before.reasons).map((m) => m.text)).toEqual(['broken promise new +20', 'failed moment fading −2'])
})
