import { z } from 'zod'
import { listChannels, listTouchpoints } from '../queries/catalogue'
import { catalogueVolumes } from '../queries/catalogue-volumes'
import { listMomentCandidates } from '../queries/moment-candidates'
import { applyTemplateInput, catalogueSlug, channelPatch, classifyInput, touchpointPatch } from '../schemas/catalogue'
import { applyTemplate } from '../services/catalogue/apply-template'
import { classifyTouchpoints } from '../services/catalogue/classify-touchpoints'
import { updateChannel } from '../services/catalogue/update-channel'
import { updateTouchpoint } from '../services/catalogue/update-touchpoint'
import { orgProcedure, router } from './trpc'

const channelInput = z.strictObject({ slug: catalogueSlug, patch: channelPatch })
const touchpointInput = z.strictObject({ slug: catalogueSlug, patch: touchpointPatch })

export const catalogueRouter = router({
  channels: orgProcedure.query(({ ctx }) => listChannels(ctx)),
  touchpoints: orgProcedure.query(({ ctx }) => listTouchpoints(ctx)),
  volumes: orgProcedure.query(({ ctx }) => catalogueVolumes(ctx)),
  candidates: orgProcedure.query(({ ctx }) => listMomentCandidates(ctx)),
  updateChannel: orgProcedure.input(channelInput).mutation(({ ctx, input }) => updateChannel(ctx, input)),
  updateTouchpoint: orgProcedure.input(touchpointInput).mutation(({ ctx, input }) => updateTouchpoint(ctx, input)),
  classifyTouchpoints: orgProcedure.input(classifyInput).mutation(({ ctx, input }) => classifyTouchpoints(ctx, input)),
  applyTemplate: orgProcedure.input(applyTemplateInput).mutation(({ ctx, input }) => applyTemplate(ctx, input)),
})
