import fc from 'fast-check'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { arrayOf, type ColumnType } from './arrays'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

/** The database's own reading of an array we wrote, as text. */
async function read(type: ColumnType, as: string, cells: readonly unknown[]): Promise<(string | null)[]> {
  const { ctx } = await organisation()
  return db.tenant({ organisationId: ctx.org.id }, async (tx) => (await tx.execute<{ cell: string | null }>(sql`
    select u.cell::text as cell from unnest(${arrayOf(type, cells)}::${sql.raw(as)}[]) with ordinality as u(cell, n) order by n`)).rows.map((row) => row.cell))
}
let made: ReturnType<typeof testOrganisation> | undefined
const organisation = () => (made ??= testOrganisation(db))

test.each<[ColumnType, string, fc.Arbitrary<unknown>, (cell: never) => string]>([
  ['uuid', 'uuid', fc.uuid(), (id: string) => id],
  ['text', 'text', fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')), (text: string) => text],
  ['bytea', 'bytea', fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('hex')), (hex: string) => `\\x${hex}`],
  ['int2', 'int2', fc.integer({ min: -32_768, max: 32_767 }), String],
  ['int4', 'int4', fc.integer(), String],
  ['int8', 'int8', fc.integer({ min: -1e15, max: 1e15 }), String],
  ['float8', 'float8', fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map((n) => Math.fround(n) + 0), (n: number) => String(n)],
  ['date', 'date', fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10)), (day: string) => day],
])('%s arrays arrive as they were sent', async (type, as, cell, written) => {
  await fc.assert(fc.asyncProperty(fc.array(fc.option(cell), { maxLength: 40 }), async (cells) => {
    const got = await read(type, as, cells)
    const wanted = cells.map((one) => (one === null ? null : written(one as never)))
    if (type === 'float8') expect(got.map((one) => (one === null ? null : Number(one)))).toEqual(cells)
    else expect(got).toEqual(wanted)
  }), { numRuns: 20 })
})

test('times arrive to the millisecond', async () => {
  const times = ['1900-01-01T00:00:00.000Z', '1999-12-31T23:59:59.999Z', '2000-01-01T00:00:00.000Z', '2026-03-29T01:30:00.123Z', '2200-12-31T23:59:59.001Z', '2024-02-29T12:00:00.5Z', null]
  const { ctx } = await organisation()
  const rows = await db.tenant({ organisationId: ctx.org.id }, async (tx) => (await tx.execute<{ at: number | null }>(sql`select (extract(epoch from u.at) * 1000)::float8 as at from unnest(${arrayOf('timestamptz', times)}::timestamptz[]) with ordinality as u(at, n) order by n`)).rows)
  expect(rows.map(({ at }) => at)).toEqual(times.map((time) => (time === null ? null : Date.parse(time))))
})

test('lists and attributes travel as their text, quoted', async () => {
  expect(await read('text[]', 'text', [['a', 'b"c\\d', 'é, {x}'], null])).toEqual(['{"a","b\\"c\\\\d","é, {x}"}', null])
  expect(await read('jsonb', 'text', [{ a: 'é"' }, null])).toEqual(['{"a":"é\\""}', null])
})

test('texts far larger than what was written before fit', async () => {
  const long = 'ß'.repeat(200_000)
  expect(await read('text', 'text', [long, 'x', long])).toEqual([long, 'x', long])
})
