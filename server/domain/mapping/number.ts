/** A finite number, or why the text is none or could be two. */
export type NumberResult = { ok: true; value: number } | { ok: false; reason: string }

/** Styles a mapping may state as a number's `format`, where a comma alone would leave it open. */
export const NUMBER_FORMATS = ['1234.56', '1,234.56', '1.234,56', '1 234,56'] as const
export type NumberFormat = (typeof NUMBER_FORMATS)[number]

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/
const COMMA_GROUPS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const POINT_GROUPS = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/
const BLANK_GROUPS = /^[+-]?\d{1,3}(?:[ \u00A0\u202F]\d{3})*(?:,\d+)?$/
const COMMA_DECIMAL = /^[+-]?\d+,\d+$/

/**
 * Reads a decimal number. Without a format, grouped numbers and decimal commas are read where they can mean one
 * thing only ("1,234.50", "1,234,567", "1.234,50", "12,5"); "1,234" is refused.
 */
export function readNumber(raw: string, format?: NumberFormat): NumberResult {
  const text = raw.trim()
  if (format !== undefined && format !== '1234.56') return readAs(text, format)
  if (PLAIN.test(text)) return finite(text, text)
  if (format === undefined) {
    const commas = COMMA_GROUPS.test(text)
    if (commas && (text.includes('.') || text.split(',').length > 2)) return finite(text.replaceAll(',', ''), text)
    if (POINT_GROUPS.test(text) && (text.includes(',') || text.split('.').length > 2)) return finite(pointed(text), text)
    if (commas && !/^[+-]?0/.test(text)) {
      return { ok: false, reason: `"${text}" may be ${text.replace(',', '')} or ${text.replace(',', '.')}: state the format "1,234.56" or "1.234,56"` }
    }
    if (COMMA_DECIMAL.test(text)) return finite(text.replace(',', '.'), text)
  }
  return notNumber(text)
}

const pointed = (text: string): string => text.replaceAll(/[.\s\u00A0\u202F]/g, '').replace(',', '.')

function readAs(text: string, format: NumberFormat): NumberResult {
  if (format === '1,234.56') {
    return COMMA_GROUPS.test(text) || PLAIN.test(text) ? finite(text.replaceAll(',', ''), text) : notNumber(text)
  }
  const grouped = format === '1.234,56' ? POINT_GROUPS : BLANK_GROUPS
  return grouped.test(text) || COMMA_DECIMAL.test(text) || /^[+-]?\d+$/.test(text) ? finite(pointed(text), text) : notNumber(text)
}

function finite(decimal: string, text: string): NumberResult {
  const value = Number(decimal)
  if (!Number.isFinite(value)) return { ok: false, reason: `"${cut(text)}" is too large a number` }
  return { ok: true, value: value === 0 ? 0 : value }
}

const notNumber = (text: string): NumberResult => ({ ok: false, reason: `"${cut(text)}" is not a number` })
const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
