import { organisationPatch, organisationView } from '@/server/schemas/settings'
import { updateOrganisation, viewOf } from '@/server/services/settings/update-organisation'
import { route } from '../route'

const tag = 'Organisation'

export const organisationRoutes = [
  route({ method: 'GET', path: '/organisation', scope: 'read', tag, summary: 'The organisation’s settings', answer: organisationView, handle: async ({ ctx }) => viewOf(ctx.org) }),
  route({
    method: 'PATCH', path: '/organisation', scope: 'admin', tag, summary: 'Change the organisation’s settings', body: organisationPatch, answer: organisationView,
    description: 'A new time zone re-counts all days by a job; a new lapse gap, effect window or meaning of transactions settles everybody again.',
    handle: ({ ctx, body }) => updateOrganisation(ctx, body),
  }),
]
