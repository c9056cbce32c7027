import { z } from 'zod'
import { BUDGET_PERIODS, RECOVERY_OUTCOMES, ROLES } from '@/db/vocabulary'

const id = z.string().trim().min(1).max(200)

export const RECOVERY_ORDERS = ['value', 'waiting'] as const
export const unhappyInput = z.strictObject({ order: z.enum(RECOVERY_ORDERS).default('value'), offset: z.int().min(0).max(2000).default(0), limit: z.int().min(1).max(100).default(25) })
export type UnhappyInput = z.output<typeof unhappyInput>
export const casesInput = z.strictObject({ whose: z.enum(['mine', 'all']).default('mine') })

export const takeCaseInput = z.strictObject({ customer: id })
export const caseInput = z.strictObject({ case: z.uuid() })
/** What is put right with it, in the same step: promises that are kept now, issues (as the story names them) that are closed now. */
const settled = { kept: z.array(z.strictObject({ id, source: z.string().max(100) })).max(50).default([]), resolved: z.array(z.uuid()).max(50).default([]) }
export const actInput = z.strictObject({
  case: z.uuid(), channel: id.describe('Slug of the channel they were spoken to on.'), what: z.string().trim().min(1, 'say what was done').max(2000),
  goodwill: z.number().min(0).max(1e9).default(0).describe('What was given, major units of the organisation’s currency.'),
  outcome: z.enum(RECOVERY_OUTCOMES).nullish().describe('What the customer said came of it, where they were asked.'), ...settled,
})
export const noteSentInput = z.strictObject({ case: z.uuid(), channel: id.nullable().describe('Slug of the channel it went out on; null where it is none of those known.'), subject: z.string().trim().min(1, 'has no subject').max(200), text: z.string().trim().min(1, 'says nothing').max(10_000) })
export const outcomeInput = z.strictObject({ case: z.uuid(), outcome: z.enum(RECOVERY_OUTCOMES), ...settled })
export const budgetInput = z.strictObject({ role: z.enum(ROLES), period: z.enum(BUDGET_PERIODS), amount: z.number().min(0).max(1e9).nullable().describe('What each person of the role may give in the period; null takes the limit away.') })
export const templateInput = z.strictObject({ id: z.uuid().optional(), name: z.string().trim().min(1).max(100), subject: z.string().trim().min(1).max(200), body: z.string().trim().min(1).max(10_000) })
export const removeTemplateInput = z.strictObject({ id: z.uuid() })
