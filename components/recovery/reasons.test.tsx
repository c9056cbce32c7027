import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Reasons } from './reasons'

const said = (waiting: number, by: Parameters<typeof Reasons>[0]['by']) => renderToStaticMarkup(<Reasons waiting={waiting} by={by} />).replaceAll(/<[^>]*>/g, '')

test('what customers wait for, and why the parts may be more than all of them', () => {
  expect(said(241, { failed: 112, promise: 118, very_bad: 26 })).toBe('112 since a failed moment, 118 since a promise was not kept, 26 since a very bad impression. Who waits for several reasons is counted under each, in the 241 once.')
  expect(said(3, { failed: 0, promise: 1, very_bad: 2 })).toBe('1 since a promise was not kept, 2 since a very bad impression.')
})
