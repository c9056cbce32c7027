import { expect, test } from 'vitest'
import { databaseAway } from '../failures'
import { LEAST_ROOM, roomIn } from './room'

test('a write is refused while there is no room, as a full database refuses it, and goes on once there is', async () => {
  let free = LEAST_ROOM
  let now = 0
  const asked: number[] = []
  const room = roomIn('/', { free: async () => { asked.push(now); return free }, now: () => now })
  await room()
  free = LEAST_ROOM - 1
  // For so long the file system's last word holds.
  await room()
  now = 500
  const refused = await room().catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: '53100', message: 'The disk of the database has 63 MB left; at least 64 MB are needed.' })
  expect(databaseAway(refused)).toBe('full')
  free = LEAST_ROOM
  now = 1000
  await room()
  expect(asked).toEqual([0, 500, 1000])
})

test('a real folder says how much room it has', async () => {
  await roomIn(process.cwd())()
})
