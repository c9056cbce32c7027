import { z } from 'zod'
import { ROLES } from '@/db/vocabulary'
import { PASSWORD_MAX, PASSWORD_MIN } from '../domain/people/password-length'
import { isReservedSlug, SLUG } from '../domain/people/slug'

/** Shared by forms and procedures; every message is what the person at the form reads. */

export const email = z.string().trim().toLowerCase().max(254, 'is longer than any e-mail address').pipe(z.email('is not an e-mail address'))
export const personName = z.string().trim().min(1, 'is missing').max(100, 'has more than 100 characters')
export const organisationName = z.string().trim().min(1, 'is missing').max(100, 'has more than 100 characters')

/** Length is what protects; what guessers try first is refused by the services (services/people/new-password). */
export const newPassword = z.string().min(PASSWORD_MIN, `needs at least ${PASSWORD_MIN} characters`).max(PASSWORD_MAX, `can have at most ${PASSWORD_MAX} characters`)
/** A password somebody claims to have: anything short enough to hash. */
export const knownPassword = z.string().min(1, 'is missing').max(PASSWORD_MAX, 'is longer than any password here')

export const slug = z.string().trim().toLowerCase().min(2, 'needs at least 2 characters').max(40, 'has more than 40 characters')
  .regex(SLUG, 'may have lower-case letters, digits and single hyphens').refine((s) => !isReservedSlug(s), 'is used by Touchstone itself: choose another')

export const timezone = z.string().refine(isZone, 'is not a time zone such as Europe/London')
export const currency = z.string().trim().toUpperCase().regex(/^[A-Z]{3}$/, 'is a three-letter code such as EUR')
  .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'is not a currency of ISO 4217')

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return /^[A-Za-z]/.test(zone)
  } catch {
    return false
  }
}

export const role = z.enum(ROLES)
export const organisationInput = z.strictObject({ name: organisationName, slug, timezone, currency })
export type OrganisationInput = z.infer<typeof organisationInput>

export const setUpInput = z.strictObject({ name: personName, email, password: newPassword, organisation: organisationInput, sample: z.boolean() })
export type SetUpInput = z.infer<typeof setUpInput>

export const inviteInput = z.strictObject({ email, role })
export const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not a link made here')
export const acceptAsNewInput = z.strictObject({ token, name: personName, password: newPassword })
export const resetInput = z.strictObject({ token, password: newPassword })
export const requestResetInput = z.strictObject({ email })
export const changePasswordInput = z.strictObject({ current: knownPassword.optional(), password: newPassword })
export const changeRoleInput = z.strictObject({ userId: z.uuid(), role })
export const endMemberSessionsInput = z.strictObject({ userId: z.uuid(), sessionId: z.uuid().optional() })
const code = z.string().trim().min(1, 'is missing').max(60, 'is longer than any code')
export const beginSecondFactorInput = z.strictObject({ password: knownPassword })
export const confirmSecondFactorInput = z.strictObject({ pending: z.string().max(500), code })
export const proofInput = z.strictObject({ password: knownPassword, code })
export const profileInput = z.strictObject({ name: personName })
