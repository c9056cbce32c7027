import { z } from 'zod'
import { isLocalDay } from '../domain/time/local-day'

/** Where a customer stands today. `waiting`: not settled yet, or nothing has happened that opens a relationship. */
export const CUSTOMER_STATUSES = ['in_relationship', 'left', 'lapsed', 'waiting'] as const
export type CustomerStatus = (typeof CUSTOMER_STATUSES)[number]

/** The first four have an order of their own; the figures are looked up for each, so only a narrow list is sorted by them. */
export const CUSTOMER_SORTS = ['customer', 'name', 'acquired', 'last_seen', 'contacts', 'value', 'expected'] as const
export type CustomerSort = (typeof CUSTOMER_SORTS)[number]

/** What the timeline can be narrowed to. */
export const TIMELINE_KINDS = ['observation', 'interaction', 'moment', 'transaction', 'issue', 'promise', 'response', 'referral'] as const

const words = z.string().trim().max(200).refine((text) => !text.includes('\0'), 'holds a NUL')

/** The filters of the customers page, by their names in its URL. */
export const customerFilters = z.object({
  q: words.optional().describe('Part of a name or e-mail, the beginning of an id, or a whole id.'),
  segment: words.optional().describe('Slug of a value tier, or `segmentation:segment`; the present one.'),
  status: z.enum(CUSTOMER_STATUSES).optional(),
  channel: words.optional().describe('Used this channel in the last twelve months.'),
  seen_before: z.string().refine(isLocalDay, 'must be a day such as 2026-03-31').optional().describe('Last seen before this local day.'),
})
export type CustomerFilters = z.output<typeof customerFilters>

/** Deeper pages than this are not read: a list that long is narrowed or exported. */
export const DEEPEST = 10_000

export const customerListInput = customerFilters.extend({
  sort: z.enum(CUSTOMER_SORTS).default('last_seen'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  offset: z.number().int().min(0).max(DEEPEST).default(0),
  limit: z.number().int().min(1).max(200).default(50),
})
export type CustomerListInput = z.output<typeof customerListInput>

const id = z.string().min(1).max(1000)
export const customerInput = z.object({ id })
export const timelineInput = z.object({ id, kind: z.enum(TIMELINE_KINDS).optional(), channel: words.optional(), issue: z.uuid().optional().describe('Only what belongs to this issue, by its stored id.'), cursor: z.string().max(200).nullish(), limit: z.number().int().min(1).max(200).default(50) })
export type TimelineInput = z.output<typeof timelineInput>
export const issuesInput = z.object({ id, cursor: z.number().int().min(0).nullish() })
