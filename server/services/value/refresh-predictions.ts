import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { reading, requireCapability, writing, type OrgCtx } from '../../context'
import { addDays } from '../../domain/time/local-day'
import { relativeInterval } from '../../domain/value-models/uncertainty'
import { fitsFor, knownUntil, modelsOf, ownTerms, predictThrough, type Models, type Predicted, type Prospect } from '../../reports/value-predictions'
import { resolveWindow } from '../../reports/window'
import { givingWay } from '../give-way'
import { predictionsChanged, resegmentIfChanged } from '../segments/schedule'

/** Customers predicted in one transaction. */
const CHUNK = 2000

export type Refreshing = { signal?: AbortSignal; clock?: Date; onProgress?: (progress: { done: number; of: number; note?: string }) => void }

/**
 * Computes what every customer is expected to bring over the next year, by the model that fits the organisation, its
 * own margin and discount rate, from all records so far; and keeps it in customer_predictions. Segmentations that ask
 * for it are cut again by a job. Running it again on the same records changes nothing. Returns how many customers have a prediction.
 */
export async function refreshPredictions(ctx: OrgCtx, { signal, onProgress, clock = ctx.now }: Refreshing = {}): Promise<number> {
  requireCapability(ctx, 'edit')
  const { prospect, models, customers } = await reading(ctx, async (tx) => {
    const window = await resolveWindow(tx, ctx, {}, () => {})
    const asked: Prospect = { model: null, end: await knownUntil(tx, ctx, window), terms: ownTerms(ctx) }
    const count = await tx.execute<{ n: number }>(sql`select count(*)::int as n from customers where organisation_id = ${ctx.org.id}`)
    onProgress?.({ done: 0, of: count.rows[0]?.n ?? 0, note: 'fitting' })
    return { prospect: asked, models: modelsOf(await fitsFor(tx, ctx, asked)), customers: count.rows[0]?.n ?? 0 }
  })
  await writing(ctx, (tx) => keepModels(tx, ctx, addDays(prospect.end, -1), models))
  const giveWay = givingWay(ctx.db, signal)
  let predicted = 0
  let done = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    signal?.throwIfAborted()
    await giveWay()
    const chunk = await writing(ctx, (tx) => predictChunk(tx, ctx, prospect, models, after))
    if (chunk === null) break
    predicted += chunk.predicted
    done += chunk.customers
    after = chunk.last
    onProgress?.({ done, of: Math.max(customers, done), note: 'predicting' })
  }
  await writing(ctx, async (tx, w) => {
    await resegmentIfChanged(tx, ctx, clock)
    w.publish('customers')
  })
  return predicted
}

async function predictChunk(tx: Tx, ctx: OrgCtx, prospect: Prospect, models: Models, after: string): Promise<{ predicted: number; customers: number; last: string } | null> {
  const ids = await tx.execute<{ id: string }>(sql`select id from customers where organisation_id = ${ctx.org.id} and id > ${after}::uuid order by id limit ${CHUNK}`)
  const customers = ids.rows.map(({ id }) => id)
  const last = customers.at(-1)
  if (last === undefined) return null
  // Asked for by id, so that loops over indexes cost what the chunk does; the embedded engine has no statistics to see it by.
  const rows: Predicted[] = []
  await predictThrough(tx, ctx, { ...prospect, customers }, models, (some) => { rows.push(...some) })
  const kept = rows.map(({ id }) => id)
  const gone = await tx.execute(sql`delete from customer_predictions where organisation_id = ${ctx.org.id} and customer_id > ${after}::uuid and customer_id <= ${last}::uuid and customer_id <> all(${sql.param(kept)}::uuid[])`)
  const column = <T>(of: (row: Predicted) => T) => sql.param(rows.map(of))
  const written = await tx.execute(sql`
    insert into customer_predictions as c (organisation_id, customer_id, as_of, model, horizon_weeks, p_alive, expected_transactions, expected_value, clv, clv_low, clv_high)
    select ${ctx.org.id}::uuid, f.id, ${addDays(prospect.end, -1)}::date, f.model, ${prospect.terms.horizonWeeks}::int, f.p_alive, f.expected_transactions, f.expected_value, f.clv, f.clv_low, f.clv_high
    from unnest(${column((r) => r.id)}::uuid[], ${column((r) => r.model)}::text[], ${column((r) => r.pAlive)}::float8[], ${column((r) => r.expectedTransactions)}::float8[],
      ${column((r) => Math.round(r.expectedValue))}::bigint[], ${column((r) => Math.round(r.clv))}::bigint[], ${column((r) => r.error === null ? null : Math.round(relativeInterval(r.clv, r.error).low))}::bigint[], ${column((r) => r.error === null ? null : Math.round(relativeInterval(r.clv, r.error).high))}::bigint[])
      as f (id, model, p_alive, expected_transactions, expected_value, clv, clv_low, clv_high)
    on conflict (organisation_id, customer_id) do update set as_of = excluded.as_of, model = excluded.model, horizon_weeks = excluded.horizon_weeks, p_alive = excluded.p_alive,
      expected_transactions = excluded.expected_transactions, expected_value = excluded.expected_value, clv = excluded.clv, clv_low = excluded.clv_low, clv_high = excluded.clv_high
    where (c.as_of, c.model, c.horizon_weeks, c.p_alive, c.expected_transactions, c.expected_value, c.clv, c.clv_low, c.clv_high) is distinct from
      (excluded.as_of, excluded.model, excluded.horizon_weeks, excluded.p_alive, excluded.expected_transactions, excluded.expected_value, excluded.clv, excluded.clv_low, excluded.clv_high)`)
  if ((gone.rowCount ?? 0) + (written.rowCount ?? 0) > 0) await predictionsChanged(tx, ctx.org.id)
  return { predicted: rows.length, customers: customers.length, last }
}

/** Keeps the models that predictions are being computed by. */
async function keepModels(tx: Tx, ctx: OrgCtx, asOf: string, models: Models): Promise<void> {
  await tx.execute(sql`
    insert into prediction_models as m (organisation_id, as_of, models) values (${ctx.org.id}, ${asOf}::date, ${JSON.stringify(models)}::jsonb)
    on conflict (organisation_id) do update set as_of = excluded.as_of, models = excluded.models where (m.as_of, m.models) is distinct from (excluded.as_of, excluded.models)`)
}
