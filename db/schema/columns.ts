import { sql, type SQL } from 'drizzle-orm'
import { bigint, check, customType, text, timestamp, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core'

/** 16-byte content hash or keyed hash. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** Every tenant row leads with this; row-level security is put on every table that has it (db/security.ts). */
export const organisationId = () => uuid().notNull()
export const instant = () => timestamp({ withTimezone: true, mode: 'date' })
export const createdAt = () => instant().notNull().defaultNow()
/** Integer minor units; the currency stands beside it or is the organisation's. */
export const minor = () => bigint({ mode: 'number' })
export const count = () => bigint({ mode: 'number' }).notNull().default(0)

/** A text column limited to one of the word lists. */
export function words<const T extends readonly [string, ...string[]]>(list: T) {
  return text({ enum: list as unknown as [T[number], ...T[number][]] })
}

/** The check that keeps a `words` column inside its list (nulls pass). */
export function within(name: string, column: AnyPgColumn, list: readonly string[]) {
  const quoted: SQL = sql.raw(list.map((word) => `'${word}'`).join(', '))
  return check(name, sql`${column} in (${quoted})`)
}
