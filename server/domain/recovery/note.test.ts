import { expect, test } from 'vitest'
import { fillNote, NOTE_VARIABLES, STARTERS } from './note'

test('what is known is said, what is empty leaves its line out, what nobody has said stays and is listed', () => {
  expect(fillNote('{greeting}\nWe gave you {goodwill}.\nWe {what_we_did}.\n{nonsense}', { greeting: 'Dear Ada,', goodwill: '' })).toEqual({ text: 'Dear Ada,\nWe {what_we_did}.\n{nonsense}', missing: ['what_we_did', 'nonsense'] })
})

test('values are taken as they are, braces and all', () => {
  expect(fillNote('{what_happened}', { what_happened: 'a {sender} and $1' })).toEqual({ text: 'a {sender} and $1', missing: [] })
})

test('the starters are filled whole, without blank gaps', () => {
  const all = Object.fromEntries(Object.keys(NOTE_VARIABLES).map((name) => [name, name]))
  for (const { body, subject } of STARTERS) {
    expect(fillNote(body, all).missing).toEqual([])
    expect(fillNote(subject, all).missing).toEqual([])
    expect(fillNote(body, { ...all, goodwill: '', why: '' }).text).not.toMatch(/\n{3}|\{/)
  }
})
