import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Db } from '@/db/client'
import { systemCtx } from '../../access'
import type { OrgCtx } from '../../context'
import { rollupLaws } from '../../queries/rollup-law'
import { TEST_NOW, testDb, testOrganisation } from '../../testing/database'
import { eraseCustomer } from '../recording/erase-customer'
import { setErasureKey } from '../recording/erasure-key'
import { recordBatch } from '../recording/record-batch'
import { settleOrganisation } from '../settle/settle'
import { erasedIn } from './erase-again'
import { restoreBackup } from './restore-backup'
import { tablesInOrder } from './tables'
import { writeBackup } from './write-backup'

const secret = 'x'.repeat(32)
const folder = mkdtempSync(join(tmpdir(), 'touchstone-backup-'))
const file = join(folder, 'all.backup.gz')
let db: Db
const ctxOf = () => Promise.reject(new Error('Nobody is to be erased.'))
let ctx: OrgCtx

beforeAll(async () => {
  setErasureKey(secret)
  db = await testDb()
  ctx = (await testOrganisation(db, { lapseDays: 90 })).ctx
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'c1', name: 'Zoë "Ω" \\ Müller\nof 2', attributes: { vip: true, n: 0.1 } }, { id: 'c2', name: 'Gone' }] })
  const at = (n: number) => new Date(Date.UTC(2026, 0, 1, n)).toISOString()
  await recordBatch(ctx, { kind: 'interaction', records: Array.from({ length: 1500 }, (_, n) => ({ id: `n${n}`, customer: `c${1 + (n % 2)}`, occurred_at: at(n), channel: 'phone', duration_s: n / 7, cost: 9_007_199_254.55, asked_for: ['a "b"', 'c,d'] })) })
  await recordBatch(ctx, { kind: 'transaction', records: [{ id: 't', customer: 'c1', occurred_at: at(1), amount: -12.34 }] })
  await settleOrganisation(ctx)
  await writeBackup(db, file, { version: '1', secret, ownSecret: true, now: TEST_NOW })
}, 120_000)
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Every table's rows as one text. */
const everything = (of: Db) => of.snapshot(async (tx) => {
  const found: Record<string, string> = {}
  for (const table of await tablesInOrder(tx)) found[table] = (await tx.execute<{ all: string }>(sql.raw(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as all from "${table}" t`))).rows[0]?.all ?? ''
  return found
})

test('what is restored is what was there, to the last digit, and can be gone on with', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const other = await testDb()
  try {
    expect((await restoreBackup(other, file, { version: '1', secret, erased: [], ctxOf })).rows).toBeGreaterThan(3000)
    expect(await everything(other)).toEqual(await everything(db))
    await expect(restoreBackup(other, file, { version: '1', secret, erased: [], ctxOf })).rejects.toThrow('not empty')
    const again = await recordBatch({ ...ctx, db: other }, { kind: 'interaction', records: [{ id: 'n1', customer: 'c2', occurred_at: new Date(Date.UTC(2026, 0, 1, 1)).toISOString(), channel: 'phone', duration_s: 1 / 7, cost: 9_007_199_254.55, asked_for: ['a "b"', 'c,d'] }] })
    expect(again).toMatchObject({ accepted: 0, duplicates: 1 })
  } finally {
    await other.close()
  }
}, 120_000)

test('who was erased since is erased again, and the counts still hold', async () => {
  await eraseCustomer(ctx, 'c2')
  const other = await testDb()
  try {
    expect(await restoreBackup(other, file, { version: '1', secret, erased: await erasedIn(db), ctxOf: (inside, id) => systemCtx(inside, id, TEST_NOW) })).toMatchObject({ erasedAgain: 1 })
    const there = { ...ctx, db: other }
    const laws = await other.tenant({ organisationId: ctx.org.id }, (tx) => rollupLaws(tx, ctx.org.id))
    expect(laws.rollup_daily).toMatchObject({ rows: 750, erased: 750, holds: true })
    expect(Object.values(laws).every(({ holds }) => holds)).toBe(true)
    expect(await recordBatch(there, { kind: 'interaction', records: [{ id: 'again', customer: 'c2', occurred_at: '2026-02-01T00:00:00Z', channel: 'phone' }] })).toMatchObject({ accepted: 0, rejected: 1 })
  } finally {
    await other.close()
  }
}, 120_000)

test('a restore that ends before everybody is erased again leaves nothing behind', async () => {
  const other = await testDb()
  try {
    const erased = await erasedIn(db)
    await expect(restoreBackup(other, file, { version: '1', secret, erased, ctxOf: () => Promise.reject(new Error('The power went out.')) })).rejects.toThrow('The power went out.')
    expect((await everything(other)).customers).toMatch(/^0 /)
    expect((await everything(other)).organisations).toMatch(/^0 /)
    expect(await restoreBackup(other, file, { version: '1', secret, erased, ctxOf: (inside, id) => systemCtx(inside, id, TEST_NOW) })).toMatchObject({ erasedAgain: 1 })
  } finally {
    await other.close()
  }
}, 120_000)

test.skipIf(process.env.TEST_DATABASE_URL)('the embedded engine goes on while its backup is written, which holds one instant, and no copy stays behind', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-running-'))
  const running = await connect({ kind: 'embedded', dataDir })
  const other = await testDb()
  try {
    const there = (await testOrganisation(running)).ctx
    const send = (from: number, n: number) => recordBatch(there, { kind: 'interaction', records: Array.from({ length: n }, (_, i) => ({ id: `n${from + i}`, customer: `c${i % 50}`, occurred_at: new Date(Date.UTC(2026, 0, 1, i % 24)).toISOString(), channel: 'phone' })) })
    for (let i = 0; i < 4; i++) await send(i * 2000, 2000)
    const path = join(folder, 'running.gz')
    let done = false
    const writing = writeBackup(running, path, { version: '1', secret, ownSecret: true, now: TEST_NOW }).finally(() => { done = true })
    let meanwhile = 0
    while (!done) meanwhile += (await send(100_000 + meanwhile, 10)).accepted
    await writing
    expect(meanwhile).toBeGreaterThan(20)
    expect(readdirSync(dataDir).filter((name) => name.startsWith('db-copy'))).toEqual([])
    await restoreBackup(other, path, { version: '1', secret, erased: [], ctxOf })
    const laws = await other.tenant({ organisationId: there.org.id }, (tx) => rollupLaws(tx, there.org.id))
    expect(laws.rollup_daily.rows).toBeGreaterThanOrEqual(8000)
    expect(laws.rollup_daily.rows).toBeLessThan(8000 + meanwhile)
    expect(Object.values(laws).every(({ holds }) => holds)).toBe(true)
  } finally {
    await running.close()
    await other.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}, 120_000)

test.skipIf(!existsSync('/dev/full'))('a disk that is full is said, leaves no half a backup, and the database goes on', async () => {
  const path = join(folder, 'full.gz')
  symlinkSync('/dev/full', `${path}.part`)
  await expect(writeBackup(db, path, { version: '1', secret, ownSecret: true, now: TEST_NOW })).rejects.toMatchObject({ code: 'ENOSPC' })
  expect([existsSync(path), existsSync(`${path}.part`)]).toEqual([false, false])
  expect((await recordBatch(ctx, { kind: 'interaction', records: [{ id: 'after', customer: 'c1', occurred_at: '2026-02-01T00:00:00Z', channel: 'phone' }] })).accepted).toBe(1)
}, 120_000)

test('a file that is cut off, changed, of another schema or secret, or no backup, leaves nothing behind', async () => {
  const whole = gunzipSync(readFileSync(file)).toString()
  const other = await testDb()
  const tried = async (content: string | Buffer, options: { secret?: string } = {}) => {
    const path = join(folder, 'bad.gz')
    writeFileSync(path, typeof content === 'string' ? gzipSync(content) : content)
    return restoreBackup(other, path, { version: '1', secret: options.secret ?? secret, erased: [], ctxOf }).then(() => 'restored', (error: Error) => error.message)
  }
  try {
    expect(await tried(whole.slice(0, whole.length >> 1))).toMatch(/breaks off|none of a backup/)
    expect(await tried(readFileSync(file).subarray(0, 5000))).toContain('cannot be restored')
    expect(await tried(whole.replace('Müller', 'Miller'))).toContain('changed since it was written')
    expect(await tried(whole.replace(/"migrations":\d+/, '"migrations":1'))).toContain('changed since it was written')
    expect(await tried('hello')).toContain('no backup of Touchstone')
    expect(await tried('')).toContain('breaks off')
    expect(await tried(whole, { secret: 'y'.repeat(32) })).toContain('another secret')
    expect((await everything(other)).organisations).toMatch(/^0 /)
  } finally {
    await other.close()
  }
}, 120_000)
