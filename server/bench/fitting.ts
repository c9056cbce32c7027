import { sql } from 'drizzle-orm'
import { connect, type Db } from '@/db/client'
import { ticks } from '../clock'
import { reading } from '../context'
import { fitsFor, ownTerms, type Fits } from '../reports/value-predictions'
import { median } from './median'
import type { Postgres } from './postgres'
import type { Result } from './table'
import { benchOrganisation, withDb } from './tenant'

const MB = 1_000_000
const LOOK_MS = 50
const END = '2026-03-16'

/** What a fit costs: looking at those drawn by lot and iterating, over the one pass over everybody that its floor is. */
const TARGET = 2.5
const MEMORY_TARGET = 300

/**
 * Fits BG/NBD and Gamma-Gamma as reports do to so many customers with some four purchases each over two years, beside one pass over
 * the same rows in SQL; and how far this process grows meanwhile. Wall-clock, medians of rounds, since the fit and the
 * database take turns.
 */
export async function fitOnPostgres(server: Postgres, { customers, rounds }: { customers: number; rounds: number }, say: (note: string) => void): Promise<Result[]> {
  return withDb(await connect({ kind: 'postgresql', url: await server.fresh(), poolSize: 2 }), async (db) => {
    const ctx = await benchOrganisation(db, 'bench')
    say(`${customers.toLocaleString('en')} customers and their purchases`)
    await db.maintenance((tx) => fill(tx, ctx.org.id, customers))
    await db.outside('vacuum analyze')
    const floors: number[] = []
    const fits: number[] = []
    let fitted: Fits | undefined
    let purchases = 0
    const idle = process.memoryUsage.rss()
    let peak = idle
    const looking = setInterval(() => { peak = Math.max(peak, process.memoryUsage.rss()) }, LOOK_MS)
    try {
      for (let round = 0; round < rounds; round++) {
        say(`round ${round + 1} of ${rounds}`)
        let began = ticks()
        purchases = await reading(ctx, async (tx) => (await tx.execute<{ n: number }>(sql`
          select sum(n)::float8 as n from (select p.customer_id, count(*) as n, min(t.day), max(t.day), sum(t.amount) from transactions t
          join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id where t.organisation_id = ${ctx.org.id} group by 1) g`)).rows[0]?.n ?? 0)
        floors.push(ticks() - began)
        began = ticks()
        // Another end each round, so that no fit is remembered.
        fitted = await reading(ctx, (tx) => fitsFor(tx, ctx, { model: 'bg_nbd', end: `2026-03-${16 + round}`, terms: ownTerms(ctx) }))
        fits.push(ticks() - began)
      }
    } finally {
      clearInterval(looking)
    }
    const [floor, fit] = [median(floors), median(fits)]
    const distinct = fitted?.counts?.rows.length ?? 0
    const model = `${fitted?.counts?.model.name ?? 'none'} and ${fitted?.spends?.model.name ?? 'none'}`
    return [
      { name: `Fit on ${customers.toLocaleString('en')} customers, against one pass over their purchases`, ratio: fit / floor, target: TARGET, atLeast: false, detail: `fit ${seconds(fit)}, pass ${seconds(floor)}; ${purchases.toLocaleString('en')} purchases, ${distinct.toLocaleString('en')} distinct histories; ${model}` },
      { name: `Memory above idle while fitting ${customers.toLocaleString('en')} customers, in MB`, ratio: (peak - idle) / MB, target: MEMORY_TARGET, atLeast: false, detail: `idle ${(idle / MB).toFixed(0)} MB, peak ${(peak / MB).toFixed(0)} MB` },
    ]
  })
}

/**
 * Customers exactly as BG/NBD has them (Fader, Hardie & Lee 2005): exponential times between purchases at a pace from a
 * gamma distribution (r = 1, mean 1/60 a day), a chance of stopping after each purchase from a beta distribution (a = 1,
 * b = 4), and spend about a mean of their own. Ids rise, so that filling is quick.
 */
async function fill(tx: Parameters<Parameters<Db['maintenance']>[0]>[0], organisation: string, customers: number): Promise<void> {
  const customer = sql`lpad(to_hex(i), 32, '0')::uuid`
  await tx.execute(sql`select setseed(0.42)`)
  await tx.execute(sql`insert into customers (organisation_id, id, external_id) select ${organisation}::uuid, ${customer}, 'c' || i from generate_series(1, ${customers}::int) i`)
  await tx.execute(sql`
    insert into profiles (organisation_id, id, customer_id, anonymous, external_id)
    select ${organisation}::uuid, ${customer}, ${customer}, false, 'c' || i from generate_series(1, ${customers}::int) i`)
  await tx.execute(sql`
    insert into transactions (organisation_id, profile_id, id, source, external_id, occurred_at, day, amount, currency)
    select ${organisation}::uuid, ${customer}, lpad(to_hex(i * 64 + k), 32, '0')::uuid, 'bench', i || '.' || k, day::timestamptz, day, greatest(100, (mean * (0.5 + random()))::int), 'EUR'
    from (
      select i, k, mean, ${END}::date - 730 + start + floor(sum(case when k = 0 then 0 else least(10000, -ln(1 - random()) / pace) end) over (partition by i order by k))::int as day
      from (
        select i, start, mean, pace, least(60, floor(ln(1 - random()) / ln(1 - stop)))::int as stops
        from (select i, (random() * 300)::int as start, -ln(1 - random()) / 60 as pace, 1 - power(1 - random(), 0.25) as stop, 1000 - 3000 * ln(1 - random()) as mean from generate_series(1, ${customers}::int) i) c
      ) c cross join lateral generate_series(0, stops) k) p
    where day < ${END}::date`)
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
