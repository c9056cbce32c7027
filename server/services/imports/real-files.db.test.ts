import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { EXAMPLE_MAPPINGS } from '@/server/domain/mapping/examples'
import { TEST_NOW, testDb, testOrganisation } from '@/server/testing/database'
import { importer } from './testing'

/** The files of ../shared/data, whole. A database for each: without the statistics that a worker has made, what one holds makes the next slow. */
const DATA = new URL('../../../../shared/data/', import.meta.url)
let db: Db
beforeEach(async () => { db = await testDb() })
afterEach(() => db.close())

const count = async (ctx: OrgCtx, from: ReturnType<typeof sql>) =>
  (await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute<{ n: number }>(sql`select count(*)::int as n from ${from} where organisation_id = ${ctx.org.id}`))).rows[0]?.n ?? 0
const lawHolds = async (ctx: OrgCtx) => (await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute<{ a: number; b: number }>(sql`
  select (select coalesce(sum(interactions), 0)::int from rollup_daily where organisation_id = ${ctx.org.id}) as a, (select count(*)::int from interactions where organisation_id = ${ctx.org.id}) as b`))).rows[0]

test.skipIf(!existsSync(DATA)).each([
  { file: 'online_retail_invoices.csv', name: 'online_retail', rows: 22_190, records: 44_380, interactions: 22_190, transactions: 22_190, issues: 0, customers: 4_372 },
  { file: 'boa_complaints.csv.gz', name: 'boa_complaints', rows: 62_516, records: 62_516, interactions: 62_516, transactions: 0, issues: 0, customers: 0 },
  { file: 'kc311_requests.csv', name: 'kc311', rows: 4_493, records: 8_986, interactions: 4_493, transactions: 0, issues: 4_493, customers: 2_534 },
  { file: 'cdnow_sample.txt', name: 'cdnow', rows: 6_919, records: 6_919, interactions: 0, transactions: 6_919, issues: 0, customers: 2_357 },
  { file: 'iranian_churn.csv', name: 'iranian_churn', rows: 3_150, records: 3_150, interactions: 0, transactions: 0, issues: 0, customers: 3_150 },
])('the real file $file comes in whole, and nothing of it a second time', async ({ file, name, rows, records, ...of }) => {
  const { ctx } = await testOrganisation(db)
  const { bring, dataDir } = importer(ctx, TEST_NOW)
  const mapping = EXAMPLE_MAPPINGS.find((one) => one.name === name)?.mapping
  const bytes = () => createReadStream(fileURLToPath(new URL(file, DATA)))
  const first = await bring(bytes(), mapping, file)
  expect(first).toMatchObject({ state: 'done', error: null, rows, accepted: records, duplicates: 0, rejected: 0, filename: file })
  const counts = async () => ({ interactions: await count(ctx, sql`interactions`), transactions: await count(ctx, sql`transactions`), issues: await count(ctx, sql`issues`), customers: await count(ctx, sql`customers`) })
  expect(await counts()).toEqual(of)
  const law = await lawHolds(ctx)
  expect(law?.a).toBe(law?.b)
  expect(await count(ctx, sql`settle_queue`)).toBe(0)
  expect(readdirSync(`${dataDir}/imports`)).toEqual([])

  // What is known already is known the same way in a file of any size.
  if (rows > 20_000) return
  const again = await bring(bytes(), mapping, file)
  expect(again).toMatchObject({ state: 'done', rows, accepted: 0, duplicates: records, rejected: 0, created: { channels: [], touchpoints: [] } })
  expect(await counts()).toEqual(of)
}, 300_000)

