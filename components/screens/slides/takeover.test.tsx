import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Program, Takeover } from '@/server/domain/screens/frame'
import { WallContext } from '../wall-context'
import { TakeoverSlide } from './takeover'

beforeEach(() => { vi.useFakeTimers({ now: new Date('2026-03-15T10:00:00Z') }) })
afterEach(() => { vi.useRealTimers() })

const program: Program = { screen: 's', name: 'Wall', organisation: 'North', zone: 'Europe/Berlin', currency: 'EUR', theme: 'dark', names: false, standing: null, silentSince: null, late: null }
const said = (takeover: Partial<Takeover>, more: Partial<Program> = {}) => renderToStaticMarkup(<WallContext value={{ ...program, ...more }}><TakeoverSlide takeover={{ id: 'a', title: 'Promises pile up', text: 'Overdue 4 is above 2', since: '2026-03-15T09:55:00Z', until: '2026-03-15T10:30:00Z', ...takeover }} /></WallContext>).replaceAll(/<[^>]+>/g, '|')

test('an interruption says since when it stands, by the wall’s own clock', () => {
  expect(said({})).toContain('▲ Promises pile up||Overdue 4 is above 2 · since 10:55|')
  expect(said({ text: '' })).toContain('|since 10:55|')
  expect(said({ since: '2026-03-14T22:30:00Z' })).toContain('since Saturday 14 March, 23:30')
})

test('on a branch’s wall what is of all says so', () => {
  expect(said({ whole: true }, { part: true })).toContain('Overdue 4 is above 2 · whole organisation · since 10:55')
  for (const alone of [said({ whole: true }), said({}, { part: true })]) expect(alone).not.toContain('whole organisation')
})
