import { z } from 'zod'
import { INTERVALS } from '@/db/vocabulary'
import { isLocalDay } from '../domain/time/local-day'

/** Parameters that mean the same in every report, in REST and in a page's URL (INTERFACES §3). */
const localDay = z.string().refine(isLocalDay, 'must be a day such as 2026-03-31').meta({ format: 'date' })

/** `channel`, `touchpoint`: a report's attribute name, a segmentation's slug. */
const name = z.string().min(1).max(200)

export const BY_PATTERN = /^(channel|touchpoint|journey|segment|segmentation:.{1,200}|attribute:.{1,200})$/u

/** Promises can also be told apart by who made them. */
const COMMON_BY = /^(team|owner)$|^(channel|touchpoint|journey|segment|segmentation:.{1,200}|attribute:.{1,200})$/u

/** A dimension's name holds no colon here: what follows the first one is the value. */
const ATTRIBUTE_PATTERN = /^[^:]{1,200}:.{1,1000}$/su

export const windowParameters = {
  from: localDay.optional().describe('First local day; without it, the day of the first record.'),
  to: localDay.optional().describe('The local day after the last; without it, tomorrow, or the day after the newest record when that is more than 7 days old.'),
} as const

export const filterParameters = {
  channel: name.optional().describe('Slug of a channel, or several separated by commas.'),
  touchpoint: name.optional().describe('Slug of a touchpoint, or several separated by commas.'),
  journey: name.optional().describe('Slug of a journey map: only the touchpoints its steps are bound to.'),
  segment: name.optional().describe('Slug of a value tier, or `segmentation:segment`.'),
  attribute: z.string().regex(ATTRIBUTE_PATTERN, 'must be <name>:<value>').optional().describe('`<name>:<value>` of a declared dimension; also written `attribute:<name>=<value>`.'),
} as const

export const parameter = {
  interval: z.enum(INTERVALS).default('month').describe('Length of a period: day, week (from Monday) or month.'),
  by: z.string().regex(BY_PATTERN, 'must be channel, touchpoint, journey, segment, segmentation:<slug> or attribute:<name>').optional()
    .describe('Splits the whole: channel, touchpoint, journey (the touchpoints of each map), segment (the value tiers), segmentation:<slug> or attribute:<name>.'),
  unit: z.enum(INTERVALS).default('month').describe('Unit of durations.'),
  compare: z.enum(['previous', 'year']).optional().describe('Sets the same figures of the period before, or of a year before, beside.'),
  minAtRisk: z.coerce.number<number | string>().int().min(1).max(1_000_000).default(30).describe('A curve is drawn while at least this many are at risk.'),
} as const

/**
 * Every parameter that means the same everywhere. A page's URL carries them from report to report, so each report takes
 * them all: what it has no use for it leaves aside and says so.
 */
export const commonParameters = z.object({
  ...windowParameters, ...filterParameters, interval: parameter.interval.unwrap().optional(), unit: parameter.unit.unwrap().optional(), by: z.string().regex(COMMON_BY, 'must be channel, touchpoint, journey, segment, segmentation:<slug>, attribute:<name>, team or owner').optional(),
  compare: parameter.compare, min_at_risk: parameter.minAtRisk.unwrap().optional(),
})

/** Row fields used by many reports. */
export const rowField = {
  period: z.string().describe('First local day of the period.'),
  key: z.string().describe('`total` for the whole, else the slug of the part.'),
  label: z.string().describe('The part as people call it.'),
  partial: z.boolean().describe('The period is cut off by the window or by today.'),
  count: z.number().int(),
  share: z.number().nullable().describe('A fraction; null without a denominator.'),
  money: z.number().nullable().describe('Major units of the organisation’s currency.'),
} as const
