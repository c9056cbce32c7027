import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Standing } from './standing'

const takeover = { id: 'a', title: 'Card payments fail', text: 'Ask for cash', since: '2026-03-15T09:55:00Z', until: '2026-03-15T10:30:00Z', screenId: null }
const drawn = (takeovers: (Omit<typeof takeover, 'screenId'> & { screenId: string | null })[], onEnd?: () => void) => renderToStaticMarkup(<Standing takeovers={takeovers} screens={[{ id: 's', name: 'Lobby' }]} at={new Date('2026-03-15T10:00:00Z')} timezone="UTC" {...(onEnd ? { onEnd } : {})} />)

test('an interruption says what stands on which screens, since when, and can be ended there', () => {
  const all = drawn([takeover, { ...takeover, id: 'b', title: 'Fire drill', text: '', screenId: 's' }], () => undefined)
  for (const said of ['Card payments fail', 'Ask for cash', 'On all screens since 15 Mar 2026, 09:55 (5 min ago), until 15 Mar 2026, 10:30', 'On “Lobby” since', 'aria-label="End “Card payments fail”"', 'aria-label="End “Fire drill”"']) expect(all).toContain(said)
})

test('who may not end it sees it all the same', () => {
  expect(drawn([takeover])).toContain('Card payments fail')
  expect(drawn([takeover])).not.toContain('<button')
})
