import * as crypto from 'node:crypto'

export type Attributes = Record<string, string | number | boolean>

/**
 * Content as one text, what is absent or null left out. `sorted` (the default): keys in order, so that the same content
 * put together in another order is the same; a record's own columns come in a fixed order already. Lengths stand before
 * texts, so no two contents give the same text. Values are scalars, lists of text, or one level of attributes.
 */
export function canonical(content: Readonly<Record<string, unknown>>, options: { sorted?: boolean; nulls?: boolean } = {}): string {
  let out = ''
  if (options.sorted === false) for (const key in content) out += entry(key, content[key], options.nulls)
  else for (const key of Object.keys(content).toSorted()) out += entry(key, content[key], options.nulls)
  return out
}

/** One named value as `canonical` writes it; '' for none. */
export function entry(key: string, value: unknown, nulls = false): string {
  if (value === undefined || (value === null && !nulls)) return ''
  if (typeof value === 'string') return `${key.length}:${key}s${value.length}:${value}`
  if (typeof value === 'object' && value !== null) {
    const inner = Array.isArray(value) ? value.map((item: unknown, i) => entry(String(i), item)).join('') : canonical(value as Record<string, unknown>, { nulls })
    return `${key.length}:${key}${Array.isArray(value) ? 'a' : 'o'}${inner.length}:${inner}`
  }
  return `${key.length}:${key}v${String(value)};`
}

/** One call instead of three where Node has it (20.12): half the time for texts as short as these. */
const oneShot: ((algorithm: string, data: string, encoding: 'hex') => string) | undefined = 'hash' in crypto ? crypto.hash : undefined

/** The first 16 bytes of SHA-256, as 32 hexadecimal digits: enough that two contents never meet. */
export function contentHash(content: string): string {
  const hex = oneShot ? oneShot('sha256', content, 'hex') : crypto.createHash('sha256').update(content).digest('hex')
  return hex.slice(0, 32)
}
