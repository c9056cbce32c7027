import { describe, expect, it } from 'vitest'
import { FairTurns } from './fair-turns'

/** Work that ends when it is told to, and the order in which it began. */
function bench(turns: { atOnce: number; each: number }) {
  const at = { now: 0 }
  const fair = new FairTurns({ ...turns, clock: () => at.now })
  const began: string[] = []
  const ends = new Map<string, () => void>()
  const ask = (name: string) => {
    const [who = ''] = name
    return fair.take(who, () => new Promise<string>((end) => { began.push(name); ends.set(name, () => { end(name) }) }))
  }
  const end = async (name: string, work: Promise<string>) => { ends.get(name)?.(); expect(await work).toBe(name) }
  return { at, began, ask, end, fair }
}
const settled = () => new Promise<void>((done) => { setImmediate(done) })

describe('fair turns', () => {
  it('gives everything to who is alone, and no more at once than there is', async () => {
    const { ask, began, end } = bench({ atOnce: 3, each: 1 })
    const work = ['a1', 'a2', 'a3', 'a4'].map(ask)
    await settled()
    expect(began).toEqual(['a1', 'a2', 'a3'])
    await end('a2', work[1] ?? Promise.reject(new Error('none')))
    await settled()
    expect(began).toEqual(['a1', 'a2', 'a3', 'a4'])
  })

  it('lets another go before the rest of who asked much, and then keeps who asked much to a few', async () => {
    const { ask, began, end } = bench({ atOnce: 2, each: 1 })
    const a = ['a1', 'a2', 'a3', 'a4'].map(ask)
    const b = ['b1', 'b2'].map(ask)
    await settled()
    expect(began).toEqual(['a1', 'a2'])
    await end('a1', a[0] ?? Promise.reject(new Error('none')))
    await settled()
    // One of a still runs: a has its share, and the turn is b's.
    expect(began).toEqual(['a1', 'a2', 'b1'])
    await end('a2', a[1] ?? Promise.reject(new Error('none')))
    await settled()
    expect(began).toEqual(['a1', 'a2', 'b1', 'a3'])
    await end('b1', b[0] ?? Promise.reject(new Error('none')))
    await settled()
    expect(began).toEqual(['a1', 'a2', 'b1', 'a3', 'b2'])
  })

  it('goes around where there is one turn only', async () => {
    const { ask, began, end } = bench({ atOnce: 1, each: 1 })
    const work = new Map(['a1', 'a2', 'a3', 'b1', 'c1', 'c2'].map((name) => [name, ask(name)]))
    for (const name of ['a1', 'a2', 'b1', 'c1', 'a3', 'c2']) {
      await settled()
      expect(began.at(-1)).toBe(name)
      await end(name, work.get(name) ?? Promise.reject(new Error('none')))
    }
  })

  it('is alone again once the others have been silent for a while', async () => {
    const { at, ask, began, end } = bench({ atOnce: 2, each: 1 })
    await settled()
    const b = ask('b1')
    await settled()
    await end('b1', b)
    const a = ['a1', 'a2'].map(ask)
    await settled()
    expect(began).toEqual(['b1', 'a1'])
    at.now = 10_001
    const third = ask('a3')
    await settled()
    expect(began).toEqual(['b1', 'a1', 'a2'])
    await end('a1', a[0] ?? Promise.reject(new Error('none')))
    await settled()
    await end('a3', third)
  })

  it('goes on after work that failed', async () => {
    const { fair, ask, began } = bench({ atOnce: 1, each: 1 })
    await expect(fair.take('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    void ask('a1')
    await settled()
    expect(began).toEqual(['a1'])
  })
})
