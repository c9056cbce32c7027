import { z } from 'zod'
import { ALERT_STATES } from '@/db/vocabulary'
import { listAlerts, listFirings } from '@/server/queries/alerts'
import { alertCondition } from '@/server/schemas/alerts'
import { route } from '../route'

const tag = 'Alerts'
const text = z.string().nullable()
const alertView = z.object({
  id: z.string(), name: z.string(), enabled: z.boolean(), state: z.enum(ALERT_STATES), condition: alertCondition, observed: z.number().nullable().describe('The figure when it was last looked at, or how many events.'), checked_at: text, fired_at: text,
}).meta({ id: 'Alert' })
const firingView = z.object({
  id: z.string(), alert: z.string(), name: z.string(), fired_at: z.string(), text: z.string(), observed: z.number(), threshold: z.number().nullable(), cleared_at: text,
}).meta({ id: 'AlertFiring' })
const page = z.object({
  alert: z.uuid('is not the id of an alert').optional().describe('Only of this one.'),
  limit: z.string().regex(/^\d{1,3}$/, 'must be a whole number from 1 to 200').transform(Number).refine((n) => n >= 1 && n <= 200, 'must be a whole number from 1 to 200').optional().describe('The newest so many; 50 if absent.'),
})
const iso = (at: Date | null) => at?.toISOString() ?? null

export const alertRoutes = [
  route({
    method: 'GET', path: '/alerts', scope: 'read', tag, summary: 'Every alert with what was seen last', answer: z.object({ alerts: z.array(alertView) }),
    handle: async ({ ctx }) => ({ alerts: (await listAlerts(ctx)).map(({ id, name, enabled, state, condition, observed, checkedAt, firedAt }) => ({ id, name, enabled, state, condition, observed, checked_at: iso(checkedAt), fired_at: iso(firedAt) })) }),
  }),
  route({
    method: 'GET', path: '/alerts/firings', scope: 'read', tag, summary: 'When alerts fired, newest first', query: page, answer: z.object({ firings: z.array(firingView) }),
    handle: async ({ ctx, query }) => ({ firings: (await listFirings(ctx, { alert: query.alert, limit: query.limit ?? 50 })).map(({ id, ruleId, name, firedAt, title, observed, threshold, clearedAt }) => ({ id, alert: ruleId, name, fired_at: firedAt.toISOString(), text: title, observed, threshold, cleared_at: iso(clearedAt) })) }),
  }),
]
