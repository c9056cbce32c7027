import { expect, test } from 'vitest'
import { settingsCaveat, settingsChanged } from './settings-then'

const then = { timezone: 'Europe/London', lapseDays: null, effectWindowDays: 60, spentLessShare: 0.3 }

test('settings changed since a baseline was frozen are said where its figure depends on them', () => {
  const now = { ...then, effectWindowDays: 90, lapseDays: 365 }
  expect(settingsChanged(then, now, { follows: true, relates: false })).toEqual(['the effect window was 60 days and is 90 days', 'the gap after which customers count as lapsed was none and is 365 days'])
  expect(settingsChanged(then, now, { follows: false, relates: true })).toHaveLength(1)
  expect(settingsChanged(then, now, { follows: false, relates: false })).toEqual([])
  expect(settingsChanged(then, { ...then, timezone: 'UTC' }, { follows: false, relates: false })).toEqual(['the time zone was Europe/London and is UTC'])
  expect([settingsChanged(then, then, { follows: true, relates: true }), settingsChanged(null, now, { follows: true, relates: true })]).toEqual([[], []])
  expect(settingsCaveat([])).toEqual([])
  expect(settingsCaveat(settingsChanged(then, now, { follows: true, relates: false }))[0]).toContain('60 days and is 90 days, and the gap')
})
