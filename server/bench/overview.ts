import { sql } from 'drizzle-orm'
import { connect } from '@/db/client'
import type { OrgCtx } from '../context'
import { yearFrom } from '../domain/time/last-year'
import { localDayOf } from '../domain/time/local-day'
import { answerReport } from '../reports/answer'
import { runStress } from '../seed/stress'
import { settleOrganisation } from '../services/settle/settle'
import { cost, type Meter } from './cpu'
import { median } from './median'
import type { Postgres } from './postgres'
import type { Result } from './table'
import { benchOrganisation, withDb } from './tenant'

export type OverviewPlan = { customers: number; months: number; channels: number; touchpoints: number; /** Of the smaller size. */ interactions: number; rounds: number }

/** What the overview asks (components/overview, app/(workspace)/[org]/page.tsx), in the same words. */
export function overviewQuestions(ctx: OrgCtx): { name: string; parameters: Record<string, unknown> }[] {
  const year = yearFrom(localDayOf(ctx.now.getTime(), ctx.org.timezone))
  return [
    { name: 'freshness', parameters: {} }, { name: 'findings', parameters: {} }, { name: 'losses', parameters: {} }, { name: 'interactions-per-customer', parameters: { interval: 'month' } },
    { name: 'moment-outcomes', parameters: { from: year } }, { name: 'cost-to-serve', parameters: { by: 'channel', from: year } },
  ]
}

/**
 * The figures of those answers that count interactions, without any roll-up: how fresh each source is, per customer and
 * month, cost per channel, and the weekly cells that findings compare. Losses and outcomes come from settled rows; what
 * they would cost otherwise is left out, in the roll-ups' disfavour.
 */
const RAW = [
  `select source, channel_id, day, count(*) from interactions where organisation_id = $1 group by 1, 2, 3`,
  `select date_trunc('month', i.day), count(*), count(distinct p.customer_id) from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id where i.organisation_id = $1 group by 1`,
  `select c.id, count(*) filter (where i.direction = 'contact'), sum(coalesce(i.cost, c.cost_per_contact)) filter (where i.direction = 'contact'), count(distinct (p.customer_id, date_trunc('month', i.day)))
     from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id join channels c on c.organisation_id = i.organisation_id and c.id = i.channel_id where i.organisation_id = $1 group by 1`,
  `select date_trunc('week', day), channel_id, touchpoint_id, direction, result, count(*) from interactions where organisation_id = $1 group by 1, 2, 3, 4, 5`,
]
const RAW_REPORTS = ['freshness', 'interactions-per-customer', 'cost-to-serve', 'findings']

async function raw(ctx: OrgCtx): Promise<void> {
  for (const text of RAW) await ctx.db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql.raw(text.replace('$1', `'${ctx.org.id}'`))), { readOnly: true })
}

export async function overviewOnPostgres(postgres: Postgres, plan: OverviewPlan, onProgress: (note: string) => void): Promise<Result[]> {
  const { meter } = postgres
  return withDb(await connect({ kind: 'postgresql', url: await postgres.fresh(), poolSize: 4 }), async (db) => {
    const organisations: OrgCtx[] = []
    for (const times of [1, 10]) {
      const ctx = await benchOrganisation(db, `times-${times}`)
      const interactions = plan.interactions * times
      onProgress(`${interactions.toLocaleString('en')} interactions of ${plan.customers.toLocaleString('en')} customers`)
      await runStress(ctx, { customers: plan.customers, interactions, months: plan.months, channels: plan.channels, touchpoints: plan.touchpoints })
      await settleOrganisation(ctx)
      organisations.push(ctx)
    }
    // What autovacuum would have done by the time anybody looks.
    await db.outside('vacuum analyze')
    const [small, large] = organisations
    if (!small || !large) throw new Error('Two sizes are compared.')
    const times = new Map<string, { small: number[]; large: number[] }>()
    for (let round = 0; round <= plan.rounds; round++) {
      for (const { name, parameters } of overviewQuestions(large)) {
        const ask = (ctx: OrgCtx) => cost(meter, () => answerReport(ctx, name, parameters))
        const seconds = { small: await ask(small), large: await ask(large) }
        if (round === 0) continue
        const all = times.get(name) ?? { small: [], large: [] }
        times.set(name, all)
        all.small.push(seconds.small)
        all.large.push(seconds.large)
      }
    }
    onProgress('the same from raw rows')
    return compare(plan, times, await rawCost(meter, large))
  })
}

async function rawCost(meter: Meter, ctx: OrgCtx): Promise<number> {
  await raw(ctx)
  return median([await cost(meter, () => raw(ctx)), await cost(meter, () => raw(ctx))])
}

function compare(plan: OverviewPlan, times: ReadonlyMap<string, { small: number[]; large: number[] }>, rawSeconds: number): Result[] {
  const sum = (size: 'small' | 'large', of: readonly string[] = [...times.keys()]) => of.reduce((all, name) => all + median(times.get(name)?.[size] ?? []), 0)
  const ms = (seconds: number) => `${(seconds * 1000).toFixed(0)} ms`
  const most = plan.interactions * 10
  const each = [...times].map(([name, { small, large }]) => `${name} ${ms(median(small))} → ${ms(median(large))}`).join(', ')
  return [
    { name: `Overview's reports with ${most.toLocaleString('en')} interactions against a tenth`, ratio: sum('large') / sum('small'), target: 1.1, atLeast: false, detail: each },
    // Fifty times at ten million; reading raw rows takes time in proportion to them.
    { name: 'From raw rows against from roll-ups', ratio: rawSeconds / sum('large', RAW_REPORTS), target: Math.min(50, (50 * most) / 10_000_000), atLeast: true, detail: `${ms(rawSeconds)} against ${ms(sum('large', RAW_REPORTS))}` },
  ]
}
