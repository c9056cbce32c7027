import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Interrupting } from './interrupting'

const takeovers = [{ id: 'a', title: 'Card payments fail' }, { id: 'b', title: 'Fire drill' }]
const drawn = (all: typeof takeovers, onEnd?: () => void) => renderToStaticMarkup(<Interrupting takeovers={all} ending={null} failure={null} {...(onEnd ? { onEnd } : {})} />)

test('beside a slide stands what the displays show instead, which an admin can end there', () => {
  const all = drawn(takeovers, () => undefined)
  for (const said of ['“Card payments fail” interrupts the displays now.', '“Fire drill” interrupts', 'aria-label="End “Fire drill”"']) expect(all).toContain(said)
  expect(drawn(takeovers)).not.toContain('<button')
  expect(drawn([])).toBe('')
})
