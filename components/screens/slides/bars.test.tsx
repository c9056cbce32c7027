import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Picture, Program } from '@/server/domain/screens/frame'
import { WallContext } from '../wall-context'
import { BarsSlide } from './bars'

const program: Program = { screen: 's', name: 'Wall', organisation: 'North', zone: 'UTC', currency: 'EUR', theme: 'dark', names: false, standing: null, silentSince: null, late: null }
const drawn = (more: Partial<Extract<Picture, { kind: 'bars' }>>) => renderToStaticMarkup(<WallContext value={program}><BarsSlide title="Follow-through" picture={{ kind: 'bars', what: 'Follow-through', unit: 'share', bars: [], more: 0, target: null, period: null, ...more }} /></WallContext>)

test('what a share is read against stands beside its name', () => {
  const html = drawn({ bars: [{ key: 'top', label: 'Platinum', shown: { value: 0.52, unit: 'share' }, beside: { label: 'of customers', share: 0.1 } }] })
  expect(html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s/gu, ' ')).toContain('Platinum 10 % of customers')
})

test('what is left out is called smaller only where it is', () => {
  expect(drawn({ more: 2 })).toContain('2 smaller not shown')
  expect(drawn({ more: 2, byCases: true })).toContain('2 with fewer cases not shown')
  expect(drawn({ byCases: true })).not.toContain('not shown')
})
