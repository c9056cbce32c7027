import { sql } from 'drizzle-orm'
import { connect } from '@/db/client'
import type { OrgCtx } from '../context'
import { segmentationRow } from '../queries/segments'
import { defineRules } from '../services/segments/define-rules'
import { defineValueTiers } from '../services/segments/define-value-tiers'
import { resegment } from '../services/segments/resegment'
import { cost } from './cpu'
import type { Postgres } from './postgres'
import type { Result } from './table'
import { benchOrganisation, withDb } from './tenant'

const MB = 1_000_000
const LOOK_MS = 100
const TIERS = { window_days: 365, cut: 'quantiles' as const }

/** Customers with four purchases and two contacts each over the year before, written straight into the tables. */
async function fill(ctx: OrgCtx, customers: number): Promise<void> {
  const org = sql`${ctx.org.id}::uuid`
  const id = (prefix: string) => sql.raw(`md5('${prefix}' || n)::uuid`)
  const of = sql`generate_series(1, ${customers}::int) n`
  const day = (k: string) => sql`date '2025-03-20' + ((n * 7 + ${sql.raw(k)} * 83) % 350)`
  await ctx.db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    await tx.execute(sql`insert into customers (organisation_id, id, external_id) select ${org}, ${id('c')}, 'c' || n from ${of}`)
    await tx.execute(sql`insert into profiles (organisation_id, id, customer_id, anonymous, external_id) select ${org}, ${id('c')}, ${id('c')}, false, 'c' || n from ${of}`)
    await tx.execute(sql`insert into spells (organisation_id, customer_id, number, start_day, start_stated) select ${org}, ${id('c')}, 1, date '2025-03-20', true from ${of}`)
    await tx.execute(sql`
      insert into transactions (organisation_id, profile_id, id, source, external_id, occurred_at, day, amount, currency)
      select ${org}, ${id('c')}, md5('t' || n || ':' || k)::uuid, 'bench', 't', ${day('k')}, ${day('k')}, ((n::int8 * 7919 + k * 104729) % 20000)::int, 'EUR' from ${of}, generate_series(1, 4) k`)
    await tx.execute(sql`
      insert into interactions (organisation_id, profile_id, id, source, external_id, occurred_at, day, channel_id, touchpoint_id, form, direction)
      select ${org}, ${id('c')}, md5('i' || n || ':' || k)::uuid, 'bench', 'i', ${day('k')}, ${day('k')}, md5('channel' || (n + k) % 4)::uuid, md5('touchpoint' || n % 10)::uuid, 'interaction', 'contact' from ${of}, generate_series(1, 2) k`)
    await tx.execute(sql`insert into source_daily (organisation_id, source, kind, channel_id, day, records) select ${org}, 'bench', 'transaction', md5('')::uuid, d, 1 from unnest(array[date '2025-03-20', date '2026-03-14']) d`)
  })
  await ctx.db.outside('vacuum analyze')
}

/** What everybody is worth and the fifth they are in: one pass over the same rows, nothing written. */
const FLOOR = `select tier, count(*), sum(value) from (
  select p.customer_id, sum(t.amount) as value, ntile(4) over (order by sum(t.amount) desc) as tier from profiles p join transactions t on t.organisation_id = p.organisation_id and t.profile_id = p.id
  where p.organisation_id = $1 and t.day >= date '2025-03-15' and t.day < date '2026-03-15' group by 1) x group by 1`

/** Cutting everybody anew, in the background's way: time and memory beside one pass over the same rows in SQL. */
export async function resegmentingOnPostgres(postgres: Postgres, customers: number, onProgress: (note: string) => void): Promise<Result[]> {
  const { meter } = postgres
  return withDb(await connect({ kind: 'postgresql', url: await postgres.fresh(), poolSize: 4 }), async (db) => {
    const ctx = await benchOrganisation(db, 'bench')
    onProgress(`${customers.toLocaleString('en')} customers`)
    await fill(ctx, customers)
    const pass = () => db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql.raw(FLOOR.replace('$1', `'${ctx.org.id}'`))), { readOnly: true })
    await pass()
    const floor = await cost(meter, pass)
    const measured = async (slug: string) => {
      const segmentation = (await db.tenant({ organisationId: ctx.org.id }, (tx) => segmentationRow(tx, ctx, slug)))?.id ?? ''
      const idle = process.memoryUsage.rss()
      let peak = idle
      const looking = setInterval(() => { peak = Math.max(peak, process.memoryUsage.rss()) }, LOOK_MS)
      const began = performance.now()
      let changed = 0
      try {
        const seconds = await cost(meter, async () => { changed = await resegment(ctx, segmentation) })
        return { seconds, wall: (performance.now() - began) / 1000, memory: (peak - idle) / MB, changed }
      } finally {
        clearInterval(looking)
      }
    }
    const result = (name: string, target: number, { seconds, wall, memory, changed }: Awaited<ReturnType<typeof measured>>): Result => ({
      name: `${name} of ${customers.toLocaleString('en')} customers against one pass in SQL`, ratio: seconds / floor, target, atLeast: false,
      detail: `${seconds.toFixed(1)} s of CPU (${wall.toFixed(1)} s) against ${floor.toFixed(2)} s, ${changed.toLocaleString('en')} memberships changed, ${memory.toFixed(0)} MB above idle`,
    })
    onProgress('all of their history, by tier')
    await defineValueTiers(ctx, { name: 'Bench', ...TIERS, tiers: [{ name: 'Top', at: 0.1 }, { name: 'High', at: 0.4 }, { name: 'Rest', at: 1 }] })
    const history = result('A year’s monthly cuts', 90, await measured('bench'))
    onProgress('tiers cut anew')
    await defineValueTiers(ctx, { slug: 'bench', name: 'Bench', ...TIERS, tiers: [{ name: 'Top', at: 0.2 }, { name: 'High', at: 0.4 }, { name: 'Rest', at: 1 }] })
    const again = result('Re-segmentation', 14, await measured('bench'))
    onProgress('by rules')
    await defineRules(ctx, { name: 'Rules', segments: [{ name: 'Big', when: { all: [{ fact: 'value', op: 'at_least', value: 400, days: 365 }, { fact: 'contacts', op: 'at_least', value: 1, days: null }] } }] })
    await measured('rules')
    await defineRules(ctx, { slug: 'rules', name: 'Rules', segments: [{ name: 'Big', when: { all: [{ fact: 'value', op: 'at_least', value: 300, days: 365 }, { fact: 'contacts', op: 'at_least', value: 1, days: null }] } }] })
    return [history, again, result('Re-segmentation by rules', 32, await measured('rules'))]
  })
}
