/** Without what looks alike from five metres: 0 O, 1 I L, 2 Z, 5 S, 8 B. */
const ALPHABET = '34679ACDEFGHJKMNPQRTUVWXY'
const LENGTH = 6

/** How long a code may be typed; the display then shows another one. */
export const CODE_VALID_MS = 15 * 60_000

/** A code from random bytes (at least 16; those that would favour some letters are passed over). Null when too few were left. */
export function codeFrom(bytes: Uint8Array): string | null {
  const most = 256 - (256 % ALPHABET.length)
  const letters = [...bytes].filter((byte) => byte < most).map((byte) => ALPHABET[byte % ALPHABET.length] ?? '')
  return letters.length < LENGTH ? null : letters.slice(0, LENGTH).join('')
}

/** What somebody typed: capitals, without blanks and dashes. */
export const readCode = (typed: string): string => typed.toUpperCase().replace(/[\s-]/g, '')
/** "K7P-4DX": in halves, as people read it out. */
export const sayCode = (code: string): string => `${code.slice(0, 3)}-${code.slice(3)}`
