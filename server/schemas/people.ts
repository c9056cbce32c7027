import { z } from 'zod'
import { ROLES } from '@/db/vocabulary'
import { PASSWORD_MAX, PASSWORD_MIN } from '../domain/people/password-length'
import { isReservedSlug, SLUG } from '../domain/people/slug'

/** Shared by forms and procedures; every message is what the person at the form reads. */

export const email = z.string().trim().toLowerCase().max(254, 'is longer than any e-mail address').pipe(z.email('is not an e-mail address'))
export const personName = z.string().trim().min(1, 'is missing').max(100, 'has more than 100 characters')
export const organisationName = z.string().trim().min(1, 'is missing').max(100, 'has more than 100 characters')

// What guessers try first, of those that are long enough to pass the length rule (compared in lower case).
const COMMON = new Set([
  '1234567890', '0123456789', '12345678910', '123456789a', '1q2w3e4r5t', '1q2w3e4r5t6y', 'qwertyuiop', 'qwerty1234', 'qwerty12345', 'qwerty123456',
  'password12', 'password123', 'password1234', 'password12345', 'passw0rd123', 'p@ssw0rd123', 'mypassword', 'iloveyou12', 'iloveyou123', 'letmein123', 'letmein1234',
  'welcome123', 'welcome1234', 'changeme123', 'admin12345', 'admin123456', 'administrator', 'abcdefghij', 'abcdefghijk', 'abc1234567', 'abcd123456', 'asdfghjkl1', 'asdfghjkl;',
  'zxcvbnm123', '1qaz2wsx3edc', 'qazwsxedcrfv', 'football123', 'baseball123', 'superman123', 'princess123', 'sunshine123', 'monkey12345', 'dragon12345', 'touchstone', 'touchstone1', 'touchstone123',
])
const isMonotonous = (text: string) => new Set(text).size < 4

/** Length is what protects; beyond it only what guessers try first is refused. */
export const newPassword = z.string()
  .min(PASSWORD_MIN, `needs at least ${PASSWORD_MIN} characters`).max(PASSWORD_MAX, `can have at most ${PASSWORD_MAX} characters`)
  .refine((text) => !COMMON.has(text.toLowerCase()) && !isMonotonous(text), 'is one of the first that guessers try: choose another')
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
export const profileInput = z.strictObject({ name: personName })
