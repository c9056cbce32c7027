import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { channels, plans, segmentations, segments, touchpoints } from '@/db/schema'
import type { OrgCtx } from '../../context'
import { partOf, withPart, type FigureRef } from '../../domain/plans/figure'
import { figureNamed } from '../measured'

/** A figure as people say it: what it is, and whose, with all that narrows it. “Failed moments: share of the moments, at “Pay a bill””. */
export async function figureWords(tx: Tx, ctx: OrgCtx, figure: FigureRef): Promise<string> {
  const words = [labelOf(figure)]
  for (let of = figure; partOf(of); of = withPart(of, null)) words.push(await whoseWords(tx, ctx, of))
  return words.join(', ')
}

const ROWS: Record<string, string> = { human: ' on human channels', digital: ' on digital channels' }
const COUNTED: Record<string, string> = { contact: 'contacts', lookup: 'look-ups', message: 'messages' }

/** The figure's own name; of moments those that failed are meant unless the row says otherwise, and growth is said of what. */
export function labelOf({ report, field, cell, parameters }: FigureRef): string {
  const { figure } = figureNamed({ report, field })
  if (report === 'growth' && field === 'cagr') return `${figure.label} of ${COUNTED[String(parameters.direction)] ?? 'interactions'}${ROWS[cell.key ?? ''] ?? (cell.key === undefined || cell.key === 'total' ? '' : ` by ${cell.key}`)}`
  return cell.result === 'failed' ? `Failed moments: ${figure.label.toLowerCase()}` : figure.label
}

const EVERYBODY = 'everybody'

/** Whose it is first of all. */
export async function whoseWords(tx: Tx, ctx: OrgCtx, figure: FigureRef): Promise<string> {
  const part = partOf(figure)
  if (!part) return EVERYBODY
  const own = ctx.org.id
  const [left, right] = [part.value.slice(0, part.value.indexOf(':')), part.value.slice(part.value.indexOf(':') + 1)]
  if (part.kind === 'touchpoint') {
    const [found] = await tx.select({ name: touchpoints.name }).from(touchpoints).where(and(eq(touchpoints.organisationId, own), eq(touchpoints.slug, part.value)))
    return `at “${found?.name ?? part.value}”`
  }
  if (part.kind === 'channel') {
    const [found] = await tx.select({ name: channels.name }).from(channels).where(and(eq(channels.organisationId, own), eq(channels.slug, part.value)))
    return `by ${found?.name ?? part.value}`
  }
  if (part.kind === 'segment') {
    const [found] = await tx.select({ name: segments.name, of: segmentations.name, plan: segmentations.planId }).from(segments).innerJoin(segmentations, and(eq(segmentations.organisationId, segments.organisationId), eq(segmentations.id, segments.segmentationId)))
      .where(and(eq(segments.organisationId, own), eq(segmentations.slug, left), eq(segments.slug, right)))
    if (!found?.plan) return found ? `${found.name} (${found.of})` : part.value
    const [plan] = await tx.select({ matched: plans.matched }).from(plans).where(and(eq(plans.organisationId, own), eq(plans.id, found.plan)))
    const size = plan?.matched?.matched ?? 0
    if (right === 'matched') return `${size} matched customers`
    return plan?.matched ? `${size} of ${await whoseWords(tx, ctx, plan.matched.of)}` : 'the plan’s customers'
  }
  return part.kind === 'attribute' ? `${left} ${right}` : `${part.kind} ${part.value}`
}
