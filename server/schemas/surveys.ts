import { z } from 'zod'
import { SURVEYS } from '@/db/vocabulary'
import { nameText, plainText } from './text'

const surveyId = z.uuid('is not the id of a survey')
const language = z.string().regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/, 'must be a language code such as en or de')
const said = plainText(300).optional()
const validDays = z.number().int().min(1, 'must be at least 1').max(365, 'must be at most 365')

export const saveSurveyInput = z.strictObject({
  /** Absent: a new one. Its kind and touchpoint stay once links are out. */
  id: surveyId.optional(),
  name: nameText(120), survey: z.enum(SURVEYS), touchpoint: plainText(200).nullable().default(null), language: language.default('en'),
  texts: z.record(language, z.strictObject({ question: said, low: said, high: said, comment: said, thanks: said })).default({}).refine((all) => Object.keys(all).length <= 30, 'has more than 30 languages'),
  valid_days: validDays.default(30),
})
export type SaveSurveyInput = z.input<typeof saveSurveyInput>
export const surveyRef = z.strictObject({ id: surveyId })
export const closeSurveyInput = z.strictObject({ id: surveyId, closed: z.boolean() })

export const LINKS_AT_ONCE = 10_000
export const linkRequest = z.strictObject({
  customer: nameText(200).describe('The sender’s id of whom is asked.'),
  interaction: nameText(200).nullish().describe('The contact it is about: asked again about the same one, the same link is answered.'),
  id: nameText(200).nullish().describe('An id of your own: sent again, the same link is answered.'),
  language: language.nullish().describe('The customer’s language; without it, their browser’s.'),
  asked_at: z.iso.datetime({ offset: true, error: 'must be a time such as 2026-03-31T10:00:00Z' }).nullish().describe('When it is sent; now if absent.'),
})
export const makeLinksBody = z.strictObject({ links: z.array(linkRequest).min(1, 'is empty').max(LINKS_AT_ONCE, `has more than ${LINKS_AT_ONCE} links`), valid_days: validDays.optional().describe('The survey’s own if absent.') })
/** Of customers who were asked by this survey before: ask them again, give the link that still waits for its answer, or stop and say who they are. */
export const ASKED_BEFORE = ['again', 'same', 'stop'] as const
export const makeLinksInput = makeLinksBody.extend({ id: surveyId, asked_before: z.enum(ASKED_BEFORE).default('again') })
export const linksMadeInput = z.strictObject({ id: surveyId, q: plainText(200).default(''), offset: z.number().int().min(0).max(100_000).default(0) })
export const linkAgainInput = z.strictObject({ id: surveyId, link: z.uuid('is not the id of a link') })
export type MakeLinksInput = z.input<typeof makeLinksInput>

export const surveyView = z.object({
  id: z.string(), name: z.string(), survey: z.enum(SURVEYS), touchpoint: z.string().nullable(), language: z.string(), valid_days: z.number().int(), closed_at: z.string().nullable(), asked: z.number().int(), answered: z.number().int(),
}).meta({ id: 'HostedSurvey' })
export const linkView = z.object({ customer: z.string(), interaction: z.string().nullable(), id: z.string().nullable(), url: z.string(), expires_at: z.string() })

export const COMMENT_MOODS = ['unhappy', 'between', 'happy'] as const
export const commentsInput = z.strictObject({
  q: plainText(200).default(''), survey: z.enum(SURVEYS).nullable().default(null), touchpoint: plainText(200).nullable().default(null), mood: z.enum(COMMENT_MOODS).nullable().default(null),
  from: z.iso.date().nullable().default(null), to: z.iso.date().nullable().default(null), offset: z.number().int().min(0).max(100_000).default(0),
})
