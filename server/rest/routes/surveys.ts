import { z } from 'zod'
import { env } from '@/server/env'
import { listSurveys } from '@/server/queries/surveys'
import { linkView, makeLinksBody, surveyView } from '@/server/schemas/surveys'
import { makeLinks } from '@/server/services/surveys/make-links'
import { prefersCsv, streamCsv } from '../csv-stream'
import { route } from '../route'

const tag = 'Surveys'

export const surveyRoutes = [
  route({
    method: 'GET', path: '/surveys', scope: 'read', tag, summary: 'The surveys this instance asks, with how many were asked and answered', answer: z.object({ surveys: z.array(surveyView) }),
    handle: async ({ ctx }) => ({ surveys: (await listSurveys(ctx)).map(({ id, name, survey, touchpoint, language, validDays, closedAt, asked, answered }) => ({ id, name, survey, touchpoint, language, valid_days: validDays, closed_at: closedAt, asked, answered })) }),
  }),
  route({
    method: 'POST', path: '/surveys/{id}/links', scope: 'ingest', tag, summary: 'Signed links for a mailing system of your own', body: makeLinksBody, answer: z.object({ links: z.array(linkView) }),
    description: 'Each link asks one customer once and is counted as asked. The same `id`, or customer and interaction, gives the same link again. `Accept: text/csv` answers CSV. Links begin with PUBLIC_URL, else with the address of this request.',
    async handle({ ctx, path, body, request, url }) {
      const { links } = await makeLinks(ctx, { id: path.id ?? '', ...body })
      const from = env().PUBLIC_URL ?? url.origin
      const rows = links.map(({ path: at, ...link }) => ({ customer: link.customer, interaction: link.interaction, id: link.id, url: new URL(at, from).toString(), expires_at: link.expires_at }))
      if (!prefersCsv(request)) return { links: rows }
      return streamCsv('survey-links.csv', ['customer', 'interaction', 'id', 'url', 'expires_at'], rows)
    },
  }),
]
