import { expect, test } from 'vitest'
import { escapeHtml, MAIL_ATTEMPTS, mailWait, mailWanted } from './wanted'

test('what one waits for comes by mail unless one said otherwise', () => {
  expect(mailWanted('alert', null)).toBe(true)
  expect(mailWanted('alert', { alert: false })).toBe(false)
  expect(mailWanted('promise_due', {})).toBe(false)
  expect(mailWanted('promise_due', { promise_due: true })).toBe(true)
})

test('a mail is tried for about a day, with growing waits', () => {
  const waits = Array.from({ length: MAIL_ATTEMPTS }, (_, n) => mailWait(n + 1))
  expect(waits.at(-1)).toBeNull()
  const minutes = waits.flatMap((ms) => (ms === null ? [] : [ms / 60_000]))
  expect(minutes).toEqual(minutes.toSorted((a, b) => a - b))
  expect(minutes.reduce((a, b) => a + b) / 60).toBeCloseTo(24.4, 1)
})

test('text from people stays text', () => {
  expect(escapeHtml(`<b>"Tom" & 'Ann'</b>`)).toBe('&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt;')
})
