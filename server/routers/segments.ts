import { z } from 'zod'
import { segmentProgress } from '../queries/segment-progress'
import { listSegmentations, previewValueTiers, segmentationOf } from '../queries/segments'
import { defineTiersInput, segmentationSlug, tiersInput } from '../schemas/segments'
import { defineValueTiers } from '../services/segments/define-value-tiers'
import { orgProcedure, router } from './trpc'

export const segmentsRouter = router({
  list: orgProcedure.query(({ ctx }) => listSegmentations(ctx)),
  one: orgProcedure.input(z.strictObject({ slug: segmentationSlug })).query(({ ctx, input }) => segmentationOf(ctx, input.slug)),
  progress: orgProcedure.input(z.strictObject({ slug: segmentationSlug })).query(({ ctx, input }) => segmentProgress(ctx, input.slug)),
  preview: orgProcedure.input(tiersInput).query(({ ctx, input }) => previewValueTiers(ctx, input)),
  define: orgProcedure.input(defineTiersInput).mutation(({ ctx, input }) => defineValueTiers(ctx, input)),
})
