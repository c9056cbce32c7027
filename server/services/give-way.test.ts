import { expect, test } from 'vitest'
import { giveWay } from './give-way'

/** People who are being answered for the next so many looks. */
const people = (looks: number) => {
  const asked = { times: 0 }
  return { asked, peopleWait: async () => asked.times++ < looks }
}

test('work goes on as soon as nobody is being answered', async () => {
  const db = people(2)
  await giveWay(db, 60_000)
  expect(db.asked.times).toBe(3)
})

test('the first piece of work, before which nothing took any time, asks nobody', async () => {
  const db = people(1)
  await giveWay(db, 0)
  expect(db.asked.times).toBe(0)
})

test('people who never stop asking hold it up for a while only', async () => {
  const db = people(Number.POSITIVE_INFINITY)
  await giveWay(db, 5)
  expect(db.asked.times).toBeGreaterThan(0)
})

test('work that is cancelled meanwhile ends', async () => {
  await expect(giveWay(people(Number.POSITIVE_INFINITY), 60_000, AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled')
})
