import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Frame, Program } from '@/server/domain/screens/frame'
import { SETTLING, SORTING } from '@/server/domain/settling'
import { Below } from './stage'
import { WallContext } from './wall-context'

const program: Program = { screen: 's', name: 'Wall', organisation: 'North', zone: 'UTC', currency: 'EUR', theme: 'dark', names: false, standing: null, silentSince: null, late: null }
const frame: Frame = { id: 'f', title: 'Lost', seconds: 15, schedule: null, kind: 'message', picture: { kind: 'message', text: '' }, window: null, incomplete: null, late: null, hidden: 0 }
const below = (incomplete: string, more: Partial<Frame> = {}) => renderToStaticMarkup(<WallContext value={program}><Below frame={{ ...frame, incomplete, ...more }} /></WallContext>)

test('what is still being settled is one plain sentence on a wall; another reason stands as it is', () => {
  expect(below(`21,051 ${SETTLING}: moments, effects and relationships may lag behind.`)).toContain('▲ The newest records are still being counted in<')
  expect(below(`Figures by segment may still change: ${SORTING} “Value tiers”.`)).toContain('▲ Customers are still being sorted into segments<')
  expect(below('Contacts of chat: nothing since 4 May')).toContain('▲ Incomplete: Contacts of chat: nothing since 4 May<')
})

test('what has been late for weeks is a quiet part of the line, with since when', () => {
  const text = below('Chat late since 7 May', { known: true, window: { from: '2026-05-01', to: '2026-06-01' } })
  expect(text.replaceAll(/<[^>]+>/gu, '')).toContain('31 May 2026 · Chat late since 7 May')
  expect(text).not.toContain('wall-warn')
})
