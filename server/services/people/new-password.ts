import { createHash } from 'node:crypto'
import { isCommon, isMadeOf } from '@/server/domain/people/guessable'
import { env } from '@/server/env'
import { invalid } from '@/server/errors'
import { log } from '@/server/log'

/** Always refused, whoever it is (server/ASVS.md, "Words of one's own"). */
const PRODUCT = 'touchstone'
const BREACHED_WITHIN_MS = 3000

const store = globalThis as typeof globalThis & { __touchstoneCommonPasswords?: Promise<ReadonlySet<string>> }

/** Some 49,000 passwords from leaks, by how often they were found (zxcvbn's list). Read when the first password is chosen, then kept. */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  store.__touchstoneCommonPasswords ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common'].map(String)))
  return store.__touchstoneCommonPasswords
}

/** Whose password it becomes: `words` are the organisations' names and addresses. */
export type Chooser = { name: string; email: string; words: readonly string[] }

/** Why a password must not be chosen, for the field's own line; null when it may. */
export async function reasonAgainst(password: string, { name, email, words }: Chooser): Promise<string | null> {
  const [local = '', domain = ''] = email.split('@')
  if (isMadeOf(password, [PRODUCT, name, local, domain, ...words])) return 'is made of names that everybody here knows: choose another'
  if (isCommon(password, await commonPasswords())) return 'is one of the first that guessers try: choose another'
  if (await isBreached(password)) return 'was found in a list of stolen passwords: choose another'
  return null
}

/** Throws `invalid` at the field `password` for one that must not be chosen. Asked before it is hashed. */
export async function requireGoodPassword(password: string, chooser: Chooser): Promise<void> {
  const reason = await reasonAgainst(password, chooser)
  if (reason) throw invalid('Choose another password.', [{ field: 'password', reason }])
}

/**
 * Whether the service in BREACHED_PASSWORDS_URL, if one is set, knows it as stolen. It is asked for all SHA-1 hashes that
 * begin with the same five digits, so it learns no password (the "range" of Have I Been Pwned). Away, it is passed over.
 */
async function isBreached(password: string): Promise<boolean> {
  const { BREACHED_PASSWORDS_URL } = env()
  if (!BREACHED_PASSWORDS_URL) return false
  const hash = createHash('sha1').update(password).digest('hex').toUpperCase()
  try {
    const response = await fetch(`${BREACHED_PASSWORDS_URL.replace(/\/?$/, '/')}${hash.slice(0, 5)}`, { headers: { 'add-padding': 'true' }, signal: AbortSignal.timeout(BREACHED_WITHIN_MS), redirect: 'error' })
    if (!response.ok) throw new Error(`answered ${response.status}`)
    // `<35 digits>:<times>`; padding has been found no times.
    return (await response.text()).split('\n').some((line) => line.startsWith(`${hash.slice(5)}:`) && !/:0\s*$/.test(line))
  } catch (error) {
    log('warn', 'breached passwords not asked', { reason: error instanceof Error ? error.message : String(error) })
    return false
  }
}
