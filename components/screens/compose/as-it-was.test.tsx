import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { AsItWas } from './as-it-was'

test('a picture is pale and said to be as it was until the next is there', () => {
  const [asking, there] = [true, false].map((on) => renderToStaticMarkup(<AsItWas on={on}><b>1,468</b></AsItWas>))
  expect(asking).toMatch(/opacity-15[^>]*><b>1,468<\/b>.*As it was: asking for this slide …/)
  expect(there).toContain('<div class="size-full"><b>1,468</b></div>')
  expect(there).not.toContain('As it was')
})
