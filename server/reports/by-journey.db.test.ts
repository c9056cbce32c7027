import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb } from '@/server/testing/database'
import type { OrgCtx } from '../context'
import { blankMap } from '../domain/journeys/templates'
import { createJourney } from '../services/journeys/create-journey'
import { answerReport } from './answer'
import { compareCells } from './cells.fixture'
import { smallOrganisation } from './organisation.fixture'

let db: Db
let ctx: OrgCtx
beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await smallOrganisation(db))
  await createJourney(ctx, { name: 'A balance seen', map: { ...blankMap(), steps: [{ id: 's0', phase: 'p0', name: 'Look', touchpoint: 'check_the_balance', child: null }] } })
  await createJourney(ctx, { name: 'Nothing bound yet' })
})
afterAll(async () => { await db.close() })

test.each(['interactions-over-time', 'contact-rate', 'cost-to-serve', 'first-contact-resolution', 'repeat-contacts', 'interactions-per-customer', 'containment'] as const)('%s by journey is, for every map, the report filtered by it', async (name) => {
  const split = await answerReport(ctx, name as string, { by: 'journey' })
  const whole = await answerReport(ctx, name as string, {})
  const of = (rows: Record<string, unknown>[], key: string) => rows.filter((row) => row.key === key).map(({ key: _, label: __, ...figures }) => figures)
  expect(of(split.rows, 'total')).toEqual(of(whole.rows, 'total'))
  const filtered = await answerReport(ctx, name as string, { journey: 'a_balance_seen' })
  expect(of(split.rows, 'a_balance_seen')).toEqual(of(filtered.rows, 'total'))
  expect(split.notes.join(' ')).toContain('several maps')
  await compareCells(ctx, name, { by: 'journey' })
})

test('within a filter a map keeps only what is in both, and nothing is not all', async () => {
  const rows = (await answerReport(ctx, 'interactions-over-time', { by: 'journey', touchpoint: 'check_the_balance' })).rows
  const sum = (key: string) => rows.filter((row) => row.key === key).reduce((n, row) => n + row.interactions, 0)
  expect(sum('a_balance_seen')).toBeGreaterThan(0)
  expect(sum('a_balance_seen')).toBe(sum('total'))
  expect(sum('nothing_bound_yet')).toBe(0)
})
