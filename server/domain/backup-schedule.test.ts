import { expect, test } from 'vitest'
import { backupDue, backupName, backupsToDelete, backupTime } from './backup-schedule'

const at = (text: string) => new Date(`${text}Z`)

test('by night once a day, by day only when long overdue, never when switched off', () => {
  const since = at('2026-03-01T12:00:00')
  const due = (now: string, last: string | null, everyHours = 24) => backupDue({ now: at(now), hour: at(now).getUTCHours(), last: last === null ? null : at(last), since, everyHours })
  expect(due('2026-03-02T03:10:00', '2026-03-01T03:00:00')).toBe(true)
  expect(due('2026-03-02T03:10:00', '2026-03-02T03:00:00')).toBe(false)
  expect(due('2026-03-02T11:00:00', '2026-03-01T03:00:00')).toBe(false)
  expect(due('2026-03-03T11:00:00', '2026-03-01T03:00:00')).toBe(true)
  expect(due('2026-03-02T03:10:00', null)).toBe(false)
  expect(due('2026-03-03T12:00:00', null)).toBe(true)
  expect(due('2026-03-01T13:00:00', '2026-03-01T12:00:00', 1)).toBe(true)
  expect(due('2030-01-01T03:00:00', null, 0)).toBe(false)
})

test('names tell their time, and the newest are kept', () => {
  const name = backupName(at('2026-03-15T03:00:09'))
  expect(name).toBe('touchstone-2026-03-15T03-00-09Z.backup.gz')
  expect(backupTime(name)).toEqual(at('2026-03-15T03:00:09'))
  expect(backupTime('notes.txt')).toBeNull()
  const names = ['03', '01', '02'].map((day) => backupName(at(`2026-03-${day}T03:00:00`)))
  expect(backupsToDelete([...names, 'mine.gz'], 2)).toEqual([names[1]])
  expect(backupsToDelete(names, 5)).toEqual([])
  expect(backupsToDelete(names, 1)).toHaveLength(2)
})
