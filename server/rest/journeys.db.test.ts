import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { listAudit } from '../queries/audit'
import { createKey } from '../services/keys/create'
import { testDb, testOrganisation } from '../testing/database'
import { restClient } from './testing'

let db: Db
let ctx: OrgCtx
let call: ReturnType<typeof restClient>
const step = (id: string, name: string, touchpoint: string | null = null) => ({ id, phase: 'p', name, touchpoint, child: null })
const file = (name: string, steps = [step('a', 'Ask', 'ask'), step('b', 'Get it back')]) => ({
  format: 'touchstone-journey-1', name, level: 'journey',
  map: { phases: [{ id: 'p', name: 'All', when: 'during' }], steps, lanes: [{ id: 'goal', kind: 'goal', name: 'Customer’s goal' }], cells: [{ lane: 'goal', step: 'a', text: 'A reason', evidence: null, as_is: null, to_be: null }] },
})
beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await testOrganisation(db))
  call = restClient({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' }, (await createKey(ctx, { name: 'maps', scopes: ['read', 'admin'] })).secret)
})
afterAll(() => db.close())

test('a map goes in, is listed, comes out as it went in, and is changed by the same file edited', async () => {
  const made = await call('POST', '/journeys', file('A wrong charge'))
  expect(made).toMatchObject({ status: 200, body: { slug: 'a_wrong_charge' } })
  expect((await call('GET', '/journeys')).body.journeys).toMatchObject([{ slug: 'a_wrong_charge', name: 'A wrong charge', level: 'journey', parent: null, steps: 2, bound: 1, archived: false }])
  const out = (await call('GET', '/journeys/a_wrong_charge')).body
  expect(out).toMatchObject({ name: 'A wrong charge', map: { steps: [{ name: 'Ask', touchpoint: 'ask' }, { name: 'Get it back' }], cells: [{ text: 'A reason' }] } })
  expect(await call('PUT', '/journeys/a_wrong_charge', out)).toMatchObject({ status: 200, body: { changed: false } })
  const edited = file('A wrong charge, mended', [step('b', 'Get it back at once'), step('c', 'Tell a friend')])
  expect(await call('PUT', `/journeys/${String(made.body.id)}`, { ...edited, map: { ...edited.map, cells: [] } })).toMatchObject({ status: 200, body: { slug: 'a_wrong_charge', changed: true } })
  expect((await call('GET', '/journeys/a_wrong_charge')).body).toMatchObject({ name: 'A wrong charge, mended', map: { steps: [{ id: 'b', name: 'Get it back at once' }, { id: 'c', name: 'Tell a friend' }], cells: [] } })
  // A second one of the same name is another map.
  expect((await call('POST', '/journeys', file('A wrong charge'))).body.slug).toBe('a_wrong_charge_2')
  const { entries } = await listAudit(ctx)
  expect(entries.map(({ action }) => action).filter((action) => action.startsWith('journey.replaced'))).toEqual(['journey.replaced'])
})

test('what is no such file is refused where it is wrong', async () => {
  expect((await call('GET', '/journeys/nowhere')).status).toBe(404)
  expect((await call('PUT', '/journeys/nowhere', file('x'))).status).toBe(404)
  expect((await call('POST', '/journeys', { ...file('x'), format: 'other' })).body.errors?.[0]?.field).toBe('format')
  expect((await call('POST', '/journeys', { ...file('x'), colour: 1 })).body.errors).toContainEqual({ field: 'colour', reason: 'is not a field here' })
  expect((await call('POST', '/journeys', file(''))).body.errors?.[0]?.field).toBe('name')
})
