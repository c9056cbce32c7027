import type { Tx } from '@/db/client'
import type { OrgCtx } from '../../context'
import { localDayOf } from '../../domain/time/local-day'
import { lateInWords, sourceRhythms } from '../freshness'
import { askedWithin, figureNamed, ripensIn, type FigureOf } from '../measured'
import type { PlanRow } from './plan-row'

/** Reports that count other records than what happened at touchpoints. */
const OTHERS: Readonly<Record<string, readonly string[] | undefined>> = { promises: ['promise'], 'follow-through': ['promise'], 'survey-scores': ['response'], 'value-perception': ['response'] }
const RELATIONSHIPS = ['customer', 'transaction']

/** The kinds of records a figure is made of. */
function kindsOf(ctx: OrgCtx, of: FigureOf): readonly string[] {
  const { report } = figureNamed(of)
  return OTHERS[report.name] ?? [...(report.beforeRecords ? [] : ['interaction']), ...(report.beforeRecords || ripensIn(ctx, of) > 0 ? RELATIONSHIPS : [])]
}

/**
 * Feeds that a plan's figure needs and that had fallen silent by its review, or by now, in sentences; [] where its groups are
 * counted elsewhere. What such a feed did not send looks as if it had not happened.
 */
export async function silentFor(ctx: OrgCtx, tx: Tx, { measure, startOn: from, reviewOn }: Pick<PlanRow, 'measure' | 'startOn' | 'reviewOn'>): Promise<string[]> {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  const to = reviewOn && reviewOn < today ? reviewOn : today
  if (!measure || !from || from >= to) return []
  const kinds = kindsOf(ctx, measure)
  const { channel } = measure.parameters
  const rhythms = await sourceRhythms(await askedWithin(ctx, tx, figureNamed(measure).report, { ...measure.parameters, from, to }))
  const late = rhythms.filter((feed) => feed.late && kinds.includes(feed.kind) && (typeof channel !== 'string' || feed.channel === null || feed.channel.slug === channel))
  return [...new Set(late.map((feed) => lateInWords(feed, ctx)))]
}
