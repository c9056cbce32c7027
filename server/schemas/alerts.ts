import { z } from 'zod'
import { ALERT_COMPARISONS, ALERT_WINDOWS } from '@/db/vocabulary'
import { nameText, plainText } from './text'

const id = (what: string) => z.uuid(`is not the id of a ${what}`)
const scalar = z.union([plainText(400), z.number(), z.boolean()])
const segment = plainText(400).nullable().default(null)

export const alertCondition = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('figure'), report: nameText(100), parameters: z.record(z.string().max(60), scalar).default({}), field: nameText(60), cell: z.record(z.string().max(60), plainText(200)).default({}),
    comparison: z.enum(ALERT_COMPARISONS), threshold: z.number().finite().default(0).describe('In the unit of the figure: shares as fractions, money in major units. Unread where the comparison is with what was expected.'), window: z.enum(ALERT_WINDOWS),
  }),
  z.strictObject({ kind: z.literal('moment_failed'), touchpoint: plainText(200).nullable().default(null).describe('Slug; null: any.'), critical: z.boolean().default(true).describe('Only at critical touchpoints.'), segment: segment.describe('A value tier, or `segmentation:segment`; null: any customer.') }),
  z.strictObject({ kind: z.literal('promise_overdue'), hours: z.number().int().min(0).max(24 * 60).default(0).describe('Overdue for at least so long.'), segment }),
])

const people = z.array(z.uuid()).max(100, 'has more than 100 people').transform((all) => [...new Set(all)])

export const saveAlertInput = z.strictObject({
  /** Absent: a new one. */
  id: id('alert').optional(),
  name: nameText(120), condition: alertCondition,
  people: people.default([]), webhooks: z.array(z.uuid()).max(20).default([]), takeover: z.boolean().default(false),
  every_minutes: z.number().int().min(5, 'must be at least 5').max(24 * 60, 'must be at most 1440').default(15),
  quiet_hours: z.number().int().min(1).max(24 * 90).nullable().default(24), enabled: z.boolean().default(true),
})
export type SaveAlertInput = z.input<typeof saveAlertInput>
export const alertRef = z.strictObject({ id: id('alert') })
export const switchAlertInput = z.strictObject({ id: id('alert'), enabled: z.boolean() })
export const tryAlertInput = z.strictObject({ condition: alertCondition })
export const listFiringsInput = z.strictObject({ alert: id('alert').optional(), limit: z.number().int().min(1).max(200).default(50) })

const webhookUrl = z.string().trim().min(1, 'is empty').max(2000, 'has more than 2,000 characters')
export const createWebhookInput = z.strictObject({ name: nameText(100), url: webhookUrl })
export const webhookRef = z.strictObject({ id: id('webhook') })
export const changeWebhookInput = z.strictObject({ id: id('webhook'), name: nameText(100).optional(), url: webhookUrl.optional(), enabled: z.boolean().optional(), new_secret: z.boolean().optional() })
export const deliveriesInput = z.strictObject({ webhook: id('webhook') })
export const retryDeliveryInput = z.strictObject({ id: id('message') })
