import { invalid, type TouchstoneError } from '../errors'

/**
 * A last net: a value that the schemas let through and the database could not hold (SQLSTATE class 22) is the
 * request's fault, and its neighbours in other requests never notice. Undefined for anything else.
 */
export function badValue(error: unknown): TouchstoneError | undefined {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ('code' in e && typeof e.code === 'string' && /^22[0-9A-Z]{3}$/.test(e.code)) return invalid('A value cannot be stored: it is out of range, or holds a character a database cannot keep.')
  }
  return undefined
}
