import { env } from '../env'
import { listSurveys, searchComments } from '../queries/surveys'
import { closeSurveyInput, commentsInput, makeLinksInput, saveSurveyInput } from '../schemas/surveys'
import { makeLinks } from '../services/surveys/make-links'
import { closeSurvey, saveSurvey } from '../services/surveys/save-survey'
import { orgProcedure, router } from './trpc'

export const surveysRouter = router({
  list: orgProcedure.query(async ({ ctx }) => ({ surveys: await listSurveys(ctx), publicUrl: env().PUBLIC_URL ?? null })),
  comments: orgProcedure.input(commentsInput).query(({ ctx, input }) => searchComments(ctx, input)),
  save: orgProcedure.input(saveSurveyInput).mutation(({ ctx, input }) => saveSurvey(ctx, input)),
  close: orgProcedure.input(closeSurveyInput).mutation(({ ctx, input }) => closeSurvey(ctx, input)),
  links: orgProcedure.input(makeLinksInput).mutation(({ ctx, input }) => makeLinks(ctx, input)),
})
