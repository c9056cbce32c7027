import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { mergeCustomers } from '@/server/services/identity/merge-customers'
import { tellApart } from '@/server/services/identity/tell-apart'
import { unmerge } from '@/server/services/identity/unmerge'
import { recordMixed } from '@/server/services/recording/record'
import { testDb, testOrganisation } from '@/server/testing/database'
import { findDuplicates, likelySame, listMerges } from './duplicates'

let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
beforeAll(async () => {
  db = await testDb();
  ({ ctx, as } = await testOrganisation(db))
  const customer = (id: string, more: object) => ({ kind: 'customer' as const, raw: { id, ...more } })
  await recordMixed(ctx, { items: [
    customer('a1', { name: 'Ada', email: 'ada@x.test', acquired_at: '2025-01-01T00:00:00Z' }), customer('a2', { name: 'Ada Lovelace', email: ' ADA@x.test', acquired_at: '2024-01-01T00:00:00Z' }), customer('a3', { email: 'ada@x.test' }),
    customer('b1', { name: 'Bo  Diddley', attributes: { phone: '+44 20 7946 0958' } }), customer('b2', { name: 'bo-diddley', attributes: { Phone: '020 7946 0958' } }), customer('b3', { name: 'Bo Diddley', attributes: { phone: '12345678', country: 'UK' } }),
    customer('c1', { name: 'Cy', email: 'cy@x.test' }), customer('c2', { email: '' }), customer('c3', { email: '' }),
    ...Array.from({ length: 21 }, (_, i) => customer(`i${i}`, { email: 'info@x.test' })),
  ] })
})
afterAll(async () => { await db.close() })

const ids = async (by: 'email' | 'name') => (await findDuplicates(as('viewer'), { by })).pairs.map(({ keep, other, shared }) => `${keep.id} ${other.id}: ${shared.join(', ')}`)

test('the same e-mail however written, but for what everybody shares; the one known longest first', async () => {
  expect(await ids('email')).toEqual(['a2 a1: e-mail', 'a2 a3: e-mail'])
})

test('the same name only with something that tells', async () => {
  const found = await findDuplicates(as('viewer'), { by: 'name' })
  expect(found.pairs.map(({ keep, other }) => [keep.id, other.id].toSorted())).toEqual([['b1', 'b2']])
  expect(found.pairs[0]?.shared[0]).toBe('name')
  expect(found.next).toBeNull()
})

test('of one customer: whoever may be the same, by either rule, and nobody without a reason', async () => {
  const of = async (id: string) => (await likelySame(as('viewer'), id)).map(({ other, shared }) => `${other.id}: ${shared.join(', ')}`).toSorted()
  expect(await of('a2')).toEqual(['a1: e-mail', 'a3: e-mail'])
  expect(await of('b2')).toEqual(['b1: name, Phone'])
  expect([await of('c1'), await of('c2'), await of('i3')]).toEqual([[], [], []])
  await expect(likelySame(as('viewer'), 'nobody')).rejects.toMatchObject({ fault: 'not_found' })
})

test('who was told apart is not proposed again; who is one is listed, with a way back', async () => {
  await tellApart(as('editor'), { customers: ['a3', 'a2'] })
  expect(await ids('email')).toEqual(['a2 a1: e-mail'])
  const { merge } = await mergeCustomers(as('editor'), { from: 'a1', into: 'a2' })
  expect(await ids('email')).toEqual([])
  expect((await listMerges(as('viewer'), {})).merges).toEqual([expect.objectContaining({ merge, from: 'a1', into: 'a2', by: 'editor', undone_at: null })])
  expect((await listMerges(as('viewer'), { customer: 'a2' })).merges).toEqual([expect.objectContaining({ merge, from: 'a1', into: 'a2' })])
  await expect(listMerges(as('viewer'), { customer: 'nobody' })).rejects.toMatchObject({ fault: 'not_found' })
  await unmerge(as('editor'), { merge })
  expect(await ids('email')).toEqual(['a2 a1: e-mail'])
  expect((await listMerges(as('viewer'), {})).merges[0]?.undone_by).toBe('editor')
  expect((await listMerges(as('viewer'), { customer: 'a2' })).merges).toEqual([])
})

test('telling apart is for editors, within their own organisation; others find nothing', async () => {
  const other = (await testOrganisation(db)).as('owner')
  await expect(tellApart(as('viewer'), { customers: ['b1', 'b2'] })).rejects.toMatchObject({ fault: 'forbidden' })
  await expect(tellApart(other, { customers: ['b1', 'b2'] })).rejects.toMatchObject({ fault: 'not_found' })
  expect((await findDuplicates(other, { by: 'email' })).pairs).toEqual([])
  expect((await listMerges(other, {})).merges).toEqual([])
})
