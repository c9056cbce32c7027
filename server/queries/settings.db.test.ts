import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { setErasureKey } from '../services/recording/erasure-key'
import { recordBatch } from '../services/recording/record-batch'
import { classifyTouchpoints } from '../services/catalogue/classify-touchpoints'
import { updateOrganisation } from '../services/settings/update-organisation'
import { testDb, testOrganisation } from '../testing/database'
import { listAudit } from './audit'
import { listTouchpoints } from './catalogue'
import { catalogueVolumes } from './catalogue-volumes'
import { recomputing, settingsSeen } from './settings'

let db: Db
beforeAll(async () => { setErasureKey('x'.repeat(32)); db = await testDb() })
afterAll(() => db.close())

test('settings offer the names the data has, and what recomputes is told', async () => {
  const { ctx, as } = await testOrganisation(db)
  expect(await settingsSeen(as('viewer'))).toEqual({ attributes: [], kinds: [], sources: [], amounts: false })
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'a', attributes: { region: 'north' } }] })
  await recordBatch(ctx, { kind: 'interaction', source: 'crm', records: [
    { id: '1', customer: 'a', occurred_at: '2026-03-01T10:00:00Z', channel: 'web', touchpoint: 'Pay a bill', attributes: { product: 'loan', region: 'north' } },
    { id: '2', customer: 'a', occurred_at: '2024-03-01T10:00:00Z', channel: 'web', touchpoint: 'Pay a bill' },
  ] })
  await recordBatch(ctx, { kind: 'transaction', records: [{ id: 't', customer: 'a', occurred_at: '2026-03-01T10:00:00Z', amount: 5, kind: 'fees' }] })
  expect(await settingsSeen(as('viewer'))).toEqual({ attributes: ['region', 'product'], kinds: ['fees'], sources: ['crm', 'default'], amounts: true })
  expect(await catalogueVolumes(as('viewer'))).toMatchObject({ from: '2025-03-16', to: '2026-03-16', channels: { web: 1 }, touchpoints: { pay_a_bill: 1 } })
  expect(await recomputing(as('viewer'))).toMatchObject([{ kind: 'settle', state: 'queued' }])
})

test('several touchpoints take one class, or none does; viewers and other organisations change nothing', async () => {
  const { ctx, as } = await testOrganisation(db)
  const other = await testOrganisation(db)
  await recordBatch(ctx, { kind: 'interaction', records: ['One', 'Two'].map((touchpoint) => ({ id: touchpoint, customer: 'a', occurred_at: '2026-03-01T10:00:00Z', channel: 'web', touchpoint })) })
  const both = { slugs: ['one', 'two'], class: 'moment_that_matters' as const }
  await expect(classifyTouchpoints(as('viewer'), both)).rejects.toMatchObject({ fault: 'forbidden' })
  await expect(classifyTouchpoints(as('editor'), both)).rejects.toMatchObject({ fault: 'forbidden' })
  await expect(classifyTouchpoints(other.ctx, both)).rejects.toMatchObject({ fault: 'not_found' })
  await expect(classifyTouchpoints(ctx, { ...both, slugs: ['one', 'three'] })).rejects.toMatchObject({ fault: 'not_found' })
  expect((await listTouchpoints(ctx)).map((t) => t.class)).toEqual(['efficient', 'efficient'])
  expect(await classifyTouchpoints(as('admin'), both)).toEqual({ changed: 2 })
  expect(await classifyTouchpoints(as('admin'), both)).toEqual({ changed: 0 })
  expect((await listTouchpoints(ctx)).map((t) => [t.class, t.confirmed])).toEqual([['moment_that_matters', true], ['moment_that_matters', true]])
})

test('the audit trail is read from page to page without gap or repeat, by admins of the organisation alone', async () => {
  const { ctx, as } = await testOrganisation(db)
  // One instant for all: only the id tells them apart.
  for (let days = 1; days <= 60; days++) await updateOrganisation(ctx, { lapse_days: days })
  const first = await listAudit(as('admin'))
  expect(first.entries).toHaveLength(50)
  const second = await listAudit(as('admin'), first.next ?? undefined)
  expect(second).toMatchObject({ next: null })
  expect(new Set([...first.entries, ...second.entries].map((entry) => entry.id)).size).toBe(60)
  expect(first.entries[0]).toMatchObject({ actor: 'owner', action: 'organisation.updated', subject: 'organisation' })
  await expect(listAudit(as('viewer'))).rejects.toMatchObject({ fault: 'forbidden' })
  expect((await listAudit((await testOrganisation(db)).ctx)).entries).toEqual([])
})
