import { randomUUID } from 'node:crypto'
import { inArray, and, eq } from 'drizzle-orm'
import { responses } from '@/db/schema'
import { now } from '@/server/clock'
import { reading, requireCapability, writing, type OrgCtx } from '@/server/context'
import { recordId, uuidV5 } from '@/server/domain/ids'
import { linkBody, linkToken } from '@/server/domain/surveys/link'
import { SURVEY_SCALE } from '@/server/domain/surveys/texts'
import { invalid, notFound } from '@/server/errors'
import { askedBefore, HOSTED_SOURCE, surveyOf, type AskedBefore } from '@/server/queries/surveys'
import { makeLinksInput, type MakeLinksInput } from '@/server/schemas/surveys'
import { sign } from '@/server/sealed'
import { recordBatch } from '../recording/record-batch'

export type MadeLink = { customer: string; interaction: string | null; id: string | null; path: string; expires_at: string; /** It was made before, and is the same. */ again: boolean }
/** `before`: who was asked by this survey already; only when asked to stop for them, and then no link is made. */
export type MadeLinks = { links: MadeLink[]; before: AskedBefore[] }
export const DAY_S = 86_400

/**
 * Links for a mailing system of one's own, one per customer and occasion. Each is recorded as a question put (so that the
 * response rate counts it) and carries its response's id, a date and a signature. The same occasion (`id`, or survey,
 * customer and interaction) gives the same link again. Needs `ingest`; links run out on the wall's clock.
 */
export async function makeLinks(ctx: OrgCtx, input: MakeLinksInput): Promise<MadeLinks> {
  requireCapability(ctx, 'ingest')
  const { id: surveyId, links, valid_days, asked_before: mode } = makeLinksInput.parse(input)
  // A key that may only record has no `read`: the survey's own row is all that is looked at.
  const survey = await reading({ ...ctx, can: new Set([...ctx.can, 'read']) }, (tx) => surveyOf(tx, ctx, surveyId))
  if (!survey) throw notFound('survey with this id')
  if (survey.closedAt) throw invalid('This survey is closed.')
  const expires = Math.floor(now().getTime() / 1000) + (valid_days ?? survey.validDays) * DAY_S
  const before = mode === 'again' ? [] : await reading(ctx, (tx) => askedBefore(tx, ctx, surveyId, links.map(({ customer }) => customer)))
  if (mode === 'stop' && before.length > 0) return { links: [], before }
  const waiting = new Map(before.filter((one) => one.answered_at === null).map((one) => [one.customer, one.link]))
  const asked = links.map((link) => ({ ...link, link: (link.id || link.interaction ? undefined : waiting.get(link.customer)) ?? linkId(ctx, surveyId, link) }))
  const there = await known(ctx, asked.map((one) => one.link))
  const fresh = [...new Map(asked.filter((one) => !there.has(one.link)).map((one) => [one.link, one])).values()]
  const { min, max } = SURVEY_SCALE[survey.survey]
  const records = fresh.map(({ link, customer, interaction, language, asked_at }) => ({
    id: link, customer, asked_at: asked_at ?? ctx.now.toISOString(), survey: survey.survey, scale_min: min, scale_max: max, ...(survey.touchpoint ? { touchpoint: survey.touchpoint } : {}),
    attributes: { survey_id: surveyId, ...(language ? { language } : {}), ...(interaction ? { interaction } : {}) },
  }))
  const refused = new Map<string, string>()
  if (records.length > 0) {
    const { errors } = await recordBatch(ctx, { kind: 'response', records, source: HOSTED_SOURCE })
    for (const error of errors) refused.set(fresh[error.index]?.link ?? '', `${error.field}: ${error.reason}`)
  }
  const wrong = asked.flatMap((one, index) => (refused.has(one.link) ? [{ field: `links[${index}]`, reason: refused.get(one.link) ?? '', row: index }] : []))
  if (wrong.length > 0) throw invalid(`${wrong.length} of ${asked.length} links could not be made; the others were, and are given again when you ask again.`, wrong)
  await writing(ctx, (_tx, w) => w.audit({ action: 'survey.links_made', subject: 'survey', subjectId: surveyId, detail: { name: survey.name, links: asked.length } }))
  return {
    before: [],
    links: asked.map(({ link, customer, interaction, id }) => {
      return { customer, interaction: interaction ?? null, id: id ?? null, path: linkPath(ctx, link, expires), expires_at: new Date(expires * 1000).toISOString(), again: there.has(link) }
    }),
  }
}

/** Where a link leads, signed; `expires` in epoch seconds. */
export function linkPath(ctx: OrgCtx, link: string, expires: number): string {
  const body = linkBody({ organisation: ctx.org.id, link, expires })
  return `/s/${linkToken(body, sign('survey', body))}`
}

function linkId(ctx: OrgCtx, survey: string, { id, customer, interaction }: { id?: string | null; customer: string; interaction?: string | null }): string {
  if (id) return uuidV5(ctx.org.id, JSON.stringify(['survey-link', survey, 'id', id]))
  return interaction ? uuidV5(ctx.org.id, JSON.stringify(['survey-link', survey, 'interaction', customer, interaction])) : randomUUID()
}

/** Of these links, those whose question was put before. */
async function known(ctx: OrgCtx, links: readonly string[]): Promise<Set<string>> {
  const byKey = new Map(links.map((link) => [recordId(ctx.org.id, 'response', HOSTED_SOURCE, link), link]))
  const rows = await writing(ctx, (tx) => tx.select({ id: responses.id }).from(responses).where(and(eq(responses.organisationId, ctx.org.id), inArray(responses.id, [...byKey.keys()]))))
  return new Set(rows.flatMap((row) => byKey.get(row.id) ?? []))
}
