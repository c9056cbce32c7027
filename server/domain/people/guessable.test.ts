import { describe, expect, test } from 'vitest'
import { isCommon, isMadeOf } from './guessable'

describe('what guessers try first', () => {
  const common = new Set(['password', 'dragon', 'qwerty', 'iloveyou', 'basketball'])
  test.each(['basketball', 'BasketBall', 'password2024!', '12dragon3456', 'iloveyouiloveyou', 'dragonqwerty', '9876543210', 'poiuytrewq', 'abcdefghijk', '1qaz2wsx3edc', 'aaaaaaaaab1'])('%s', (password) => {
    expect(isCommon(password, common)).toBe(true)
  })
  test.each(['correct-horse-9', 'a long enough phrase', 'my dragon eats quince', 'Fahrradkette im Regen', '日本語の合言葉はここ'])('not %s', (password) => {
    expect(isCommon(password, common)).toBe(false)
  })
})

describe('words of one’s own', () => {
  const words = ['touchstone', 'Nördliche Bank', 'nordliche-bank', 'Ada Byron', 'ada.byron']
  test.each(['touchstone123', 'Nordliche-Bank 2026', 'NÖRDLICHE1bank', 'adabyron1815', '2026!AdaBank!', 'Byron, Ada 1815'])('%s', (password) => { expect(isMadeOf(password, words)).toBe(true) })
  test.each(['a riverbank in May', 'adamantine quince', '4815162342', 'correct-horse-9'])('not %s', (password) => { expect(isMadeOf(password, words)).toBe(false) })
})
