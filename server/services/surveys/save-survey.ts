import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { hostedSurveys, touchpoints } from '@/db/schema'
import { now } from '@/server/clock'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { invalid, notFound } from '@/server/errors'
import { surveyOf } from '@/server/queries/surveys'
import { closeSurveyInput, saveSurveyInput, type SaveSurveyInput } from '@/server/schemas/surveys'

/** Makes a survey, or changes the one named: what it measures and where stays once somebody was asked. Admins. */
export async function saveSurvey(ctx: OrgCtx, input: SaveSurveyInput): Promise<{ id: string }> {
  requireCapability(ctx, 'admin')
  const { id: wanted, valid_days: validDays, ...said } = saveSurveyInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const before = wanted ? await surveyOf(tx, ctx, wanted) : undefined
    if (wanted && !before) throw notFound('survey with this id')
    if (before && before.asked > 0 && (before.survey !== said.survey || before.touchpoint !== said.touchpoint)) throw invalid('People were asked already: make another survey to ask about something else.', [{ field: before.survey === said.survey ? 'touchpoint' : 'survey', reason: 'cannot change once people were asked' }])
    if (said.touchpoint !== null) {
      const [known] = await tx.select({ id: touchpoints.id }).from(touchpoints).where(and(eq(touchpoints.organisationId, ctx.org.id), eq(touchpoints.slug, said.touchpoint)))
      if (!known) throw invalid('That touchpoint is not known here.', [{ field: 'touchpoint', reason: 'is not known here' }])
    }
    const id = wanted ?? randomUUID()
    if (wanted) await tx.update(hostedSurveys).set({ ...said, validDays }).where(and(eq(hostedSurveys.organisationId, ctx.org.id), eq(hostedSurveys.id, id)))
    else await tx.insert(hostedSurveys).values({ organisationId: ctx.org.id, id, ...said, validDays, createdBy: ctx.actor.label, createdAt: now() })
    await w.audit({ action: wanted ? 'survey.changed' : 'survey.created', subject: 'survey', subjectId: id, detail: { name: said.name, survey: said.survey, touchpoint: said.touchpoint } })
    w.publish('surveys')
    return { id }
  })
}

/** Closes a survey to further answers, or opens it again. Admins. */
export async function closeSurvey(ctx: OrgCtx, input: z.input<typeof closeSurveyInput>): Promise<void> {
  requireCapability(ctx, 'admin')
  const { id, closed } = closeSurveyInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const [row] = await tx.update(hostedSurveys).set({ closedAt: closed ? now() : null }).where(and(eq(hostedSurveys.organisationId, ctx.org.id), eq(hostedSurveys.id, id))).returning({ name: hostedSurveys.name })
    if (!row) throw notFound('survey with this id')
    await w.audit({ action: closed ? 'survey.closed' : 'survey.opened', subject: 'survey', subjectId: id, detail: { name: row.name } })
    w.publish('surveys')
  })
}
