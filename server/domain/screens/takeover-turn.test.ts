import { expect, test } from 'vitest'
import { takeoverAt } from './takeover-turn'

const at = (seconds: number) => Date.UTC(2026, 2, 15, 10) + seconds * 1000
const one = (id: string, since: number, until: number) => ({ id, title: id, text: '', since: new Date(at(since)).toISOString(), until: new Date(at(until)).toISOString() })
const on = (all: readonly ReturnType<typeof one>[], seconds: number) => {
  const { takeover, position, of } = takeoverAt(all, at(seconds))
  return takeover ? `${takeover.id} ${position + 1}/${of}` : null
}

test('one alone stands until it is over, none is none', () => {
  const all = [one('fire', 0, 1800)]
  expect([on([], 5), on(all, -30), on(all, 0), on(all, 1799), on(all, 1800)]).toEqual([null, 'fire 1/1', 'fire 1/1', 'fire 1/1', null])
})

test('several take turns, the newest at once, each for at least twelve seconds however seldom a wall looks', () => {
  const all = [one('fire', 0, 1800), one('overdue', 600, 2400), one('late', 300, 1800)]
  expect([599, 600, 623, 624, 648, 672].map((second) => on(all.slice(0, second < 600 ? 1 : 3), second))).toEqual(['fire 1/1', 'overdue 1/3', 'overdue 1/3', 'late 2/3', 'fire 3/3', 'overdue 1/3'])
  // It may see a change as much as ten seconds late, and the next one at once.
  for (const late of [0, 3, 9.9]) for (let turn = 1; turn < 20; turn++) expect(on(all, 600 + turn * 24 + late)).toBe(on(all, 600 + turn * 24 + late + 12))
})

test('one that has ended leaves at once, and the other stands', () => {
  const all = [one('fire', 0, 1800), one('overdue', 600, 700)]
  expect(on(all, 630)).toBe('fire 2/2')
  expect([on(all, 650), on(all, 700), on(all.slice(1), 630)]).toEqual(['overdue 1/2', 'fire 1/1', 'overdue 1/1'])
})
