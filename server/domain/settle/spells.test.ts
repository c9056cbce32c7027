import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../time/local-day'
import { spellsOf, type SpellHistory } from './spells'

const nobody: SpellHistory = { acquiredDay: null, firstDay: null, leftDay: null, leaveKind: null, purchaseDays: [] }
const rules = { lapseDays: null, today: '2026-03-15' }
const spell = (number: number, startDay: string, startStated: boolean, endDay: string | null, endKind: string | null) => ({ number, startDay, startStated, endDay, endKind })

test('nobody knows since when: no spell', () => {
  expect(spellsOf(nobody, rules)).toEqual([])
  expect(spellsOf({ ...nobody, leftDay: '2026-01-01' }, rules)).toEqual([])
})

test('from the stated acquisition, else the first record, until a stated leaving', () => {
  expect(spellsOf({ ...nobody, firstDay: '2025-05-01' }, rules)).toEqual([spell(1, '2025-05-01', false, null, null)])
  expect(spellsOf({ ...nobody, acquiredDay: '2025-06-01', firstDay: '2025-05-01', leftDay: '2026-01-01' }, rules)).toEqual([spell(1, '2025-06-01', true, '2026-01-01', 'voluntary')])
  expect(spellsOf({ ...nobody, acquiredDay: '2025-06-01', leftDay: '2026-01-01', leaveKind: 'administrative' }, rules)).toEqual([spell(1, '2025-06-01', true, '2026-01-01', 'administrative')])
})

test('what lies in the future has not happened', () => {
  expect(spellsOf({ ...nobody, acquiredDay: '2026-03-16' }, rules)).toEqual([])
  expect(spellsOf({ ...nobody, acquiredDay: '2025-06-01', leftDay: '2026-03-16' }, rules)).toEqual([spell(1, '2025-06-01', true, null, null)])
  const bought = { ...nobody, firstDay: '2026-01-01', purchaseDays: ['2026-02-14'] }
  expect(spellsOf(bought, { lapseDays: 30, today: '2026-03-15' })).toEqual([spell(1, '2026-01-01', false, null, null)])
  expect(spellsOf(bought, { lapseDays: 30, today: '2026-03-16' })).toEqual([spell(1, '2026-01-01', false, '2026-03-16', 'lapse')])
})

test('silence longer than the gap ends a spell; the next purchase wins the customer back', () => {
  const history = { ...nobody, firstDay: '2025-01-01', purchaseDays: ['2025-06-20', '2025-01-01', '2025-01-20'] }
  expect(spellsOf(history, { lapseDays: 90, today: '2026-03-15' })).toEqual([
    spell(1, '2025-01-01', false, '2025-04-20', 'lapse'), spell(2, '2025-06-20', false, '2025-09-18', 'lapse'),
  ])
})

test('a purchase on the day before the lapse keeps the customer; one on the very day is a return, as the day had begun with the lapse', () => {
  const bought = (again: string) => spellsOf({ ...nobody, firstDay: '2026-01-01', purchaseDays: ['2026-01-01', again] }, { lapseDays: 30, today: '2026-02-20' })
  expect(bought('2026-01-30')).toEqual([spell(1, '2026-01-01', false, null, null)])
  expect(bought('2026-01-31')).toEqual([spell(1, '2026-01-01', false, '2026-01-31', 'lapse'), spell(2, '2026-01-31', false, null, null)])
})

test('who never bought cannot lapse', () => {
  expect(spellsOf({ ...nobody, firstDay: '2020-01-01' }, { lapseDays: 30, today: '2026-03-15' })).toEqual([spell(1, '2020-01-01', false, null, null)])
})

test('a purchase after leaving is a return, and a leaving before the first record leaves no first spell', () => {
  expect(spellsOf({ ...nobody, acquiredDay: '2025-01-01', leftDay: '2025-03-01', purchaseDays: ['2025-03-01', '2025-05-05'] }, rules)).toEqual([
    spell(1, '2025-01-01', true, '2025-03-01', 'voluntary'), spell(2, '2025-05-05', false, null, null),
  ])
  expect(spellsOf({ ...nobody, firstDay: '2025-04-01', leftDay: '2025-03-01' }, rules)).toEqual([])
  expect(spellsOf({ ...nobody, firstDay: '2025-04-01', leftDay: '2025-03-01', purchaseDays: ['2025-05-05'] }, rules)).toEqual([spell(1, '2025-05-05', false, null, null)])
  // Left once, acquired again: the leaving was from a relationship we know nothing about.
  expect(spellsOf({ ...nobody, acquiredDay: '2025-04-01', leftDay: '2025-03-01' }, rules)).toEqual([spell(1, '2025-04-01', true, null, null)])
})

test('lapsed first, then left in writing: the past is not rewritten', () => {
  expect(spellsOf({ ...nobody, acquiredDay: '2025-01-01', leftDay: '2025-06-01', purchaseDays: ['2025-01-10'] }, { lapseDays: 30, today: '2026-03-15' }))
    .toEqual([spell(1, '2025-01-01', true, '2025-02-09', 'lapse')])
})

const day = fc.integer({ min: 0, max: 400 }).map((n) => addDays('2025-01-01', n))
const history = fc.record({
  acquiredDay: fc.option(day), firstDay: fc.option(day), leftDay: fc.option(day), leaveKind: fc.constant(null), purchaseDays: fc.array(day, { maxLength: 12 }),
})

test('spells never overlap, only the last is open, and a later today never changes a closed one', () => {
  fc.assert(fc.property(history, fc.option(fc.integer({ min: 1, max: 120 })), (h, lapseDays) => {
    const spells = spellsOf(h, { lapseDays, today: '2026-03-15' })
    spells.forEach((s, i) => {
      expect(s.number).toBe(i + 1)
      if (s.endDay !== null) expect(s.endDay >= s.startDay).toBe(true)
      const next = spells[i + 1]
      if (next) expect(s.endDay !== null && s.endDay <= next.startDay).toBe(true)
    })
    const later = spellsOf(h, { lapseDays, today: '2027-03-15' })
    expect(later.slice(0, spells.length).filter((_, i) => spells[i]?.endDay !== null)).toEqual(spells.filter((s) => s.endDay !== null))
  }))
})
