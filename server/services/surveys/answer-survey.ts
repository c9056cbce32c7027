import { and, eq, sql } from 'drizzle-orm'
import { surveyClaims } from '@/db/schema'
import { reading, writing, type OrgCtx } from '@/server/context'
import { readToken } from '@/server/domain/surveys/link'
import { SURVEY_SCALE } from '@/server/domain/surveys/texts'
import { askedBy, HOSTED_SOURCE, type Asked } from '@/server/queries/surveys'
import { signedBy } from '@/server/sealed'
import { recordBatch } from '../recording/record-batch'

/** What a link opens: one question to be answered, nothing else to be seen. */
export type OpenSurvey = { state: 'open' | 'answered'; link: string; asked: Asked } | { state: 'gone' }

/** An answer that was begun longer ago than this did not arrive. */
const CLAIM_MS = 60_000
export const COMMENT_LIMIT = 2000

/** Whose link a token is; null for one that was not signed here, at no question to the database. */
export function surveyOrganisation(token: string): string | null {
  const read = readToken(token)
  return read && signedBy('survey', read.body, read.signature) ? read.link.organisation : null
}

/** What stands behind a token of this organisation. `clock` is the wall's. */
export async function openSurvey(ctx: OrgCtx, token: string, clock: Date): Promise<OpenSurvey> {
  const read = readToken(token)
  if (!read || surveyOrganisation(token) !== ctx.org.id) return { state: 'gone' }
  const { link, expires } = read.link
  const asked = await reading(ctx, (tx) => askedBy(tx, ctx, link))
  if (!asked) return { state: 'gone' }
  if (asked.answered) return { state: 'answered', link, asked }
  return asked.survey.closedAt !== null || expires * 1000 <= clock.getTime() ? { state: 'gone' } : { state: 'open', link, asked }
}

/** Takes the answer, once: it becomes the response that was asked for. `gone`: the customer was erased meanwhile. */
export async function answerSurvey(ctx: OrgCtx, { link, asked: { survey, response } }: { link: string; asked: Asked }, answer: { score: string | null; comment: string }, clock: Date): Promise<'thanks' | 'score_missing' | 'answered' | 'gone'> {
  const { min, max } = SURVEY_SCALE[survey.survey]
  const score = answer.score !== null && /^\d{1,2}$/.test(answer.score) ? Number(answer.score) : Number.NaN
  if (!(score >= min && score <= max)) return 'score_missing'
  if (!await claim(ctx, link, clock)) return 'answered'
  const comment = clean(answer.comment)
  const { asked_at, customer, touchpoint, attributes } = response
  const record = { id: link, customer, asked_at, occurred_at: ctx.now.toISOString(), survey: survey.survey, score, scale_min: min, scale_max: max, touchpoint, attributes, ...(comment ? { comment } : {}) }
  const { errors } = await recordBatch(ctx, { kind: 'response', records: [plain(record)], source: HOSTED_SOURCE, mode: 'replace' }).catch(async (error: unknown) => {
    await writing(ctx, (tx) => tx.delete(surveyClaims).where(and(eq(surveyClaims.organisationId, ctx.org.id), eq(surveyClaims.linkId, link))))
    throw error
  })
  return errors.length > 0 ? 'gone' : 'thanks'
}

const plain = (record: Record<string, unknown>) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]))
/** What a form can send and a database cannot keep, and what is only space, is left out. */
const clean = (text: string): string => text.trim().slice(0, COMMENT_LIMIT).replaceAll(/[\0\p{Cs}]/gu, '')

/** Two presses, or two tabs: the first is the answer. */
async function claim(ctx: OrgCtx, linkId: string, clock: Date): Promise<boolean> {
  const claimed = await writing(ctx, (tx) => tx.insert(surveyClaims).values({ organisationId: ctx.org.id, linkId, claimedAt: clock })
    .onConflictDoUpdate({ target: [surveyClaims.organisationId, surveyClaims.linkId], set: { claimedAt: clock }, setWhere: sql`${surveyClaims.claimedAt} < ${new Date(clock.getTime() - CLAIM_MS).toISOString()}::timestamptz` }).returning({ linkId: surveyClaims.linkId }))
  return claimed.length > 0
}
