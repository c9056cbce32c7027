import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { riskDays, riskScores } from '@/db/schema'
import { reading, requireCapability, writing, type OrgCtx } from '../../context'
import { scoreRisk } from '../../domain/risk/score'
import * as weights from '../../domain/risk/weights'
import { addDays, mondayOf, type LocalDay } from '../../domain/time/local-day'
import { riskFacts } from '../../queries/risk-facts'
import { resolveWindow } from '../../reports/window'
import { givingWay } from '../give-way'

/** Customers scored in one transaction: a few hundred thousand rows of a year, and nobody waits long. */
const CHUNK = 1000
/** Every day's scores are kept so long; older ones of Mondays only, and what somebody had when they left. */
const DAILY_DAYS = 14
/** Past lists whose hits are counted: windows of HIT_DAYS, one after the other. */
const PAST_LISTS = 4
const WEEK = 7

export type Scoring = { signal?: AbortSignal; onProgress?: (progress: { done: number; of: number }) => void; /** Score these days too, whatever is kept of them. */ days?: LocalDay[] }

/**
 * Scores every customer as of the day after the newest records and a week before (so that it can be said what moved),
 * on past Mondays (so that hits can be counted), and those who left on the day they left. A past day is scored again only
 * when the rules, or the records before it, have changed; running it again changes nothing. Returns the day of the list,
 * null while nothing is recorded.
 */
export async function scoreCustomers(ctx: OrgCtx, { signal, onProgress, days: extra = [] }: Scoring = {}): Promise<{ day: LocalDay | null; scored: number }> {
  requireCapability(ctx, 'edit')
  const plan = await planOf(ctx, extra)
  if (!plan) return { day: null, scored: 0 }
  const giveWay = givingWay(ctx.db, signal)
  let scored = 0
  let done = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; plan.stale.length > 0 || plan.leavers > 0; ) {
    signal?.throwIfAborted()
    await giveWay()
    const ids = await writing(ctx, async (tx) => {
      const chunk = (await tx.execute<{ id: string }>(sql`select id from customers where organisation_id = ${ctx.org.id} and id > ${after}::uuid order by id limit ${CHUNK}`)).rows.map(({ id }) => id)
      if (chunk.length > 0) scored += await scoreChunk(tx, ctx, chunk, plan)
      return chunk
    })
    done += ids.length
    onProgress?.({ done, of: plan.customers })
    if (ids.length < CHUNK) break
    after = ids.at(-1) ?? after
  }
  await finish(ctx, plan)
  return { day: plan.day, scored }
}

type Plan = { day: LocalDay; since: LocalDay; /** Days to be scored, with what they rest on. */ stale: { day: LocalDay; saw: string }[]; /** Left from this day on: scored as of the day they left. */ leftFrom: LocalDay; leavers: number; customers: number }

function planOf(ctx: OrgCtx, extra: LocalDay[]): Promise<Plan | null> {
  return reading(ctx, async (tx) => {
    const { to: day, first } = await resolveWindow(tx, ctx, {}, () => {})
    if (first === null) return null
    const monday = mondayOf(addDays(day, -weights.HIT_DAYS))
    const past = Array.from({ length: PAST_LISTS }, (_, n) => addDays(monday, -n * (weights.HIT_DAYS + 1)))
    const days = [...new Set([day, addDays(day, -WEEK), ...past, ...extra])].filter((d) => d > first)
    // What a day rests on: the rules, the settings, and how many records lie before it.
    const known = await tx.execute<{ day: string; saw: string | null; records: string }>(sql`
      select d.day::text as day, k.saw, (select coalesce(sum(records), 0)::text from source_daily s where s.organisation_id = ${ctx.org.id} and s.day < d.day) as records
      from unnest(${sql.param(days)}::date[]) as d (day) left join risk_days k on k.organisation_id = ${ctx.org.id} and k.day = d.day`)
    const rules = createHash('sha256').update(JSON.stringify([weights, ctx.org.transactionKinds, ctx.org.currency, ctx.org.timezone, ctx.org.lapseDays])).digest('hex').slice(0, 8)
    const stale = known.rows.map((row) => ({ day: row.day, saw: `${rules}:${row.records}`, was: row.saw }))
      // Leaving, moments and promises of the last weeks go on changing without a record of that day: these are always scored.
      .filter(({ day: d, saw, was }) => saw !== was || extra.includes(d) || d >= addDays(day, -WEEK)).map(({ day: d, saw }) => ({ day: d, saw }))
    const leftFrom = addDays(day, -weights.HIT_DAYS)
    const count = await tx.execute<{ customers: number; leavers: number }>(sql`
      select (select count(*)::int from customers where organisation_id = ${ctx.org.id}) as customers,
        (select count(*)::int from spells where organisation_id = ${ctx.org.id} and end_day >= ${leftFrom}::date and end_day < ${day}::date) as leavers`)
    return { day, since: first, stale, leftFrom, leavers: 0, customers: 0, ...count.rows[0] }
  })
}

async function scoreChunk(tx: Tx, ctx: OrgCtx, customers: string[], { stale, since, leftFrom, day }: Plan): Promise<number> {
  const org = ctx.org.id
  const days = stale.map((s) => s.day)
  const mine = sql`organisation_id = ${org} and customer_id = any(${sql.param(customers)}::uuid[])`
  const leaving = await tx.execute<{ id: string; day: string }>(sql`
    select customer_id as id, end_day::text as day from spells where ${mine} and end_day >= ${leftFrom}::date and end_day < ${day}::date`)
  const present = await riskFacts(tx, ctx.org, customers, days, { since })
  const left = await riskFacts(tx, ctx.org, [...new Set(leaving.rows.map((r) => r.id))], [...new Set(leaving.rows.map((r) => r.day))], { since, leavingOnly: true })
  const key = (r: { customerId: string; day: string }) => `${r.customerId} ${r.day}`
  const frozen = new Set(left.map(key))
  const rows = [...left, ...present.filter((r) => !frozen.has(key(r)))].flatMap((facts) => {
    const { score, reasons } = scoreRisk(facts)
    const isFrozen = frozen.has(key(facts))
    // A score of 0 is kept only for whoever left: of them it must be said that nothing was seen.
    return score > 0 || isFrozen ? [{ organisationId: org, customerId: facts.customerId, day: facts.day, score, reasons, value: facts.value, frozen: isFrozen }] : []
  })
  await tx.execute(sql`delete from risk_scores where ${mine} and (day = any(${sql.param(days)}::date[]) or (frozen and day >= ${leftFrom}::date))`)
  for (let at = 0; at < rows.length; at += 500) await tx.insert(riskScores).values(rows.slice(at, at + 500))
  return rows.length
}

async function finish(ctx: OrgCtx, { day, stale }: Plan): Promise<void> {
  await writing(ctx, async (tx, w) => {
    if (stale.length > 0) {
      await tx.insert(riskDays).values(stale.map((s) => ({ organisationId: ctx.org.id, ...s, computedAt: ctx.now })))
        .onConflictDoUpdate({ target: [riskDays.organisationId, riskDays.day], set: { saw: sql`excluded.saw`, computedAt: sql`excluded.computed_at` } })
    }
    const old = sql`organisation_id = ${ctx.org.id} and (day > ${day}::date or (day < ${addDays(day, -DAILY_DAYS)}::date and extract(isodow from day) <> 1))`
    await tx.execute(sql`delete from risk_scores where not frozen and ${old}`)
    await tx.execute(sql`delete from risk_days where ${old}`)
    w.publish('customers')
  })
}
