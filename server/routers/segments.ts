import { z } from 'zod'
import { segmentProgress } from '../queries/segment-progress'
import { previewRules, segmentAlike } from '../queries/segment-preview'
import { allSegmentations, segmentationDetail } from '../queries/segmentations'
import { listSegmentations, previewValueTiers, segmentationOf } from '../queries/segments'
import { defineRulesInput, rulesPreviewInput } from '../schemas/segment-rules'
import { defineTiersInput, segmentationSlug, tiersPreviewInput } from '../schemas/segments'
import { archiveSegmentation } from '../services/segments/archive'
import { defineRules } from '../services/segments/define-rules'
import { defineValueTiers } from '../services/segments/define-value-tiers'
import { orgProcedure, router } from './trpc'

export const segmentsRouter = router({
  list: orgProcedure.query(({ ctx }) => listSegmentations(ctx)),
  one: orgProcedure.input(z.strictObject({ slug: segmentationSlug })).query(({ ctx, input }) => segmentationOf(ctx, input.slug)),
  progress: orgProcedure.input(z.strictObject({ slug: segmentationSlug })).query(({ ctx, input }) => segmentProgress(ctx, input.slug)),
  preview: orgProcedure.input(tiersPreviewInput).query(({ ctx, input }) => previewValueTiers(ctx, input)),
  all: orgProcedure.query(({ ctx }) => allSegmentations(ctx)),
  detail: orgProcedure.input(z.strictObject({ slug: segmentationSlug })).query(({ ctx, input }) => segmentationDetail(ctx, input.slug)),
  alike: orgProcedure.input(z.strictObject({ slug: segmentationSlug })).query(({ ctx, input }) => segmentAlike(ctx, input.slug)),
  previewRules: orgProcedure.input(rulesPreviewInput).query(({ ctx, input }) => previewRules(ctx, input)),
  defineRules: orgProcedure.input(defineRulesInput).mutation(({ ctx, input }) => defineRules(ctx, input)),
  archive: orgProcedure.input(z.strictObject({ slug: segmentationSlug, archived: z.boolean() })).mutation(({ ctx, input }) => archiveSegmentation(ctx, input)),
  define: orgProcedure.input(defineTiersInput).mutation(({ ctx, input }) => defineValueTiers(ctx, input)),
})
