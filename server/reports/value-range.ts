import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import type { Range } from '../domain/value-models/range'
import type { Asked } from './report'
import { predictThrough, type Models, type Prospect } from './value-predictions'

/** Ranges are told of at most so many customers in one answer: each costs some milliseconds. */
export const MOST_RANGES = 200

/** What each of these customers may bring (ids inside): the middle 80 % of discounted margin over the horizon. Nobody's beyond `MOST_RANGES`. */
export async function rangesOf(tx: Tx, ctx: OrgCtx, prospect: Prospect, models: Models, ids: readonly string[]): Promise<ReadonlyMap<string, Range>> {
  const ranges = new Map<string, Range>()
  if (ids.length === 0 || ids.length > MOST_RANGES) return ranges
  await predictThrough(tx, ctx, { model: prospect.model, end: prospect.end, terms: prospect.terms, customers: ids, ranges: true }, models, (some) => {
    for (const { id, range } of some) if (range) ranges.set(id, range)
  })
  return ranges
}

/** Says why no ranges are told where there are too many customers for them. */
export function noteRanges({ note }: Pick<Asked<unknown>, 'note'>, customers: number): void {
  if (customers > MOST_RANGES) note(`Ranges (range_low, range_high) are told of up to ${MOST_RANGES} customers at a time, and these are ${customers.toLocaleString('en')}: ask for fewer with limit=${MOST_RANGES}, or for one with customer=.`)
}

/** The models behind the predictions kept; null while there are none. */
export async function keptModels(tx: Tx, ctx: OrgCtx): Promise<Models | null> {
  const found = await tx.execute<{ models: Models }>(sql`select models from prediction_models where organisation_id = ${ctx.org.id}`)
  const kept = found.rows[0]?.models ?? null
  // Kept by an earlier version, without a pace: there are no ranges without a model, and the next night keeps them anew.
  return kept?.counts?.name === 'historic_average' && !('pace' in kept.counts) ? null : kept
}

/** A range as fields of a row; `money` makes minor units major. */
export const rangeIn = (range: Range | undefined, money: (minor: number) => number | null) => ({ range_low: range ? money(range.low) : null, range_high: range ? money(range.high) : null })
