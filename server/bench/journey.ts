import { connect } from '@/db/client'
import type { OrgCtx } from '../context'
import { blankMap } from '../domain/journeys/templates'
import { addMonths, localDayOf } from '../domain/time/local-day'
import { channelParts, touchpointParts } from '../reports/split'
import { answerReport } from '../reports/answer'
import { runStress } from '../seed/stress'
import { saveChannelRule } from '../services/journeys/channel-rules'
import { createJourney } from '../services/journeys/create-journey'
import { settleOrganisation } from '../services/settle/settle'
import { cost } from './cpu'
import { median } from './median'
import type { Postgres } from './postgres'
import type { Result } from './table'
import { benchOrganisation, withDb } from './tenant'

const STEPS = 30
/** The longer history is this many times the shorter one, month for month alike. */
const LONGER = 10

export type JourneyPlan = { customers: number; /** Of the shorter history. */ months: number; interactions: number; rounds: number }

/** A map of thirty steps, each bound to a touchpoint of its own, every tenth under a channel rule. */
async function mapOf(ctx: OrgCtx): Promise<void> {
  const parts = await ctx.db.tenant({ organisationId: ctx.org.id }, (tx) => touchpointParts(tx, ctx), { readOnly: true })
  const steps = parts.filter(({ key }) => key !== 'none').slice(0, STEPS).map(({ key, label }, index) => ({ id: `s${index}`, phase: `p${index % 3}`, name: label, touchpoint: key, child: null }))
  await createJourney(ctx, { name: 'Bench', map: { ...blankMap(), steps } })
  const [channel] = await ctx.db.tenant({ organisationId: ctx.org.id }, (tx) => channelParts(tx, ctx), { readOnly: true })
  if (channel) for (const { touchpoint } of steps.filter((_, index) => index % 10 === 0)) await saveChannelRule(ctx, { touchpoint, required: [channel.key] })
}

/**
 * What an open map asks, for the newest month, over a history and over one ten times as long: counts come from roll-ups,
 * and what has to be followed from row to row is read for the window alone, so it should cost the same.
 */
export async function journeyOnPostgres(postgres: Postgres, plan: JourneyPlan, onProgress: (note: string) => void): Promise<Result[]> {
  const { meter } = postgres
  return withDb(await connect({ kind: 'postgresql', url: await postgres.fresh(), poolSize: 4 }), async (db) => {
    const organisations: OrgCtx[] = []
    for (const times of [1, LONGER]) {
      const ctx = await benchOrganisation(db, `history-${times}`)
      onProgress(`${(plan.interactions * times).toLocaleString('en')} interactions in ${plan.months * times} months`)
      await runStress(ctx, { customers: plan.customers, interactions: plan.interactions * times, months: plan.months * times, channels: 4, touchpoints: STEPS })
      await settleOrganisation(ctx)
      await mapOf(ctx)
      organisations.push(ctx)
    }
    await db.outside('vacuum analyze')
    const [short, long] = organisations
    if (!short || !long) throw new Error('Two histories are compared.')
    const from = addMonths(localDayOf(short.now.getTime(), short.org.timezone), -1)
    const seconds = { short: [] as number[], long: [] as number[] }
    for (let round = 0; round <= plan.rounds; round++) {
      for (const [name, ctx] of [['short', short], ['long', long]] as const) {
        const spent = await cost(meter, () => answerReport(ctx, 'journey-steps', { journey: 'bench', from }))
        if (round > 0) seconds[name].push(spent)
      }
    }
    const [a, b] = [median(seconds.short), median(seconds.long)]
    return [{
      name: `A map of ${STEPS} steps over ${(plan.interactions * LONGER).toLocaleString('en')} interactions against a tenth of the history`, ratio: b / a, target: 1.3, atLeast: false,
      detail: `journey-steps, newest month: ${(a * 1000).toFixed(0)} ms → ${(b * 1000).toFixed(0)} ms`,
    }]
  })
}
