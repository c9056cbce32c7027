import { toMinor } from '@/server/domain/money'
import { invalid } from '@/server/errors'

/** Major → minor units of an input's field; undefined and null pass. Throws `invalid` naming the field. */
export function minorOf(amount: number, currency: string, field: string): number
export function minorOf(amount: number | null | undefined, currency: string, field: string): number | null | undefined
export function minorOf(amount: number | null | undefined, currency: string, field: string): number | null | undefined {
  if (amount === null || amount === undefined) return amount
  const read = toMinor(amount, currency)
  if (read.ok) return read.minor
  throw invalid(`${field}: ${read.reason}`, [{ field, reason: read.reason }])
}
