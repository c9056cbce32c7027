import { z } from 'zod'
import { CHANNEL_KINDS, DIRECTIONS, MOMENT_RULES, RESULT_RULES, RESULTS, TOUCHPOINT_CLASSES, type MomentRule } from '@/db/vocabulary'
import { nameText, plainText } from './text'

/** Catalogue: channels and touchpoints, as REST, tRPC and forms see them. Money in major units. */

const money = z.number().min(0, 'is negative').max(1e12, 'is larger than any amount here')

export const catalogueSlug = nameText(200).describe('Lower-case name, runs of other characters → `_`.')

const something = (o: object) => Object.values(o).some((v) => v !== undefined)
const NOTHING = 'names nothing to change'

export const channelPatch = z.strictObject({
  name: nameText(200).optional(),
  kind: z.enum(CHANNEL_KINDS).optional(),
  human_answers: z.boolean().optional().describe('Whether a human answers here.'),
  cost_per_contact: money.nullable().optional().describe('Major units of the organisation’s currency; null: unknown.'),
  default_direction: z.enum(DIRECTIONS).optional().describe('What an interaction here is when its record does not say.'),
}).refine(something, NOTHING)
export type ChannelPatch = z.input<typeof channelPatch>

export const channelView = z.object({
  slug: z.string(), name: z.string(), kind: z.enum(CHANNEL_KINDS), human_answers: z.boolean(), cost_per_contact: z.number().nullable(),
  default_direction: z.enum(DIRECTIONS), confirmed: z.boolean().describe('False until somebody has looked at a channel that input created.'),
}).meta({ id: 'Channel' })
export type ChannelView = z.output<typeof channelView>

export const momentRule = z.strictObject({
  rule: z.enum(MOMENT_RULES),
  amount: money.optional().describe('For `amount_above`: cost, goodwill or spend above this, in major units.'),
}).refine((r) => (r.rule === 'amount_above') === (r.amount !== undefined), { message: 'goes with the rule amount_above, and only with it', path: ['amount'] })

export const resultRule = z.strictObject({
  rules: z.array(z.enum(RESULT_RULES)).max(RESULT_RULES.length).refine((r) => new Set(r).size === r.length, 'names a rule twice'),
  otherwise: z.enum(RESULTS).optional().describe('The result where no rule applies; absent: not recorded.'),
})

export const touchpointPatch = z.strictObject({
  name: nameText(200).optional(),
  class: z.enum(TOUCHPOINT_CLASSES).optional().describe('Changing it reclasses history too, as a job.'),
  critical: z.boolean().optional().describe('Can end or transform the relationship.'),
  rule: z.preprocess((said) => (typeof said === 'string' ? { rule: said } : said), momentRule).optional()
    .describe(`Which interactions here are moments, for a moment that matters: ${MOMENT_RULES.join(', ')}, or { "rule": "amount_above", "amount": 100 }.`),
  result_rule: resultRule.optional().describe('How a result is set where nobody recorded one; the first rule that applies wins.'),
  stakes: plainText(2000).optional().describe('What getting it wrong costs, in the organisation’s words.'),
  target_minutes: z.number().positive('must be above 0').max(525_600, 'is longer than a year').nullable().optional(),
}).refine(something, NOTHING)
export type TouchpointPatch = Omit<z.input<typeof touchpointPatch>, 'rule'> & { rule?: MomentRule | z.input<typeof momentRule> }

export const touchpointView = z.object({
  slug: z.string(), name: z.string(), class: z.enum(TOUCHPOINT_CLASSES), critical: z.boolean(),
  rule: z.object({ rule: z.enum(MOMENT_RULES), amount: z.number().optional() }),
  result_rule: z.object({ rules: z.array(z.enum(RESULT_RULES)), otherwise: z.enum(RESULTS).optional() }),
  stakes: z.string(), target_minutes: z.number().nullable(), confirmed: z.boolean(),
}).meta({ id: 'Touchpoint' })
export type TouchpointView = z.output<typeof touchpointView>

export const applyTemplateInput = z.strictObject({
  template: nameText(100),
  touchpoint: nameText(200).optional().describe('Name or slug of the touchpoint that is this moment; without it one is created with the template’s name.'),
})
export type ApplyTemplateInput = z.input<typeof applyTemplateInput>

export const classifyInput = z.strictObject({
  slugs: z.array(catalogueSlug).min(1, 'names no touchpoint').max(500, 'has more than 500').transform((slugs) => [...new Set(slugs)]),
  class: z.enum(TOUCHPOINT_CLASSES),
})
export type ClassifyInput = z.input<typeof classifyInput>
