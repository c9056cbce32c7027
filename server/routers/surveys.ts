import { env } from '../env'
import { linksMade, listSurveys, searchComments } from '../queries/surveys'
import { closeSurveyInput, commentsInput, linkAgainInput, linksMadeInput, makeLinksInput, saveSurveyInput } from '../schemas/surveys'
import { linkAgain } from '../services/surveys/link-again'
import { makeLinks } from '../services/surveys/make-links'
import { closeSurvey, saveSurvey } from '../services/surveys/save-survey'
import { orgProcedure, router } from './trpc'

export const surveysRouter = router({
  list: orgProcedure.query(async ({ ctx }) => ({ surveys: await listSurveys(ctx), publicUrl: env().PUBLIC_URL ?? null })),
  comments: orgProcedure.input(commentsInput).query(({ ctx, input }) => searchComments(ctx, input)),
  save: orgProcedure.input(saveSurveyInput).mutation(({ ctx, input }) => saveSurvey(ctx, input)),
  close: orgProcedure.input(closeSurveyInput).mutation(({ ctx, input }) => closeSurvey(ctx, input)),
  linksMade: orgProcedure.input(linksMadeInput).query(({ ctx, input }) => linksMade(ctx, input)),
  linkAgain: orgProcedure.input(linkAgainInput).mutation(({ ctx, input }) => linkAgain(ctx, input)),
  links: orgProcedure.input(makeLinksInput).mutation(({ ctx, input }) => makeLinks(ctx, input)),
})
