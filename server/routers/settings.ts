import { z } from 'zod'
import { auditChoices, listAudit } from '../queries/audit'
import { listExpirations, previewRetention } from '../queries/retention'
import { recomputing, settingsSeen } from '../queries/settings'
import { auditFilters } from '../schemas/audit'
import { organisationPatch, retentionDays } from '../schemas/settings'
import { updateOrganisation, viewOf } from '../services/settings/update-organisation'
import { orgProcedure, router } from './trpc'

const auditInput = z.strictObject({ after: z.strictObject({ at: z.iso.datetime(), id: z.uuid() }).optional(), filters: auditFilters.optional() })

export const settingsRouter = router({
  get: orgProcedure.query(async ({ ctx }) => ({ ...viewOf(ctx.org), seen: await settingsSeen(ctx) })),
  update: orgProcedure.input(organisationPatch).mutation(({ ctx, input }) => updateOrganisation(ctx, input)),
  recomputing: orgProcedure.query(({ ctx }) => recomputing(ctx)),
  audit: orgProcedure.input(auditInput).query(({ ctx, input }) => listAudit(ctx, input.after, input.filters)),
  auditChoices: orgProcedure.query(({ ctx }) => auditChoices(ctx)),
  previewRetention: orgProcedure.input(retentionDays).query(({ ctx, input }) => previewRetention(ctx, input)),
  expirations: orgProcedure.query(({ ctx }) => listExpirations(ctx)),
})
