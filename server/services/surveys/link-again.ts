import type { z } from 'zod'
import { now } from '@/server/clock'
import { reading, requireCapability, writing, type OrgCtx } from '@/server/context'
import { invalid, notFound, TouchstoneError } from '@/server/errors'
import { askedBy } from '@/server/queries/surveys'
import { linkAgainInput } from '@/server/schemas/surveys'
import { DAY_S, linkPath } from './make-links'

/**
 * A link that was made before, once more: the same question, not counted as asked again, valid as long as a new one.
 * Needs `ingest`; `not_found` for an unknown one, `conflict` once it is answered, `invalid` when the survey is closed.
 */
export async function linkAgain(ctx: OrgCtx, input: z.input<typeof linkAgainInput>): Promise<{ path: string; expires_at: string }> {
  requireCapability(ctx, 'ingest')
  const { id, link } = linkAgainInput.parse(input)
  const found = await reading(ctx, (tx) => askedBy(tx, ctx, link))
  if (!found || found.survey.id !== id) throw notFound('link')
  if (found.answered) throw new TouchstoneError('conflict', 'This one is answered already.')
  if (found.survey.closedAt) throw invalid('This survey is closed.')
  const expires = Math.floor(now().getTime() / 1000) + found.survey.validDays * DAY_S
  await writing(ctx, (_tx, w) => w.audit({ action: 'survey.link_given_again', subject: 'survey', subjectId: id, detail: { name: found.survey.name, customer: found.response.customer } }))
  return { path: linkPath(ctx, link, expires), expires_at: new Date(expires * 1000).toISOString() }
}
