import { z } from 'zod'
import { ACTION_STATUSES, ASSUMPTION_STATES, NOTE_KINDS, OPPORTUNITY_STATES, PLAN_DESIGNS, PLAN_INTERVALS } from '@/db/vocabulary'
import { isQuestion } from '../domain/plans/steps'
import { isLocalDay } from '../domain/time/local-day'
import { nameText, plainText } from './text'

/** Plans and what belongs to them, as tRPC and forms see them. */
export const planId = z.uuid('is not the id of a plan')
const day = z.string().refine(isLocalDay, 'must be a day such as 2026-03-31')
const scalar = z.union([plainText(400), z.number(), z.boolean()])
const amount = z.number().min(0, 'is negative').max(1e12, 'is larger than any amount here').nullable()
const score = z.number().int().min(1, 'must be 1 to 5').max(5, 'must be 1 to 5')

export const figureInput = z.strictObject({
  report: nameText(100), parameters: z.record(z.string().max(60), scalar).default({}), cell: z.record(z.string().max(60), plainText(300)).default({}), field: nameText(60),
})

const better = z.enum(['higher', 'lower'])
export const createPlanInput = z.strictObject({ name: nameText(200), opportunity: z.uuid().optional(), measure: figureInput.optional().describe('A figure that somebody looked at: what the plan could be judged by.') })
export const proposeMeasureInput = z.strictObject({ plan: planId, measure: figureInput, better: better.optional() })
export const planInput = z.strictObject({ plan: planId })
export const deleteDraftInput = z.strictObject({ plan: planId, name: nameText(200).describe('Its name, so that nobody deletes another one.') })
export const renamePlanInput = z.strictObject({ plan: planId, name: nameText(200).optional(), owner: z.uuid().optional() })
const answered = { text: plainText(4000).default(''), unknown: z.boolean().default(false), picks: z.array(nameText(200)).max(20).default([]) }
export const answerInput = z.strictObject({
  plan: planId, question: z.string().refine(isQuestion, 'is no question of a plan'), ...answered,
  was: z.strictObject(answered).nullable().default(null).describe('What the answer was when this one was begun; null: nobody had answered.'),
})
const people = z.number().int('must be a whole number').min(2, 'must be 2 or more').max(1e9, 'is larger than any group here')
/** Two groups by lot, before the start; null: don't know yet. */
const lotInput = z.strictObject({
  outcome: nameText(200).nullable().describe('What will be counted.'), counted: z.enum(['shares', 'means']), control: people.nullable(), treated: people.nullable(),
  expected: z.number().positive('must be above 0').max(1e12).nullable().describe('Of shares the control’s, between 0 and 1; of means their standard deviation.'),
}).refine((l) => (l.control === null) === (l.treated === null), { message: 'give both groups, or neither', path: ['treated'] })
  .refine((l) => l.counted === 'means' || l.expected === null || l.expected < 1, { message: 'must be a share between 0 and 1', path: ['expected'] })
export const measureInput = z.strictObject({
  plan: planId,
  design: z.enum(PLAN_DESIGNS),
  measure: figureInput.nullable(),
  comparison: figureInput.nullable().default(null),
  comparison_label: plainText(200).default(''),
  comparison_why: plainText(500).default('').describe('Why it was proposed, with its figures.'),
  matched: z.boolean().default(false).describe('Compare with customers like those in the plan, found and fixed now.'),
  lot: lotInput.nullable().default(null).describe('Of a randomised plan: what will be counted and how large its groups are to be; it is not started without. Its nulls are “don’t know yet”.'),
  better,
  interval: z.enum(PLAN_INTERVALS),
  smallest: z.number().positive('must be above 0').max(1e12).nullable().describe('Smallest change that matters, in the measure’s unit; of two groups by lot counted elsewhere in points of a share (1: one hundredth), or in the mean’s unit; null: the organisation’s share of the baseline.'),
  picked_from: day.nullable().default(null), picked_to: day.nullable().default(null),
  baseline_from: day, baseline_to: day, start_on: day, review_on: day,
})
export type MeasureInput = z.input<typeof measureInput>
export const comparisonsInput = z.strictObject({ plan: planId, measure: figureInput, interval: z.enum(PLAN_INTERVALS), baseline_from: day, baseline_to: day, start_on: day, review_on: day })

const counted = z.strictObject({ k: z.number().int().min(0), n: z.number().int().min(1) }).refine(({ k, n }) => k <= n, 'has more than all')
const meaned = z.strictObject({ n: z.number().int().min(2), mean: z.number(), sd: z.number().min(0) })
const groups = z.union([z.strictObject({ control: counted, treated: counted }), z.strictObject({ control: meaned, treated: meaned })])
export const splitTestInput = groups
export const reviewInput = z.strictObject({ plan: planId, groups: groups.optional().describe('Of a randomised roll-out counted elsewhere.') })

const waitsFor = z.array(z.uuid()).max(50)
export const actionInput = z.strictObject({
  plan: planId, title: nameText(300), owner: z.uuid().nullable().default(null), due_on: day.nullable().default(null),
  status: z.enum(ACTION_STATUSES).default('on_track'), remark: plainText(1000).default(''),
  cost_planned: amount.default(null), cost_spent: amount.default(null), return_formula: plainText(500).default(''), return_low: amount.default(null), return_high: amount.default(null),
  depends_on: waitsFor.default([]),
}).refine((a) => a.return_low === null || a.return_high === null || a.return_low <= a.return_high, { message: 'is above the higher end', path: ['return_low'] })
export type ActionInput = z.input<typeof actionInput>
/** `was`: what stood there when this one was begun, so that nobody overwrites another unseen. */
const changed = <Was extends z.ZodType, To extends z.ZodType>(was: Was, to: To) => z.strictObject({ was, to }).optional()
const stood = <T extends z.ZodType>(to: T) => changed(to, to)
export const actionChangeInput = z.strictObject({
  action: z.uuid(),
  change: z.strictObject({
    // Who it was given to may be no member any more, and is then no id that is known here.
    title: changed(z.string().max(300), nameText(300)), owner: changed(z.string().max(100).nullable(), z.uuid().nullable()), due_on: stood(day.nullable()), status: stood(z.enum(ACTION_STATUSES)), remark: stood(plainText(1000)),
    cost_planned: stood(amount), cost_spent: stood(amount), return_formula: stood(plainText(500)), return_low: stood(amount), return_high: stood(amount), depends_on: stood(waitsFor),
  }).describe('Only what is changed.'),
})
export const actionRemoveInput = z.strictObject({ action: z.uuid() })

const ownScore = score.nullable().describe('null: not judged; what was said before stays.')
export const opportunityInput = z.strictObject({
  id: z.uuid().optional(), title: nameText(200), why: plainText(2000).optional(), customers: ownScore, us: ownScore, effort: ownScore,
  reasons: z.strictObject({ customers: plainText(500).default(''), us: plainText(500).default(''), effort: plainText(500).default('') }).prefault({}).describe('Why each score that was changed differs from what the data say.'), wanted_on: day.nullable().optional(), state: z.enum(OPPORTUNITY_STATES).optional(), links: z.array(nameText(300)).max(20).optional().describe('What is left out stays as it is.'),
})
export const moveOpportunityInput = z.strictObject({ id: z.uuid(), state: z.enum(OPPORTUNITY_STATES) })
export const takeSuggestionInput = z.strictObject({ subject: nameText(300) })

export const assumptionInput = z.strictObject({
  id: z.uuid().nullable().default(null), claim: nameText(60).nullable().default(null).describe('Of a published claim.'),
  statement: nameText(1000), source: plainText(500).default(''), note: plainText(2000).default(''), owner: plainText(100).default(''), review_on: day.nullable().default(null),
  state: z.enum(ASSUMPTION_STATES).default('unchecked'), evidence: plainText(2000).default(''),
  check: figureInput.nullable().optional().describe('What is left out stays as it is.'), claimed_low: z.number().nullable().default(null), claimed_high: z.number().nullable().default(null), plan: planId.nullable().default(null),
})

export const decisionInput = z.strictObject({ meeting: z.uuid(), plan: planId.nullable().default(null), text: nameText(1000) })
export const decisionDoneInput = z.strictObject({ decision: z.uuid(), done: z.boolean().nullable() })
export const meetingInput = z.strictObject({ meeting: z.uuid() })

export const noteInput = z.strictObject({ plan: planId, text: nameText(500), id: z.uuid().optional() })
export const noteKindInput = z.strictObject({ note: z.uuid(), kind: z.enum(NOTE_KINDS).exclude(['note']) })
export const noteRemoveInput = z.strictObject({ note: z.uuid() })
export const shareInput = z.strictObject({ share: z.uuid() })
