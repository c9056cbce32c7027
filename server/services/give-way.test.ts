import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { givingWay } from './give-way'

/** People who are being answered for the next so many looks. */
const people = (looks: number) => {
  const asked = { times: 0 }
  return { asked, peopleWait: async () => asked.times++ < looks }
}
/** A piece of work that took a few milliseconds. */
const PIECE_MS = 5

test('the first piece of work, before which nothing was done, asks nobody', async () => {
  const db = people(1)
  await givingWay(db)()
  expect(db.asked.times).toBe(0)
})

test('work goes on as soon as nobody is being answered', async () => {
  const db = people(2)
  const giveWay = givingWay(db)
  await giveWay()
  await pause(30 * PIECE_MS)
  await giveWay()
  expect(db.asked.times).toBe(3)
})

test('people who never stop asking hold it up for a while only', async () => {
  const db = people(Number.POSITIVE_INFINITY)
  const giveWay = givingWay(db)
  await giveWay()
  for (let piece = 0; piece < 3; piece++) {
    await pause(PIECE_MS)
    await giveWay()
  }
  expect(db.asked.times).toBeGreaterThanOrEqual(3)
})

test('work that is cancelled meanwhile ends', async () => {
  const giveWay = givingWay(people(Number.POSITIVE_INFINITY), AbortSignal.abort(new Error('cancelled')))
  await giveWay()
  await pause(PIECE_MS)
  await expect(giveWay()).rejects.toThrow('cancelled')
})
