import { sql } from 'drizzle-orm'
import type { SegmentationDefinition } from '@/db/schema'
import { dayInWords } from '../domain/time/day-in-words'
import { judgedByPredictionsOnly, segmentsBegin } from '../queries/segment-begin'
import type { Asked } from './report'

/**
 * Why a filter's segment holds nobody: it was not judged yet in the window, or in part of it where the past could not be
 * judged (by predictions: those of before are not kept). null where there is nothing to say.
 */
export async function notJudgedIn({ tx, ctx, split, window }: Pick<Asked<unknown>, 'tx' | 'ctx' | 'split' | 'window'>): Promise<string | null> {
  if (!split.segment) return null
  const { segmentation, name } = split.segment
  const { rows: [row] } = await tx.execute<{ definition: SegmentationDefinition }>(sql`select definition from segmentations where organisation_id = ${ctx.org.id} and id = ${segmentation.id} and plan_id is null`)
  if (!row) return null
  const begins = await segmentsBegin(tx, ctx.org, segmentation.id)
  const predicted = judgedByPredictionsOnly(row.definition, begins)
  const who = `“${name}” (${segmentation.name})`
  if (begins === null) return predicted ? `${who} holds nobody yet: it goes by predictions, and none are kept so far.` : null
  if (begins <= window.from || (!predicted && begins < window.to)) return null
  return `${who} holds nobody before ${dayInWords(begins)}${predicted ? ': it goes by predictions, which are kept from then on' : ''}. What goes by the segment of an earlier day counts nobody.`
}
