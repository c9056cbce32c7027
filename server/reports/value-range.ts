import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import type { Range } from '../domain/value-models/range'
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

/** The models behind the predictions kept; null while there are none. */
export async function keptModels(tx: Tx, ctx: OrgCtx): Promise<Models | null> {
  const found = await tx.execute<{ models: Models }>(sql`select models from prediction_models where organisation_id = ${ctx.org.id}`)
  return found.rows[0]?.models ?? null
}

/** Keeps the models that predictions are being computed by. */
export async function keepModels(tx: Tx, ctx: OrgCtx, asOf: string, models: Models): Promise<void> {
  await tx.execute(sql`
    insert into prediction_models as m (organisation_id, as_of, models) values (${ctx.org.id}, ${asOf}::date, ${JSON.stringify(models)}::jsonb)
    on conflict (organisation_id) do update set as_of = excluded.as_of, models = excluded.models where (m.as_of, m.models) is distinct from (excluded.as_of, excluded.models)`)
}
