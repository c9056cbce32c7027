import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Picture, Program } from '@/server/domain/screens/frame'
import { WallContext } from '../wall-context'
import { BarsSlide } from './bars'
import { BigNumberSlide } from './big-number'

const program: Program = { screen: 's', name: 'Wall', organisation: 'North', zone: 'UTC', currency: 'EUR', theme: 'dark', names: false, standing: null, silentSince: null, late: null }
const count = (value: number) => ({ value, unit: 'count' })
const bars = (title: string) => {
  const picture: Extract<Picture, { kind: 'bars' }> = { kind: 'bars', what: 'Moments that matter', unit: 'share', bars: [{ key: 'a', label: 'Share of interactions', shown: { value: 0.076, unit: 'share' } }], more: 0, target: null, period: null }
  return renderToStaticMarkup(<WallContext value={program}><BarsSlide picture={picture} title={title} /></WallContext>)
}
const number = (parts: [string, number][], title = 'Who waits for us now') => {
  const picture: Extract<Picture, { kind: 'big_number' }> = { kind: 'big_number', what: 'Customers waiting', shown: count(241), period: null, partial: false, interval: null, trend: [], target: null, beside: null, parts: parts.map(([key, n]) => ({ key, label: key, shown: count(n) })), of: null, none: false }
  return renderToStaticMarkup(<WallContext value={program}><BigNumberSlide picture={picture} title={title} whole /></WallContext>)
}

test('what the title says is not said again, whatever stands beside it there', () => {
  expect(bars('Moments that matter: their share of volume · whole organisation')).not.toContain('Moments that matter')
  expect(bars('Why we look at them')).toContain('Moments that matter')
})

test('parts that are more than their whole say that some stand in several, parts that are less that they are the largest', () => {
  expect(number([['promise', 118], ['failed', 112], ['very bad', 26]])).toContain('Some are in several of these')
  expect(number([['promise', 118], ['failed', 82]])).toContain('The largest of them')
  expect(number([['promise', 118], ['failed', 123]])).not.toMatch(/Some are|The largest/)
})
