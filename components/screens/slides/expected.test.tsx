import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Picture, Program } from '@/server/domain/screens/frame'
import { WallContext } from '../wall-context'
import { ExpectedSlide } from './expected'

const program: Program = { screen: 's', name: 'Wall', organisation: 'North', zone: 'UTC', currency: 'EUR', theme: 'dark', names: false, standing: null, silentSince: null, late: null }
const morning: Extract<Picture, { kind: 'expected' }> = { kind: 'expected', what: 'Contacts', soFar: 0, expected: 12, low: 6, high: 19, days: 8, until: '08:10', day: '2026-03-18', quiet: true, silent: null, away: null, without: null, rest: null }
const said = (more: Partial<typeof morning>, incomplete = false, wall: Partial<Program> = {}) => renderToStaticMarkup(<WallContext value={{ ...program, ...wall }}><ExpectedSlide picture={{ ...morning, ...more }} incomplete={incomplete} /></WallContext>)

test('a morning before the first record is calm, and beside what is expected; a late feed is said as before', () => {
  expect(said({})).toContain('>Nothing recorded yet today.<')
  expect(said({})).not.toContain('wall-warn')
  expect(said({})).toMatch(/Expected by 08:10: <strong>12<\/strong>/)
  expect(said({ quiet: false })).toContain('▼ Fewer than usual</span> for a Wednesday by 08:10.')
  expect(said({ without: 'Chat' }, true)).toContain('▲ Cannot be told: Chat has not come.')
})

test('on a wall by another clock an hour of the organisation’s day says whose it is', () => {
  expect(said({}, false, { zone: 'America/New_York', days: 'UTC' })).toMatch(/Expected by 08:10 in UTC: <strong>12<\/strong>/)
})

test('where nothing at all has come though something always has by then, every slide says so', () => {
  const contacts = said({ silent: 172, expected: 4.5, low: 0, high: 11, until: '10:00' })
  expect(contacts).toContain('▲ Nothing has been received today</span>, of whatever kind: by 10:00 at least 172 records are usual.')
  expect(contacts).not.toContain('not unusual')
})
