import { z } from 'zod'
import type { Alike } from '../domain/segments/alike'
import { COMPARISONS, DEEPEST, depthOf, leavesOf, MOST_LEAVES, type Condition } from '../domain/segments/conditions'
import { NUMBER_FACT_NAMES, NUMBER_FACTS } from '../domain/segments/facts'
import { slugOf } from '../domain/slug'
import { segmentationSlug } from './segments'
import { nameText, plainText } from './text'

const days = z.int().min(1).max(36_500).nullable().optional().describe('Days before the day of judgement that count; null: all.')
const leaf = z.union([
  z.strictObject({ fact: z.enum(NUMBER_FACT_NAMES), op: z.enum(COMPARISONS), value: z.number().min(-1e12).max(1e12), days }),
  z.strictObject({ fact: z.literal('attribute'), name: nameText(200), op: z.enum(['is', 'is_not', 'is_known']), values: z.array(plainText(1000)).max(100) }),
  z.strictObject({ fact: z.literal('channel'), channel: nameText(200), days }),
])

/** A condition; amounts in major units where people send it, in minor units where it is stored. */
export const condition: z.ZodType<Condition, Condition> = z.lazy(() => z.union([
  z.strictObject({ all: z.array(condition).max(MOST_LEAVES) }), z.strictObject({ any: z.array(condition).max(MOST_LEAVES) }), z.strictObject({ not: condition }), leaf,
]))

const ruleSegments = z.array(z.strictObject({ name: nameText(60), when: condition })).min(1, 'needs at least one segment').max(12, 'has more than twelve segments, which nobody can tell apart')

const rulesShape = z.strictObject({ template: z.enum(['rfm']).nullable().default(null), segments: ruleSegments, rest: nameText(60).default('Everyone else') })

function checked({ segments, rest }: z.output<typeof rulesShape>, ctx: z.RefinementCtx): void {
  const slugs = [...segments.map(({ name }) => name), rest].map(slugOf)
  slugs.forEach((slug, i) => { if (slugs.indexOf(slug) < i) ctx.addIssue({ code: 'custom', path: i < segments.length ? ['segments', i, 'name'] : ['rest'], message: 'is the name of an earlier segment' }) })
  let leaves = 0
  segments.forEach(({ when }, i) => {
    const mine = leavesOf(when)
    leaves += mine.length
    if (mine.length === 0) ctx.addIssue({ code: 'custom', path: ['segments', i, 'when'], message: 'asks nothing' })
    if (depthOf(when) > DEEPEST) ctx.addIssue({ code: 'custom', path: ['segments', i, 'when'], message: `is nested more than ${DEEPEST} deep` })
    for (const one of mine) {
      if (one.fact === 'attribute' && one.op !== 'is_known' && one.values.length === 0) ctx.addIssue({ code: 'custom', path: ['segments', i, 'when'], message: `${one.name} is compared with nothing` })
      if (one.fact !== 'attribute' && one.fact !== 'channel' && !NUMBER_FACTS[one.fact].window && one.days) ctx.addIssue({ code: 'custom', path: ['segments', i, 'when'], message: `${one.fact} takes no days` })
    }
  })
  if (leaves > MOST_LEAVES) ctx.addIssue({ code: 'custom', path: ['segments'], message: `ask more than ${MOST_LEAVES} things` })
}

export const rulesInput = rulesShape.superRefine(checked)
export type RulesInput = z.input<typeof rulesInput>

/** A preview may compare with a segmentation that exists: who would move. */
export const rulesPreviewInput = rulesShape.extend({ slug: segmentationSlug.optional() }).superRefine(checked)
export type RulesPreviewInput = z.input<typeof rulesPreviewInput>

/** With the slug of a segmentation by rules that exists it is redefined, from the next day on; without one a new one is made. */
export const defineRulesInput = rulesShape.extend({ slug: segmentationSlug.optional(), name: nameText(60) }).superRefine(checked)
export type DefineRulesInput = z.input<typeof defineRulesInput>

/** What is stored, read back. */
export const storedRules = z.object({ kind: z.literal('rules'), template: z.enum(['rfm']).nullable(), segments: z.array(z.object({ name: z.string(), when: condition })), rest: z.string(), definedOn: z.string(), since: z.string().nullable().optional() })

export const segmentationSummary = z.object({
  slug: z.string(), name: z.string(), kind: z.enum(['value_tiers', 'rules']), template: z.enum(['rfm']).nullable(), version: z.number(), computed_at: z.date().nullable(), computing: z.boolean(), archived_at: z.date().nullable(),
  customers: z.number().describe('Present members of any segment.'), segments: z.array(z.object({ slug: z.string(), name: z.string(), customers: z.number(), share: z.number().nullable() })),
})
export type SegmentationSummary = z.output<typeof segmentationSummary>

/** How a segmentation is defined: tiers or rules, amounts in major units. */
export type DefinitionView =
  | { kind: 'value_tiers'; window_days: number | null; cut: 'quantiles' | 'thresholds'; basis: 'historic' | 'predicted'; tiers: { name: string; at: number }[] }
  | { kind: 'rules'; template: 'rfm' | null; segments: { name: string; when: Condition }[]; rest: string }
export type SegmentationDetail = SegmentationSummary & {
  definition: DefinitionView
  /** First day anybody was judged; null: nobody yet. */
  begins: string | null
  /** `by_predictions`: the past before the predictions that were kept then could not be judged. */
  versions: { version: number; name: string; by: string; at: Date; from: string | null; by_predictions: boolean; definition: DefinitionView }[]
}

export type RulesPreview = {
  /** The day it was judged for: records before it count. */
  day: string
  /** Customers in relationship that day, and how many of them were looked at; the counts below are scaled up from those. */
  customers: number
  looked_at: number
  /** Predictions are asked for: those of before are not kept, so nobody is judged for a day before `begins` (null: none are made yet). */
  by_predictions: boolean
  begins: string | null
  /** Scores that tell these customers hardly apart; amounts in major units. */
  alike: Alike[]
  segments: { name: string; customers: number; share: number | null }[]
  /** Who would move: from a present segment (null: none) to a new one; only those who move. */
  moves: { from: string | null; to: string; customers: number }[]
}
