import { expect, test, vi } from 'vitest'
import type { Db } from '@/db/client'
import { LiveHub } from './live'

async function hub() {
  const live = new LiveHub()
  let hear = (_payload: string) => {}
  let miss = () => {}
  const listen: Db['listen'] = (_channel, onPayload, onMissed) => {
    hear = onPayload
    miss = onMissed ?? miss
    return Promise.resolve(async () => {})
  }
  await live.start({ listen } as Db)
  return { live, hear: (payload: string) => hear(payload), miss: () => miss() }
}

test('a page that was made after the last word has missed nothing; one made before it has', async () => {
  const { live, hear } = await hub()
  const before = live.stamp()
  expect(live.changedSince('north', before)).toBe(false)
  hear('north:interactions')
  expect(live.changedSince('north', before)).toBe(true)
  expect(live.changedSince('south', before)).toBe(false)
  const after = live.stamp()
  expect(live.changedSince('north', after)).toBe(false)
  // Where displays hang and what figures should be is followed by pages too; who looks at a map is not.
  hear('north:presence')
  expect(live.changedSince('north', after)).toBe(false)
  hear('north:screens')
  expect(live.changedSince('north', after)).toBe(true)
  await live.close()
})

test('while the connection was away anything may have been said, to anybody', async () => {
  const { live, miss } = await hub()
  const before = live.stamp()
  miss()
  expect(live.changedSince('north', before)).toBe(true)
  expect(live.changedSince('north', live.stamp())).toBe(false)
  await live.close()
})

test('another process, no stamp and nonsense are a change', async () => {
  const [one, other] = [await hub(), await hub()]
  for (const stamp of [other.live.stamp(), null, '', 'x', '.', `${one.live.stamp().split('.')[0]}.`, `${one.live.stamp()}e9`, `${one.live.stamp().split('.')[0]}.-1`]) expect(one.live.changedSince('north', stamp), String(stamp)).toBe(true)
  await Promise.all([one.live.close(), other.live.close()])
})

test('followers are told once of what comes close together', async () => {
  vi.useFakeTimers()
  const { live, hear } = await hub()
  const told: string[][] = []
  live.follow('north', (topics) => told.push(topics))
  hear('north:interactions')
  hear('north:interactions,plans')
  hear('south:interactions')
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([['interactions', 'plans']])
  vi.useRealTimers()
  await live.close()
})
