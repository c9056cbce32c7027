import { readdirSync, rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { getImport, listMappings, rejectsCsv } from '@/server/queries/imports'
import { TEST_NOW, testDb, testOrganisation } from '@/server/testing/database'
import { previewImport } from './preview-import'
import { deleteMapping, saveMapping } from './saved-mappings'
import { sniffFile } from './sniff-file'
import { rowsAt } from './run-import'
import { importer } from './testing'
import { withdrawImport } from './withdraw-import'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

const count = async (ctx: OrgCtx, from: ReturnType<typeof sql>) =>
  (await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute<{ n: number }>(sql`select count(*)::int as n from ${from} where organisation_id = ${ctx.org.id}`))).rows[0]?.n ?? 0

const ROWS = { source: 'test', rows: [
  { entity: 'interaction', fields: { id: { column: 'id' }, customer: { column: 'who' }, occurred_at: { column: 'at' }, channel: { column: 'channel' }, touchpoint: { const: 'Ask' } } },
  { entity: 'transaction', where: { kind: 'buy' }, fields: { id: { column: 'id' }, customer: { column: 'who' }, occurred_at: { column: 'at' }, amount: { column: 'amount' } } },
] }
const HEADER = 'id,who,at,channel,kind,amount\n'
const line = (i: number, changes: Partial<Record<'at' | 'amount' | 'kind' | 'channel', string>> = {}) =>
  `${i},c${i % 50},${changes.at ?? `2026-01-${String((i % 28) + 1).padStart(2, '0')}T10:00:00Z`},${changes.channel ?? 'phone'},${changes.kind ?? (i % 2 ? 'buy' : 'ask')},${changes.amount ?? '12.50'}\n`
const table = (n: number) => HEADER + Array.from({ length: n }, (_, i) => line(i + 1)).join('')

test('refused rows come back as a file, and mended are brought in as the rows they were', async () => {
  const { ctx } = await testOrganisation(db)
  const { bring, rejects } = importer(ctx, TEST_NOW)
  const bad = [line(2, { at: '2026-02-30' }), line(3, { amount: '=1+2' }), line(4, { channel: '=cmd()' }), '5,c5\n', '6,"c6,2026-01-01T10:00:00Z,phone,ask,1\n', '7,c7,2026-03-29,,buy,1e400\n']
  const first = await bring(HEADER + line(1) + bad.join('') + line(8), ROWS, 'contacts.csv')
  expect(first).toMatchObject({ state: 'done', accepted: 6, rejected: 5, created: { channels: ['cmd', 'other', 'phone'], touchpoints: ['ask'] } })
  const text = await rejects(first.id)
  expect(text.split('\r\n')[0]).toBe('_reason,_source,_row,id,who,at,channel,kind,amount')
  expect(text).toContain('interaction.occurred_at (column at): 2026-02-30 does not exist')
  expect(text).toContain(",test,3,3,c3,2026-01-04T10:00:00Z,phone,buy,'=1+2")
  expect(text).toContain('2 cells where 6 were expected')
  const mended = text.replaceAll('2026-02-30', '2026-02-28').replace("'=1+2", '3').replaceAll('1e400', '4').split('\r\n').filter((one) => !one.includes('cells where') && !one.includes('quote')).join('\r\n')
  expect(await bring(mended, ROWS, 'contacts-rejects.csv')).toMatchObject({ state: 'done', rejected: 0 })
  const again = await bring(mended, ROWS, 'contacts-rejects.csv')
  expect(again).toMatchObject({ state: 'done', accepted: 0, rejected: 0 })
})

test('rows without an id keep their number and the file they came from through the mending', async () => {
  const { ctx } = await testOrganisation(db)
  const { bring, rejects } = importer(ctx, TEST_NOW)
  const mapping = { rows: [{ entity: 'customer', fields: { id: { row: true }, acquired_at: { column: 'since' } } }] }
  const first = await bring('since\n2020-01-01\nlast year\n2020-01-03\n', mapping)
  expect(first).toMatchObject({ accepted: 2, rejected: 1 })
  const mended = (await rejects(first.id)).replaceAll('last year', '2020-01-02')
  expect(await bring(mended, mapping)).toMatchObject({ accepted: 1, rejected: 0 })
  expect(await bring('since\n2020-01-01\nlast year\n2020-01-03\n', mapping)).toMatchObject({ accepted: 0, duplicates: 2, rejected: 1 })
  const ids = await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute<{ id: string }>(sql`select external_id as id from profiles where organisation_id = ${ctx.org.id} order by 1`))
  expect(new Set(ids.rows.map(({ id }) => id.split(':')[0]))).toHaveProperty('size', 1)
  expect(ids.rows.map(({ id }) => id.split(':')[1])).toEqual(['1', '2', '3'])
})

test('a server that stops between two batches goes on after the last row committed, nothing lost and nothing twice', async () => {
  const { ctx } = await testOrganisation(db)
  const { queue, run } = importer(ctx, TEST_NOW)
  const id = await queue(table(3500) + line(2, { at: 'x' }), ROWS)
  for (const at of [1000, 2000]) {
    const abort = new AbortController()
    await expect(run(id, { signal: abort.signal, onBatch: (rows) => { if (rows === at) throw new Error('the server ends') } })).rejects.toThrow('the server ends')
    expect(await getImport(ctx, id)).toMatchObject({ state: 'running', rows: at })
  }
  const seen: number[] = []
  expect(await run(id, { onBatch: (rows) => seen.push(rows) })).toBe('done')
  expect(seen).toEqual([2000, 3000])
  expect(await getImport(ctx, id)).toMatchObject({ state: 'done', rows: 3501, accepted: 3500 + 1750, duplicates: 0, rejected: 1 })
  expect(await count(ctx, sql`interactions`)).toBe(3500)
  expect(await run(id)).toBe('over')
})

test('an import the server ended under takes smaller steps each time, down to a least', () => {
  expect([1, 2, 3, 6, 20].map(rowsAt)).toEqual([4000, 2000, 1000, 125, 125])
})

test('a batch that is committed stays so: earlier attempts no longer count against the import', async () => {
  const { ctx } = await testOrganisation(db)
  const { queue, run } = importer(ctx, TEST_NOW)
  const id = await queue('id\na\nb\n', { rows: [{ entity: 'customer', fields: { id: { column: 'id' } } }] })
  const job = (set: ReturnType<typeof sql>) => db.maintenance((tx) => tx.execute<{ attempts: number }>(sql`update jobs set ${set} where organisation_id = ${ctx.org.id} and kind = 'import' returning attempts`))
  await job(sql`state = 'running', attempts = 5`)
  await run(id)
  expect((await job(sql`state = state`)).rows).toEqual([{ attempts: 1 }])
})

test('cancelled while running: no batch commits after it, and nothing is left', async () => {
  const { ctx } = await testOrganisation(db)
  const { queue, run, dataDir } = importer(ctx, TEST_NOW)
  const id = await queue(table(3000), ROWS)
  let begun = 0
  let gone: Promise<unknown> = Promise.resolve()
  const ran = await run(id, { onBatch: () => { if (++begun === 2) gone = withdrawImport(ctx, id, { dataDir, at: TEST_NOW }) } })
  await gone
  expect(['cancelled']).toContain(ran)
  expect(await getImport(ctx, id)).toMatchObject({ state: 'cancelled', taken_back_at: TEST_NOW.toISOString() })
  expect(await count(ctx, sql`interactions`)).toBe(0)
  expect(await count(ctx, sql`customers`)).toBe(0)
  expect(readdirSync(`${dataDir}/imports`)).toEqual([])
})

test('a wrong mapping taken back and sent again ends as if it had been right at first', async () => {
  const wrong = { ...ROWS, rows: [{ entity: 'interaction', fields: { ...ROWS.rows[0]?.fields, touchpoint: { column: 'kind' }, customer: { column: 'id' } } }] }
  const state = async (ctx: OrgCtx) => ({
    interactions: await count(ctx, sql`interactions`), transactions: await count(ctx, sql`transactions`), customers: await count(ctx, sql`customers`), profiles: await count(ctx, sql`profiles`), records: await count(ctx, sql`records`),
    daily: (await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql`select r.day::text, c.slug, t.slug as touchpoint, sum(r.interactions)::int as n from rollup_daily r
      join channels c on c.organisation_id = r.organisation_id and c.id = r.channel_id join touchpoints t on t.organisation_id = r.organisation_id and t.id = r.touchpoint_id
      where r.organisation_id = ${ctx.org.id} group by 1, 2, 3 having sum(r.interactions) <> 0 order by 1, 2, 3`))).rows,
  })
  const right = await testOrganisation(db)
  await importer(right.ctx, TEST_NOW).bring(table(1200), ROWS)
  const { ctx } = await testOrganisation(db)
  const { bring, dataDir } = importer(ctx, TEST_NOW)
  const mistaken = await bring(table(1200), wrong)
  expect(mistaken).toMatchObject({ state: 'done', accepted: 1200 })
  expect(await withdrawImport(ctx, mistaken.id, { dataDir, at: TEST_NOW })).toBe('taken_back')
  expect(await withdrawImport(ctx, mistaken.id, { dataDir, at: TEST_NOW })).toBe('taken_back')
  expect(await count(ctx, sql`records`)).toBe(0)
  expect(await bring(table(1200), ROWS)).toMatchObject({ state: 'done', accepted: 1800, duplicates: 0 })
  expect(await state(ctx)).toEqual(await state(right.ctx))
})

test('a file that breaks off fails with its reason and keeps what it had; a missing file says where it should be', async () => {
  const { ctx } = await testOrganisation(db)
  const { bring, queue, run, dataDir } = importer(ctx, TEST_NOW)
  const noisy = HEADER + Array.from({ length: 20_000 }, (_, i) => line(i + 1, { kind: 'ask', amount: String((i * 7919) % 100_000) })).join('')
  const packed = gzipSync(noisy)
  const short = await bring(packed.subarray(0, packed.length - 100), ROWS)
  expect(short).toMatchObject({ state: 'failed' })
  expect(short.error).toContain('cut short')
  expect(short.accepted).toBeGreaterThan(0)
  expect(await count(ctx, sql`interactions`)).toBe(short.accepted)
  await withdrawImport(ctx, short.id, { dataDir, at: TEST_NOW })
  expect(await count(ctx, sql`interactions`)).toBe(0)
  const id = await queue(table(3), ROWS)
  rmSync(`${dataDir}/imports/${id}`)
  expect(await run(id)).toBe('failed')
  expect((await getImport(ctx, id)).error).toContain('share DATA_DIR')
})

test('what no check foresaw costs its own row only, and an unexpected failure is tried again', async () => {
  const { ctx } = await testOrganisation(db)
  const { bring } = importer(ctx, TEST_NOW)
  const odd = `90,c\u{1F600},2026-01-01T10:00:00Z,ph\u{0300}one,ask,1\n91,${'x'.repeat(5000)},2026-01-01T10:00:00Z,phone,ask,1\n92,c,2026-01-01T10:00:00Z,phone,buy,99999999999999999999\n93,c\0d,2026-01-01T10:00:00Z,phone,ask,1\n`
  const seen = await bring(HEADER + line(1) + odd + line(2), ROWS)
  expect(seen.state).toBe('done')
  expect(seen.accepted).toBeGreaterThanOrEqual(4)
  expect(seen.rejected).toBe(3)
})

test('a viewer sees imports and changes none; another organisation sees nothing', async () => {
  const { ctx, as } = await testOrganisation(db)
  const { bring, dataDir, rejects } = importer(ctx, TEST_NOW)
  const { id } = await bring(HEADER + line(1) + line(2, { at: 'x' }), ROWS)
  expect((await getImport(as('viewer'), id)).accepted).toBe(2)
  await expect(withdrawImport(as('viewer'), id, { dataDir, at: TEST_NOW })).rejects.toThrow('recording')
  await expect(saveMapping(as('viewer'), { name: 'x', mapping: ROWS })).rejects.toThrow('recording')
  await expect(deleteMapping(as('viewer'), 'x')).rejects.toThrow('recording')
  await expect(importer(as('viewer'), TEST_NOW).queue(table(1), ROWS)).rejects.toThrow('recording')
  const other = await testOrganisation(db)
  await expect(getImport(other.ctx, id)).rejects.toThrow('no import')
  await expect(rejectsCsv(other.ctx, id)).rejects.toThrow('no import')
  await expect(withdrawImport(other.ctx, id, { dataDir, at: TEST_NOW })).rejects.toThrow('no import')
  expect((await rejects(id)).trim().split('\r\n')).toHaveLength(2)
  await saveMapping(ctx, { name: 'Mine', mapping: ROWS })
  await saveMapping(ctx, { name: 'Mine', mapping: { ...ROWS, source: 'other' } })
  expect((await listMappings(ctx)).map(({ name, mapping }) => [name, mapping.source])).toEqual([['Mine', 'other']])
  expect(await listMappings(other.ctx)).toEqual([])
  await deleteMapping(ctx, 'Mine')
  await expect(deleteMapping(ctx, 'Mine')).rejects.toThrow('mapping')
})

test('the preview reads as the import will, from the beginning of a file, plain or packed', async () => {
  const { ctx } = await testOrganisation(db)
  const text = HEADER + line(1) + line(2, { at: '2026-02-30' }) + line(3, { amount: '-' }) + '4,c\n' + Array.from({ length: 3000 }, (_, i) => line(i + 5)).join('')
  for (const bytes of [Buffer.from(text), gzipSync(text)]) {
    const head = bytes.subarray(0, 65_536)
    const whole = head.length === bytes.length
    const sniffed = await sniffFile(ctx, { head, whole })
    expect(sniffed).toMatchObject({ ok: true, sniff: { dialect: { delimiter: ',', header: true } } })
    const preview = await previewImport(ctx, { head, whole, mapping: ROWS })
    if (!preview.ok) throw new Error(preview.reason)
    expect(preview.rows).toHaveLength(20)
    expect(preview.refused).toBe(3)
    expect(preview.rows[1]?.records[0]).toMatchObject({ kind: 'interaction', faults: [{ field: 'occurred_at' }] })
    expect(preview.rows[3]?.problem).toBe('2 cells where 6 were expected')
    expect(preview).toMatchObject({ channels: ['phone'], touchpoints: ['Ask'] })
  }
  expect(await previewImport(ctx, { head: Buffer.from(text), whole: true, mapping: { rows: [{ entity: 'interaction', fields: { id: { column: 'nope' } } }] } })).toMatchObject({ ok: false, reason: expect.stringContaining('there is no column "nope"; the file has "id"') as unknown })
  expect(await previewImport(ctx, { head: Buffer.from(text), whole: true, mapping: { rows: [] } })).toMatchObject({ ok: false })
  expect(await sniffFile(ctx, { head: Buffer.from('PK\u0003\u0004xxxxxxxx'), whole: false })).toEqual({ ok: false, reason: expect.stringContaining('zip archive') as unknown })
  expect(await sniffFile(ctx, { head: Buffer.alloc(0), whole: true })).toEqual({ ok: false, reason: 'The file is empty.' })
  expect(await count(ctx, sql`interactions`)).toBe(0)
})
