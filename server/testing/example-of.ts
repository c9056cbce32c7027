import fc from 'fast-check'
import { z } from 'zod'

type Json = { type?: string | string[]; format?: string; pattern?: string; enum?: unknown[]; const?: unknown; anyOf?: Json[]; oneOf?: Json[]; allOf?: Json[]; properties?: Record<string, Json | boolean>; required?: string[]; items?: Json | boolean; minItems?: number; minLength?: number; minimum?: number; exclusiveMinimum?: number; $ref?: string; $defs?: Record<string, Json> }

/**
 * The smallest thing that a schema says it takes, with `ids` wherever an id is asked for (taken in turn). What no schema
 * can say (a refinement) may still refuse it. For tests that try every procedure there is.
 */
export function exampleOf(schema: z.ZodType, ids: readonly string[]): unknown {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
  let next = 0
  const make = (at: Json | boolean): unknown => {
    // An empty schema, which takes anything.
    if (typeof at === 'boolean') return 'x'
    if (at.$ref) return make(json.$defs?.[at.$ref.split('/').at(-1) ?? ''] ?? {})
    if ('const' in at) return at.const
    if (at.enum) return at.enum[0]
    const choice = at.anyOf ?? at.oneOf
    if (choice) return make(choice[0] ?? {})
    if (at.allOf) return Object.assign({}, ...at.allOf.map((part) => make(part) as object))
    const type = Array.isArray(at.type) ? at.type[0] : at.type
    if (type === 'object') return Object.fromEntries((at.required ?? []).map((key) => [key, make(at.properties?.[key] ?? {})]))
    if (type === 'array') return Array.from({ length: at.minItems ?? 0 }, () => make(at.items ?? {}))
    if (type === 'integer' || type === 'number') return at.minimum ?? (at.exclusiveMinimum === undefined ? 1 : at.exclusiveMinimum + 1)
    if (type === 'boolean') return true
    if (type === 'null') return null
    if (at.format === 'uuid') return ids[next++ % ids.length]
    if (at.format === 'email') return 'somebody@example.test'
    if (at.format === 'date') return '2026-03-01'
    if (at.format === 'date-time') return '2026-03-01T10:00:00Z'
    if (at.format === 'uri') return 'https://example.test/'
    if (at.pattern) return fc.sample(fc.stringMatching(new RegExp(at.pattern)), { numRuns: 1, seed: 1 })[0]
    return 'x'.repeat(Math.max(1, at.minLength ?? 1))
  }
  return make(json)
}

/** Whether a schema asks for an id anywhere. */
export const asksForId = (schema: z.ZodType): boolean => JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).includes('"format":"uuid"')
