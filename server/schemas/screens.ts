import { z } from 'zod'
import { SCREEN_THEMES, SLIDE_KINDS, TARGET_DIRECTIONS } from '@/db/vocabulary'
import { VARIABLE_NAME } from '../domain/screens/variables'
import { isLocalDay } from '../domain/time/local-day'
import { isZone } from '../domain/time/zone'
import { nameText, plainText } from './text'

const id = (what: string) => z.uuid(`is not the id of a ${what}`)
export const screenId = id('screen')
export const deviceId = id('display')
export const takeoverId = id('takeover')

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:30')
export const schedule = z.strictObject({ days: z.array(z.number().int().min(0).max(6)).min(1, 'needs a day').max(7).transform((days) => [...new Set(days)].toSorted((a, b) => a - b)), from: clock, to: clock })
  .refine(({ from, to }) => from !== to, 'must last some time')

export const variables = z.record(z.string().regex(VARIABLE_NAME, 'must be a small letter, then small letters, digits or _'), plainText(200)).refine((all) => Object.keys(all).length <= 20, 'has more than 20 variables')

const scalar = z.union([plainText(400), z.number(), z.boolean()])
const cell = z.record(z.string().max(60), plainText(200))

export const slideInput = z.strictObject({
  /** Kept while a slide is moved or changed; a new one gets its own. */
  id: id('slide').optional(),
  kind: z.enum(SLIDE_KINDS),
  report: nameText(100).nullable(),
  parameters: z.record(z.string().max(60), scalar).default({}),
  field: nameText(60).nullable().default(null),
  cell: cell.default({}),
  title: plainText(120).nullable().default(null),
  text: plainText(400).nullable().default(null),
  seconds: z.number().int().min(5, 'must be at least 5').max(600, 'must be at most 600').default(15),
  schedule: schedule.nullable().default(null),
}).superRefine((slide, ctx) => {
  if (slide.kind === 'message' ? !slide.text?.trim() : !slide.report) ctx.addIssue({ code: 'custom', path: [slide.kind === 'message' ? 'text' : 'report'], message: 'is required' })
})
export type SlideInput = z.input<typeof slideInput>

export const createScreenInput = z.strictObject({
  name: nameText(100), starter: z.enum(['now', 'care', 'channels', 'empty']).default('now'),
  dimension: nameText(200).nullable().default(null).describe('A declared dimension: each display shows its own part of it, as its variable says.'),
})
export const saveScreenInput = z.strictObject({
  id: screenId, version: z.number().int().describe('The version this change was made from.'), name: nameText(100), theme: z.enum(SCREEN_THEMES), show_names: z.boolean(),
  timezone: z.string().refine(isZone, 'is no time zone').nullable(), variables, slides: z.array(slideInput).max(60, 'has more than 60 slides'),
})
export type SaveScreenInput = z.input<typeof saveScreenInput>

export const addSlideInput = z.strictObject({ screen: screenId, slide: slideInput })

export const pairInput = z.strictObject({ screen: screenId, code: plainText(20), name: nameText(100), variables: variables.default({}) })
export const linkInput = pairInput.omit({ code: true })
export const deviceInput = z.strictObject({ id: deviceId, name: nameText(100), variables, screen: screenId })

export const takeoverInput = z.strictObject({ screen: screenId.nullable().default(null), title: nameText(120), text: plainText(400).default(''), source: nameText(200), minutes: z.number().int().min(1).max(24 * 60).default(30) })

export const targetInput = z.strictObject({
  report: nameText(100), field: nameText(60), parameters: z.record(z.string().max(60), z.union([scalar, z.null()])).default({}), cell: z.record(z.string().max(60), z.union([scalar, z.null()])).default({}),
  value: z.number().finite().nullable().describe('In the unit of the figure: shares as fractions, money in major units; null ends the target.'),
  direction: z.enum(TARGET_DIRECTIONS), valid_from: z.string().refine(isLocalDay, 'must be a day such as 2026-03-31').optional(), owner: plainText(100).default(''),
})
export type TargetInput = z.input<typeof targetInput>
export const targetOfInput = targetInput.pick({ report: true, field: true, parameters: true, cell: true })
