import { createHash } from 'node:crypto'

export type Attributes = Record<string, string | number | boolean>

/**
 * Content of a record as one text: keys sorted, what is absent or null left out, so that the same content written in
 * another order is the same. Values are scalars, lists of text, or one level of attributes.
 */
export function canonical(content: Readonly<Record<string, unknown>>, nullsCount = false): string {
  let out = ''
  for (const key of Object.keys(content).toSorted()) {
    const value = content[key]
    if (value === undefined || (value === null && !nullsCount)) continue
    out += `${JSON.stringify(key)}:${isPlain(value) ? `{${canonical(value, nullsCount)}}` : JSON.stringify(value)},`
  }
  return out
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first 16 bytes of SHA-256, as 32 hexadecimal digits: enough that two contents never meet. */
export function contentHash(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32)
}
