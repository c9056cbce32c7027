import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { formatAgo } from '../ui/format-date'
import { PageMadeContext, useWallClock } from './clock'

function Ago({ at }: { at: string }) {
  return <p>{formatAgo(at, useWallClock())}</p>
}

// What the browser takes over must be what the server wrote, however long the way was (React error 418).
test('what the server writes is said as of when it made the page, not as of when it is rendered', () => {
  const made = Date.parse('2026-03-15T10:00:00Z')
  expect(renderToString(<PageMadeContext value={made}><Ago at="2026-03-15T09:59:30Z" /></PageMadeContext>)).toBe('<p>just now</p>')
  expect(renderToString(<PageMadeContext value={made}><Ago at="2026-03-15T09:50:00Z" /></PageMadeContext>)).toBe('<p>10 min ago</p>')
})
