import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { recordBatch } from '../services/recording/record-batch'
import { choicesOf, unknownParts } from './screen-parts'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

test('what a display can be of is what customers and contacts lately say; what no record says is told, with what was probably meant', async () => {
  const { as } = await testOrganisation(db, { dimensions: ['branch'] })
  const ctx = as('owner', new Date('2026-03-18T12:00:00Z'))
  await recordBatch(ctx, { kind: 'customer', records: ['North', 'Branch 10', 'Branch 2', null].map((branch, n) => ({ id: `c${n}`, ...(branch === null ? {} : { attributes: { branch } }) })) })
  const contact = (id: string, day: string, branch: string) => ({ id, customer: 'c3', occurred_at: `${day}T09:00:00Z`, channel: 'Branch', direction: 'contact', attributes: { branch } })
  await recordBatch(ctx, { kind: 'interaction', records: [contact('new', '2026-03-17', 'Kiosk'), contact('old', '2025-01-17', 'Closed long ago')] })
  // Of another organisation nothing is told.
  const other = (await testOrganisation(db, { dimensions: ['branch'] })).as('owner', ctx.now)
  await recordBatch(other, { kind: 'customer', records: [{ id: 'c1', attributes: { branch: 'Elsewhere' } }] })
  expect(await choicesOf(ctx, 'branch')).toEqual(['Branch 2', 'Branch 10', 'Kiosk', 'North'])
  const unknown = (...values: string[]) => unknownParts(ctx, values.map((value) => ({ dimension: 'branch', value })))
  // A branch of which only old contacts tell is none to choose, but no mistake either.
  expect(await unknown('North', 'Kiosk', 'Closed long ago')).toEqual([])
  expect(await unknown('Norht', 'Elsewhere')).toEqual([{ dimension: 'branch', value: 'Norht', meant: 'North' }, { dimension: 'branch', value: 'Elsewhere', meant: null }])
  await expect(choicesOf(ctx, 'colour')).rejects.toMatchObject({ fault: 'invalid' })
})
