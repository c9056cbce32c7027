import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { writing } from '@/server/context'
import { everyAuditEntry, listAudit } from '@/server/queries/audit'
import { setSealingSecret } from '@/server/sealed'
import { testDb, testOrganisation } from '@/server/testing/database'
import { eraseCustomer } from '../recording/erase-customer'
import { setErasureKey } from '../recording/erasure-key'
import { recordBatch } from '../recording/record-batch'
import { checkAudit, sayAudit } from './check-audit'
import { sealAudit } from './seal-audit'

let db: Db
let ctx: OrgCtx
beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  setSealingSecret('x'.repeat(32))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  db = await testDb()
})
afterAll(async () => { vi.restoreAllMocks(); await db.close() })
beforeEach(async () => { ctx = (await testOrganisation(db)).ctx })

const say = (n: number, of = ctx) => writing(of, (_tx, w) => w.audit({ action: 'channel.updated', subject: 'channel', subjectId: `channel-${n}`, detail: { b: n, a: { z: [1, null, 'ü'], y: 0.1 } } }))
const owner = (statement: string) => db.maintenance((tx) => tx.execute(sql.raw(statement.replaceAll('{org}', `organisation_id = '${ctx.org.id}'`))))
const faults = async () => (await checkAudit(db)).faults.filter((fault) => fault.organisation === ctx.org.id).map((fault) => fault.what)

test('what is written is sealed in order without gaps, and the check finds it whole', async () => {
  for (let n = 0; n < 5; n++) await say(n)
  expect((await checkAudit(db)).waiting).toBe(5)
  expect(await sealAudit(db)).toBe(5)
  for (let n = 5; n < 8; n++) await say(n)
  await sealAudit(db)
  expect((await listAudit(ctx)).entries.map((e) => e.seq ?? 0).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(await faults()).toEqual([])
  expect(sayAudit(await checkAudit(db))).toMatch(new RegExp(`^Whole: 8 entries of 1 organisation, .*\n${ctx.org.id} ends with 8 [0-9a-f]{64}$`, 's'))
})

test('many writers and several sealers at once leave one chain', async () => {
  await Promise.all([...Array.from({ length: 20 }, (_, n) => say(n)), sealAudit(db), sealAudit(db), sealAudit(db)])
  await Promise.all([sealAudit(db), sealAudit(db)])
  await sealAudit(db)
  expect((await listAudit(ctx)).entries.map((e) => e.seq).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
  expect(await faults()).toEqual([])
})

test('the application can neither change, delete, seal nor set the end back', async () => {
  await say(1)
  await sealAudit(db)
  for (const statement of ["update audit set action = 'x'", 'delete from audit', 'update audit set seq = 7', 'delete from audit_heads', 'update audit_heads set seq = 0', 'truncate audit']) {
    await expect(db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql.raw(statement))), statement).rejects.toMatchObject({ cause: { message: expect.stringContaining('permission denied') } })
  }
})

test.each([
  ['a changed text', "update audit set detail = '{\"b\":99}' where {org} and seq = 3", ['what entry 3 says has been changed']],
  ['another actor', "update audit set actor_label = 'Somebody else' where {org} and seq = 3", ['entry 3 is not as it was written, or the one before it is another']],
  ['another time', "update audit set at = at + interval '1 microsecond' where {org} and seq = 3", ['entry 3 is not as it was written, or the one before it is another']],
  ['one taken out', 'delete from audit where {org} and seq = 3', ['entry 3 is missing']],
  ['several taken out', 'delete from audit where {org} and seq between 2 and 4', ['entries 2 to 4 are missing']],
  ['the first taken out', 'delete from audit where {org} and seq = 1', ['entry 1 is missing']],
  ['the last taken out', 'delete from audit where {org} and seq = 5', ['the last 1 entry is missing']],
  ['the last taken out and the end set back', "delete from audit where {org} and seq = 5; update audit_heads h set seq = 4, hash = (select hash from audit where {org} and seq = 4) where {org}", ['where the trail ends has been changed']],
  ['all of it taken out', 'delete from audit where {org}', ['the last 5 entries are missing']],
  ['the end taken out', 'delete from audit_heads where {org}', ['where the trail ends is not known any more']],
  ['two that changed places', "update audit set seq = 100 where {org} and seq = 2; update audit set seq = 2 where {org} and seq = 3; update audit set seq = 3 where {org} and seq = 100", ['entry 2 is not as it was written, or the one before it is another', 'entry 3 is not as it was written, or the one before it is another', 'entry 4 is not as it was written, or the one before it is another']],
  ['one emptied as if somebody had been erased', "update audit set subject_id = 'erased', detail = '{}' where {org} and seq = 3", ['entry 3 was emptied, and no erasure says so']],
])('the owner of the database is found out: %s', async (_what, statement, found) => {
  for (let n = 0; n < 5; n++) await say(n)
  await sealAudit(db)
  expect(await faults()).toEqual([])
  for (const one of statement.split('; ')) await owner(one)
  const said = await faults()
  // Places exchanged may read as more, never as fewer.
  expect(said).toEqual(expect.arrayContaining(found.slice(0, 2)))
})

test('another secret makes no chain that this one takes', async () => {
  await say(1)
  setSealingSecret('y'.repeat(32))
  await sealAudit(db)
  setSealingSecret('x'.repeat(32))
  expect((await faults()).length).toBeGreaterThan(0)
})

test('who is erased is emptied out of the trail, and the trail still holds', async () => {
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'c1', name: 'Zoë' }] })
  await writing(ctx, (_tx, w) => w.audit({ action: 'customer.renamed', subject: 'customer', subjectId: 'c1', detail: { name: 'Zoë' } }))
  await say(1)
  await sealAudit(db)
  await writing(ctx, (_tx, w) => w.audit({ action: 'customer.renamed', subject: 'customer', subjectId: 'c1', detail: { name: 'Zoë again' } }))
  await eraseCustomer(ctx, 'c1')
  await sealAudit(db)
  expect(JSON.stringify(await listAudit(ctx))).not.toMatch(/Zoë|"c1"/)
  expect(await faults()).toEqual([])
})

test('it is filtered by who, what, words and days, and read out whole', async () => {
  const other = { ...ctx, actor: { kind: 'key' as const, id: 'k', label: 'The shop' }, now: new Date('2026-01-10T23:30:00Z') }
  await say(1)
  await say(2, other)
  await writing(other, (_tx, w) => w.audit({ action: 'touchpoint.reclassed', subject: 'touchpoint', subjectId: 't', detail: { slug: '100%_sure' } }))
  const found = async (filters: Parameters<typeof listAudit>[2]) => (await listAudit(ctx, undefined, filters)).entries.length
  expect(await found({ actor: 'The shop' })).toBe(2)
  expect(await found({ subject: 'channel' })).toBe(2)
  expect(await found({ search: '100%_' })).toBe(1)
  expect(await found({ search: '100__sure' })).toBe(0)
  expect(await found({ from: '2026-01-10', to: '2026-01-10' })).toBe(2)
  expect(await found({ to: '2026-01-09' })).toBe(0)
  let all = 0
  for await (const entries of everyAuditEntry(ctx, {})) all += entries.length
  expect(all).toBe(3)
})
