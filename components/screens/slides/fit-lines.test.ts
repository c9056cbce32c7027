import { expect, test } from 'vitest'
import { linesOf, ROOMS, sizesIn } from './fit-lines'

const LONG = (letters: number) => 'Customers who ask are told when it works again '.repeat(10).slice(0, letters)
/** What the wall itself adds to the words. */
const BEHIND = ' · whole organisation · since Wednesday 23 September, 14:05'

test('a short headline is large and takes the width, what to do stands below it', () => {
  const [headline, text] = ['▲ Card payments are down', 'Tell customers: cash and transfers work. Next news at 15:00.']
  const wide = sizesIn(ROOMS.wide, headline, text)
  expect(wide.headline).toBeGreaterThan(14)
  expect(linesOf(headline, ROOMS.wide.across / wide.headline / 1.07).lines).toBe(2)
  expect(sizesIn(ROOMS.wide, headline, '').headline).toBeGreaterThanOrEqual(wide.headline)
})

test.each(Object.entries(ROOMS))('the longest words allowed stand in a %s room, and are still read', (_name, room) => {
  for (const [headline, text] of ([[LONG(120), LONG(400)], [LONG(120).toUpperCase(), LONG(400).toUpperCase()], ['x'.repeat(120), 'w'.repeat(400)]] as const).map(([first, second]) => [first, second + BEHIND] as const)) {
    const sizes = sizesIn(room, headline, text)
    expect(sizes.headline).toBeGreaterThan(3.4)
    expect(sizes.text).toBeGreaterThanOrEqual(3.4)
    expect(linesOf(headline, room.across / sizes.headline / 1.07).lines * sizes.headline * 1.08 + 4 + linesOf(text, room.across / sizes.text).lines * sizes.text * 1.2).toBeLessThanOrEqual(room.down)
  }
  // What people write is larger than that.
  expect(sizesIn(room, LONG(120), LONG(400)).text).toBeGreaterThan(4)
})

test('a word is not broken to be larger, an address may be', () => {
  expect(linesOf('Unterbrechungsbenachrichtigung', 10).whole).toBe(false)
  expect(linesOf(`https://${'status-page/'.repeat(4)}`, 10)).toMatchObject({ whole: true })
})
