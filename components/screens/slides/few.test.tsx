import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Program, TrendPoint } from '@/server/domain/screens/frame'
import { WallContext } from '../wall-context'
import { BigNumberSlide, TrendLine } from './big-number'

const program: Program = { screen: 's', name: 'Wall', organisation: 'North', zone: 'UTC', currency: 'EUR', theme: 'dark', names: false, standing: null, silentSince: null, late: null }
const months = (...values: (number | 'few' | null)[]): TrendPoint[] => values.map((value, index) => ({ period: `2026-0${index + 1}-01`, value: value === 'few' ? null : value, partial: false, ...(value === 'few' ? { few: true } : {}) }))
const drawn = (points: TrendPoint[]) => renderToStaticMarkup(<WallContext value={program}><svg><TrendLine w={800} h={300} em={20} points={points} interval="month" unit="count" target={null} /></svg></WallContext>)
const slide = (points: TrendPoint[]) => renderToStaticMarkup(<WallContext value={program}><BigNumberSlide picture={{ kind: 'big_number', what: 'Lost', shown: { value: 7, unit: 'count' }, period: '2026-05-01', partial: false, interval: 'month', trend: points, target: null, beside: null, parts: [], of: null, none: false }} title="Lost" whole /></WallContext>)

test('months of one to four have a mark at the base, and the slide says why; what is not known has none', () => {
  expect([...drawn(months('few', 6, 'few', null, 7)).matchAll(/data-few="([^"]*)"/gu)].map(([, month]) => month)).toEqual(['2026-01-01', '2026-03-01'])
  expect(slide(months('few', 6, 'few', null, 7))).toContain('Months of 1–4 are not shown')
  expect(slide(months(8, 6, null, 9, 7))).not.toContain('not shown')
})

test('a dot alone says how many; a line and the newest month do not', () => {
  const texts = (points: TrendPoint[]) => [...drawn(points).matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text)
  expect(texts(months('few', 6, 'few', 'few', 7))).toEqual(['6', 'Jan 2026', 'May 2026'])
  expect(texts(months(5, 6, 'few', 8, 7))).toEqual(['Jan 2026', 'May 2026'])
})
