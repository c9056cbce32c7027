import { z } from 'zod'
import { EFFECT_WINDOWS, NAMES_HIDEABLE, RETENTION_KINDS, TRANSACTION_USES } from '@/db/vocabulary'
import { LEAST_DAYS, MOST_DAYS } from '../domain/retention'
import { isLocalDay } from '../domain/time/local-day'
import { isZone } from '../domain/time/zone'
import { nameText } from './text'

const day = z.string().refine(isLocalDay, 'must be a day such as 2026-03-31').meta({ format: 'date' })
const few = (most: number) => (o: object) => Object.keys(o).length <= most
/** Keys become property names: `__proto__` and its like would vanish instead of being kept. */
const key = nameText(200).refine((k) => k !== '__proto__', 'cannot be a name')

export const retentionDays = z.partialRecord(z.enum(RETENTION_KINDS), z.number().int('must be a whole number').min(LEAST_DAYS, `must be at least ${LEAST_DAYS} days`).max(MOST_DAYS, 'is more than a hundred years'))

export const organisationPatch = z.strictObject({
  name: nameText(100).optional(),
  timezone: z.string().max(100).refine(isZone, 'is not a time zone of the IANA database, such as Europe/Berlin').optional().describe('Days belong to it. A change re-counts everything by the new days, as a job.'),
  currency: z.string().refine(isCurrency, 'is not a currency of ISO 4217, such as EUR').optional().describe('Only while no money is recorded.'),
  lapse_days: z.number().int('must be a whole number').min(1, 'must be at least 1').max(3650, 'is more than ten years').nullable().optional().describe('Silence after which a customer without a contract counts as lapsed; null: only recorded leaving counts.'),
  effect_window_days: z.union(EFFECT_WINDOWS.map((d) => z.literal(d)), 'must be 30, 60 or 90').optional().describe('Window after a moment over which its effect is computed.'),
  observed_from: day.nullable().optional().describe('The day leaving began to be recorded; null: unknown.'),
  observed_from_by_source: z.record(key, day).refine(few(200), 'has more than 200 sources').optional(),
  spent_less_share: z.number().gt(0, 'must be above 0').max(1, 'must be a fraction up to 1').optional().describe('Share of prior spend that must be lost to count as spent_less.'),
  smallest_change: z.number().gt(0, 'must be above 0').max(1, 'must be a fraction up to 1').optional().describe('Smallest relative change worth acting on.'),
  margin: z.number().gt(0, 'must be above 0').max(1, 'must be a fraction up to 1').optional().describe('Share of an amount that is margin, for predicted value; 1 counts amounts whole.'),
  discount_rate: z.number().min(0, 'must be 0 or more').max(1, 'must be a fraction up to 1').optional().describe('Per year: by how much money a year away is worth less today.'),
  dimensions: z.array(nameText(100)).max(5, 'has more than five').refine((d) => new Set(d).size === d.length, 'names one twice').optional().describe('Attributes by which reports split and filter.'),
  transaction_kinds: z.record(key, z.enum(TRANSACTION_USES)).refine(few(500), 'has more than 500 kinds').optional().describe('What each kind of transaction counts towards.'),
  retention_days: retentionDays.optional().describe('Days that each kind of data is kept; a kind that is not named is kept. Counts of what went stay. Applied each night.'),
  names_hidden_from: z.array(z.enum(NAMES_HIDEABLE)).max(NAMES_HIDEABLE.length, 'names one twice').optional().describe('Who is not shown customers’ names, e-mail addresses and free attributes.'),
  second_factor_demanded: z.boolean().optional().describe('Whoever signs in with a password needs a second factor to open the organisation.'),
}).refine((o) => Object.values(o).some((v) => v !== undefined), 'names nothing to change')
export type OrganisationPatch = z.input<typeof organisationPatch>

export const organisationView = z.object({
  slug: z.string(), name: z.string(), timezone: z.string(), currency: z.string(), lapse_days: z.number().nullable(), effect_window_days: z.number(),
  observed_from: z.string().nullable(), observed_from_by_source: z.record(z.string(), z.string()), spent_less_share: z.number(), smallest_change: z.number(), margin: z.number(), discount_rate: z.number(),
  dimensions: z.array(z.string()), transaction_kinds: z.record(z.string(), z.enum(TRANSACTION_USES)), retention_days: z.partialRecord(z.enum(RETENTION_KINDS), z.number()), names_hidden_from: z.array(z.enum(NAMES_HIDEABLE)), second_factor_demanded: z.boolean(), sample: z.boolean(),
}).meta({ id: 'Organisation' })
export type OrganisationView = z.output<typeof organisationView>

function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code)
}
