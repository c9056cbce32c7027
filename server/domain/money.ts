/** Money is integer minor units (cents) with its currency; people and senders write major units (19.99). */

export type MinorResult = { ok: true; minor: number } | { ok: false; reason: string }

/** Far beyond any amount, and small enough that sums of millions of them stay exact integers in the database. */
const LARGEST = 1e15
/** What binary floating point leaves behind (139.12000000000001) is no more than this part of a minor unit. */
const FLOAT_DUST = 1e-6
const DECIMAL = /^[+-]?(?:\d{1,15}(?:\.\d{0,20})?|\.\d{1,20})$/

const digits = new Map<string, number | null>()

/** Digits after the point of an ISO 4217 currency (JPY 0, EUR 2, KWD 3); null for what is no currency code. */
export function currencyDigits(currency: string): number | null {
  let found = digits.get(currency)
  if (found === undefined) {
    found = known().has(currency) ? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2 : null
    // Codes come from outside: remember no more of them than there can be.
    if (digits.size < 20_000) digits.set(currency, found)
  }
  return found
}

let codes: Set<string> | undefined
const known = () => (codes ??= new Set(Intl.supportedValuesOf('currency')))

/**
 * Major units (a number or a plain decimal text) → integer minor units. More digits than the currency has are refused,
 * except what floating-point arithmetic leaves behind. Errors are reasons fit for a sender.
 */
export function toMinor(amount: number | string, currency: string): MinorResult {
  const fraction = currencyDigits(currency)
  if (fraction === null) return { ok: false, reason: `"${currency.slice(0, 20)}" is not an ISO 4217 currency` }
  const major = typeof amount === 'number' ? amount : DECIMAL.test(amount.trim()) ? Number(amount) : Number.NaN
  if (!Number.isFinite(major)) return { ok: false, reason: 'must be a decimal number such as 19.99' }
  const exact = major * 10 ** fraction
  const minor = Math.round(exact)
  if (Math.abs(minor) > LARGEST) return { ok: false, reason: 'is too large' }
  // The tolerance grows with the amount, as the spacing of floating-point numbers does.
  if (Math.abs(exact - minor) > Math.max(FLOAT_DUST, Math.abs(exact) * Number.EPSILON * 4)) {
    return { ok: false, reason: `has more digits than ${currency} (${fraction} after the point)` }
  }
  return { ok: true, minor: minor === 0 ? 0 : minor }
}

/** Minor units → major units, as the API and exports write them. */
export function toMajor(minor: number, currency: string): number {
  const fraction = currencyDigits(currency) ?? 2
  return Number((minor / 10 ** fraction).toFixed(fraction))
}
