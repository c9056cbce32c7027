import { z } from 'zod'
import { faultsOf } from '../domain/segments/definition'
import { nameText } from './text'

/** Value tiers as tRPC and forms send them. Amounts in major units of the organisation's currency. */
const tiersShape = z.strictObject({
  window_days: z.int().min(1).max(36_500).nullable().describe('Days of history before each cut; null: all history.'),
  cut: z.enum(['quantiles', 'thresholds']),
  basis: z.enum(['historic', 'predicted']).default('historic').describe('Value customers have brought, or what the model expects of them.'),
  tiers: z.array(z.strictObject({
    name: nameText(60),
    at: z.number().min(-1e12).max(1e12).describe('Quantiles: share of customers, from the best, at which the tier ends (0.1, 0.3, 1). Thresholds: least value in major units; ignored for the last tier.'),
  })).min(1, 'needs at least one tier').max(7, 'has more than seven tiers, which nobody can tell apart'),
})
type TiersShape = z.output<typeof tiersShape>

const checked = (definition: Pick<TiersShape, 'cut' | 'tiers'>, ctx: z.RefinementCtx) => {
  for (const { path, reason } of faultsOf(definition)) ctx.addIssue({ code: 'custom', path, message: reason })
}

export type TiersInput = z.input<typeof tiersShape>

/** A preview may compare with tiers that exist: who would move. */
export const tiersPreviewInput = tiersShape.extend({ slug: nameText(60).optional() }).superRefine(checked)
export type TiersPreviewInput = z.input<typeof tiersPreviewInput>

export const segmentationSlug = nameText(60)

/** With the slug of a segmentation that exists it is redefined, from today on; without one a new one is made. */
export const defineTiersInput = tiersShape.extend({ slug: segmentationSlug.optional(), name: nameText(60) }).superRefine(checked)
export type DefineTiersInput = z.input<typeof defineTiersInput>

export const segmentationView = z.object({
  slug: z.string(), name: z.string(), window_days: z.number().nullable(), cut: z.enum(['quantiles', 'thresholds']), basis: z.enum(['historic', 'predicted']), version: z.number(),
  since: z.string().nullable().describe('First day of this definition; earlier memberships were cut by an earlier one. Null: all history.'),
  begins: z.string().nullable().describe('First day anybody was in a tier; null: nobody yet. By predictions nobody is judged for an earlier day.'),
  computed_at: z.date().nullable(), computing: z.boolean().describe('A job is cutting it now or soon.'),
  tiers: z.array(z.object({ slug: z.string(), name: z.string(), at: z.number(), customers: z.number().describe('Present members.') })),
})
export type SegmentationView = z.output<typeof segmentationView>

export const tierPreview = z.object({
  name: z.string(), at_least: z.number().nullable().describe('Least value in major units; null: open below.'),
  customers: z.number(), share_of_customers: z.number().nullable(), value: z.number().describe('Major units.'), share_of_value: z.number().nullable(), median_value: z.number().nullable(),
})
export type TierPreview = z.output<typeof tierPreview>

export type TiersPreview = {
  tiers: TierPreview[]
  /** Who would move: from a present tier (null: none) to another; only those who move, most first. */
  moves: { from: string | null; to: string; customers: number }[]
  /** By predictions: nobody is judged for a day before this one; null: none are made yet, or tiers are not by predictions. */
  begins: string | null
}
