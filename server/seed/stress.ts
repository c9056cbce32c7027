import { sql } from 'drizzle-orm'
import { channels, touchpoints } from '@/db/schema'
import type { Tx } from '@/db/client'
import { CHANNEL_KINDS, HUMAN_CHANNEL_KINDS } from '@/db/vocabulary'
import { requireCapability, writing, type OrgCtx } from '../context'
import { recordId } from '../domain/ids'
import { catalogueId } from '../services/recording/draft'
import { rebuild } from '../services/recording/rebuild'

export type StressPlan = { customers: number; interactions: number; months: number; channels: number; touchpoints: number }
export type StressProgress = (progress: { done: number; of: number; note: string }) => void

/** Rows of one statement: one transaction each, so that a large load neither blocks nor swells. */
const CHUNK = 500_000
const PEOPLE = 20_000
const SOURCE = 'stress'

/**
 * Fills an empty organisation with any number of interactions, and one transaction per customer and month, spread evenly
 * over the months before ctx.now. The fast path: set-based statements write the rows recording would have written
 * (records with it), then `rebuild` makes every roll-up from them, so the roll-up law holds. Customers have their true
 * ids; interactions and transactions have made-up ones, so replaying them through the API would not find them. The rows
 * follow from their numbers alone: the same plan on the same day is the same data. Settling is the caller's.
 */
export async function runStress(ctx: OrgCtx, plan: StressPlan, onProgress?: StressProgress): Promise<{ interactions: number }> {
  requireCapability(ctx, 'admin')
  await writing(ctx, (tx) => catalogue(tx, ctx, plan))
  for (let from = 1; from <= plan.customers; from += PEOPLE) {
    await writing(ctx, (tx) => people(tx, ctx, plan, from, Math.min(from + PEOPLE - 1, plan.customers)))
    onProgress?.({ done: Math.min(from + PEOPLE - 1, plan.customers), of: plan.customers, note: 'Customers' })
  }
  const transactions = plan.customers * plan.months
  for (const [note, all, insert] of [['Interactions', plan.interactions, interactionRows], ['Transactions', transactions, transactionRows]] as const) {
    for (let from = 1; from <= all; from += CHUNK) {
      const to = Math.min(from + CHUNK - 1, all)
      await writing(ctx, (tx) => insert(tx, ctx, plan, all, from, to))
      onProgress?.({ done: to, of: all, note })
    }
  }
  if (ctx.db.kind === 'embedded') await ctx.db.outside('analyze')
  onProgress?.({ done: 0, of: 1, note: 'Roll-ups, from the rows' })
  return rebuild(ctx)
}

const slug = (what: 'channel' | 'touchpoint', n: number) => `${what}_${n}`
const kindOf = (n: number) => CHANNEL_KINDS[n % CHANNEL_KINDS.length] ?? 'other'

async function catalogue(tx: Tx, ctx: OrgCtx, plan: StressPlan): Promise<void> {
  const organisationId = ctx.org.id
  await tx.insert(channels).values(Array.from({ length: plan.channels }, (_, n) => ({
    organisationId, id: catalogueId(organisationId, 'channel', slug('channel', n)), slug: slug('channel', n), name: `Channel ${n + 1}`, kind: kindOf(n), humanAnswers: HUMAN_CHANNEL_KINDS.includes(kindOf(n)), costPerContact: 20 + 40 * n, confirmed: true,
  }))).onConflictDoNothing()
  // One touchpoint in ten can make or break the relationship.
  await tx.insert(touchpoints).values(Array.from({ length: plan.touchpoints }, (_, n) => ({
    organisationId, id: catalogueId(organisationId, 'touchpoint', slug('touchpoint', n)), slug: slug('touchpoint', n), name: `Touchpoint ${n + 1}`, class: n % 10 === 0 ? 'moment_that_matters' as const : 'efficient' as const,
    momentRule: { rule: n % 10 === 0 ? 'failed' as const : 'all' as const }, confirmed: true,
  }))).onConflictDoNothing()
}

async function people(tx: Tx, ctx: OrgCtx, plan: StressPlan, from: number, to: number): Promise<void> {
  const org = ctx.org.id
  const names = Array.from({ length: to - from + 1 }, (_, i) => `S${from + i}`)
  const ids = names.map((name) => recordId(org, 'customer', '', name))
  const given = sql`unnest(${sql.param(ids)}::uuid[], ${sql.param(names)}::text[]) with ordinality as u (id, name, n)`
  const start = sql`${ctx.now.toISOString()}::timestamptz - ${`${plan.months} months`}::interval`
  await tx.execute(sql`insert into profiles (organisation_id, id, customer_id, anonymous, external_id) select ${org}::uuid, id, id, false, name from ${given} on conflict do nothing`)
  await tx.execute(sql`
    insert into customers (organisation_id, id, external_id, name, acquired_at, left_at)
    select ${org}::uuid, id, name, 'Customer ' || name, ${start} - interval '1 day' * (n % 900),
      case when n % 5 = 0 then ${start} + (${ctx.now.toISOString()}::timestamptz - ${start}) * ((n * 7919 % 1000) / 1000.0) end
    from ${given} on conflict do nothing`)
}

/**
 * Who and when, for row number n of `all`: rows come in the order of time, each within a week of when it happened, as a
 * feed brings them. (Scattered over all the months, a month's rows would lie on every page of the table, and reading one
 * month would cost what reading the history costs.) Multiplications by primes scatter without chance.
 */
const whoAndWhen = (ctx: OrgCtx, plan: StressPlan, all: number, from: number, to: number) => sql`
  select n, u.ids[1 + (n::bigint * 7919 % ${plan.customers}::int)::int] as profile_id,
    date_trunc('second', ${ctx.now.toISOString()}::timestamptz - interval '7 days' * ((n::bigint * 104729 % 9999991)::float8 / 9999991)
      - (${`${plan.months} months`}::interval - interval '7 days') * ((${all}::float8 - n) / ${all}::float8)) as at
  from generate_series(${from}::int, ${to}::int) n, (select array_agg(id order by external_id) as ids from profiles where organisation_id = ${ctx.org.id}) u`

const counted = (kind: 'interaction' | 'transaction', org: string) => sql`
  insert into records (organisation_id, id, kind, profile_id, content_hash) select ${org}::uuid, id, ${kind}, profile_id, decode(md5(id::text), 'hex') from written on conflict do nothing`

async function interactionRows(tx: Tx, ctx: OrgCtx, plan: StressPlan, all: number, from: number, to: number): Promise<void> {
  const org = ctx.org.id
  const idsOf = (what: 'channel' | 'touchpoint', length: number) => sql.param(Array.from({ length }, (_, n) => catalogueId(org, what, slug(what, n))))
  await tx.execute(sql`
    with written as (
      insert into interactions (organisation_id, profile_id, id, source, external_id, occurred_at, day, channel_id, touchpoint_id, form, direction, impression, result, result_source, duration_s)
      select ${org}::uuid, profile_id, md5(${org}::text || 'i' || n)::uuid, ${SOURCE}, 'i' || n, at, (at at time zone ${ctx.org.timezone}::text)::date,
        (${idsOf('channel', plan.channels)}::uuid[])[1 + n / 7 % ${plan.channels}::int], (${idsOf('touchpoint', plan.touchpoints)}::uuid[])[1 + n / 3 % ${plan.touchpoints}::int], 'interaction',
        case when n % 10 < 1 then 'contact' when n % 10 < 6 then 'lookup' else 'message' end, case when n % 97 = 0 then -2 when n % 41 = 0 then 1 end,
        case when n % 13 = 0 then case when n % 5 = 0 then 'failed' else 'met' end end, case when n % 13 = 0 then 'rule' end, 20 + n % 600
      from (${whoAndWhen(ctx, plan, all, from, to)}) x on conflict do nothing returning id, profile_id)
    ${counted('interaction', org)}`)
}

async function transactionRows(tx: Tx, ctx: OrgCtx, plan: StressPlan, all: number, from: number, to: number): Promise<void> {
  const org = ctx.org.id
  await tx.execute(sql`
    with written as (
      insert into transactions (organisation_id, profile_id, id, source, external_id, occurred_at, day, amount, currency, kind)
      select ${org}::uuid, profile_id, md5(${org}::text || 't' || n)::uuid, ${SOURCE}, 't' || n, at, (at at time zone ${ctx.org.timezone}::text)::date,
        200 + 100000 / (1 + n::bigint * 7919 % ${plan.customers}::int), ${ctx.org.currency}, 'margin'
      from (${whoAndWhen(ctx, plan, all, from, to)}) x on conflict do nothing returning id, profile_id)
    ${counted('transaction', org)}`)
}
