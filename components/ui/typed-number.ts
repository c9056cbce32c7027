/**
 * What somebody typed, as a number; NaN where it is none or empty. Takes what people write and what the product itself
 * prints: "12,000", "1 234.56", "1.234,56", "12,5", "−3". A comma before three digits parts thousands; a lone point is
 * the decimal one.
 */
export function typedNumber(text: string): number {
  const plain = text.trim().replace('−', '-').replaceAll(/[\s\u00A0\u202F'’]/gu, '')
  if (plain === '') return Number.NaN
  const continental = /^-?\d{1,3}(?:\.\d{3})+,\d+$/u.test(plain)
  if (continental) return Number(plain.replaceAll('.', '').replace(',', '.'))
  const parted = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(plain)
  return Number(parted ? plain.replaceAll(',', '') : plain.replace(',', '.'))
}

/** The same where nothing typed means nothing: null. */
export const typedOrNone = (text: string): number | null => (text.trim() === '' ? null : typedNumber(text))
