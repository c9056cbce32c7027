import { z } from 'zod'
import { isLocalDay } from '../domain/time/local-day'

const day = z.string().refine(isLocalDay, 'must be a day such as 2026-03-31')
const text = z.string().trim().min(1).max(200)

/** Which entries of the trail: by whom, about what, with these words, from and to these local days (both included). */
export const auditFilters = z.strictObject({ actor: text.optional(), subject: text.optional(), search: text.optional(), from: day.optional(), to: day.optional() })
export type AuditFilters = z.output<typeof auditFilters>
