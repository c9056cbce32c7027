import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'

/** What an OpenAPI document says of one operation, as far as it takes to call it. */
export type Operation = { method: string; path: string; parameters: { name: string; in: string; schema: Schema }[]; bodies: Record<string, Schema> }
export type Schema = {
  type?: string | string[]; format?: string; enum?: unknown[]; const?: unknown; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[]; properties?: Record<string, Schema>; required?: string[]
  additionalProperties?: Schema | boolean; items?: Schema; minimum?: number; maximum?: number; $ref?: string
}
type Document = { paths: Record<string, Record<string, { parameters?: Operation['parameters']; requestBody?: { content: Record<string, { schema?: Schema }> } }>>; components: { schemas: Record<string, Schema> } }

/** The same seed gives the same requests: FUZZ_SEED repeats what another run has found, FUZZ_RUNS tries harder. */
export const fuzzing = { seed: Number(process.env.FUZZ_SEED ?? 20261122), numRuns: Number(process.env.FUZZ_RUNS ?? 20) }

/** The big list of naughty strings (github.com/minimaxir/big-list-of-naughty-strings, MIT). */
export const naughtyStrings = JSON.parse(readFileSync(join(process.cwd(), 'server', 'testing', 'naughty-strings', 'blns.json'), 'utf8')) as string[]

/** JSON that no value in memory becomes by itself, and JSON that is none. Stands in a body where RAW names it. */
const RAW: string[] = [
  '1e400', '-1e400', '-0', '1E+2', '0.1e-7', '123456789012345678901234567890', '5e-324', '1.7976931348623157e308', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\u202e\\ufeff"', '"\\u0007\\u001b[31m"',
  '{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"admin":true}}}', '{"toString":1,"hasOwnProperty":2,"then":3}', '{"a":1,"a":2}', '{"":""}', '{"a\\u0000b":1}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`, `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, `"${'x'.repeat(300_000)}"`, `[${'0,'.repeat(50_000)}0]`,
  // Not JSON.
  'tru', '01', '.5', '+1', 'NaN', 'Infinity', '0x1F', "'x'", '"\u0007"', '"\\x"', '[1,]', '{"a":1,}', '{a:1}', '/* */1', '"', '', '}', '\ufeff1',
]
const mark = (index: number) => `@raw-${index}@`
/** A body's text, with what the marks stand for. */
export const textOf = (value: unknown): string => (JSON.stringify(value) ?? 'null').replaceAll(/"@raw-(\d+)@"/g, (_all, index: string) => RAW[Number(index)] ?? 'null')

const odd: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.nat(RAW.length - 1).map(mark) },
  { weight: 3, arbitrary: fc.constantFrom(...naughtyStrings) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, '', ' ', true, false, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [[]], [null], 'a\0b', '%00', '../../etc/passwd', "';--", '=1+1', '9999999-01-01T00:00:00Z', '0000-01-01T00:00:00Z', '2026-02-30', '2026-03-29T01:30:00', 'x'.repeat(5000)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
)
export const oddText: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...naughtyStrings), fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('', '.', '..', '\0', '%', '%zz', '-1', '1e9', '__proto__', 'constructor', 'x'.repeat(5000), '\r\nx-injected: 1', '2026-01-01', '9999-12-31', '0001-01-01', 'attribute:', 'segmentation:'))

/** Nearly what a schema takes: of every eight places one holds something else, is missing, or is one too many. */
export function nearly(document: Document, schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  return depth > 8 ? odd : fc.oneof({ weight: 9, arbitrary: valid(document, schema, depth) }, { weight: 1, arbitrary: odd })
}

function valid(document: Document, schema: Schema, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref) return valid(document, document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, depth)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choice = schema.anyOf ?? schema.oneOf
  if (choice) return fc.oneof(...choice.map((one) => valid(document, one, depth + 1)))
  if (schema.allOf) return fc.tuple(...schema.allOf.map((one) => valid(document, one, depth + 1))).map((parts) => Object.assign({}, ...parts) as unknown)
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object': return objectOf(document, schema, depth)
    case 'array': return fc.array(nearly(document, schema.items ?? {}, depth + 1), { maxLength: 4 })
    case 'integer': return fc.integer({ min: Math.max(schema.minimum ?? -5, -1e9), max: Math.min(schema.maximum ?? 1e6, 1e9) })
    case 'number': return fc.oneof(fc.integer({ min: -3, max: 100 }), fc.double({ noNaN: true, noDefaultInfinity: true }))
    case 'boolean': return fc.boolean()
    case 'null': return fc.constant(null)
    case 'string': return text(schema.format)
    default: return odd
  }
}

function objectOf(document: Document, schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {})
  const known = fc.record(Object.fromEntries(properties.map(([name, inner]) => [name, nearly(document, inner, depth + 1)])), { requiredKeys: [] })
  const needed = fc.record(Object.fromEntries(properties.filter(([name]) => schema.required?.includes(name)).map(([name, inner]) => [name, nearly(document, inner, depth + 1)])))
  const free = schema.additionalProperties ? fc.dictionary(fc.oneof(fc.string({ maxLength: 10 }), fc.constantFrom('__proto__', 'constructor', 'a\0', '', 'phone')), nearly(document, typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {}, depth + 1), { maxKeys: 3 }) : fc.constant({})
  const surplus = fc.oneof({ weight: 12, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...naughtyStrings), odd, { maxKeys: 1 }) })
  return fc.tuple(known, fc.oneof({ weight: 6, arbitrary: needed }, { weight: 1, arbitrary: fc.constant({}) }), free, surplus).map(([a, b, c, d]) => ({ ...a, ...b, ...c, ...d }))
}

function text(format: string | undefined): fc.Arbitrary<string> {
  if (format === 'date-time') return fc.constantFrom('2026-03-01T10:00:00Z', '2026-03-01T10:00:00.123456+05:45', '2026-03-01', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z')
  if (format === 'date') return fc.constantFrom('2026-03-01', '2024-02-29', '2023-02-29')
  if (format === 'uuid') return fc.uuid()
  return fc.oneof(fc.constantFrom('c1', 'c2', 'n1', 'web', 'phone', '2026-03-01T10:00:00Z', '2025-Q3', 'EUR', 'nps', 'contact'), fc.string({ maxLength: 12 }), fc.constantFrom(...naughtyStrings))
}

/** Every operation of a document that one can call with a method, address, parameters and at most one body. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, told]) => ({
    method: method.toUpperCase(), path, parameters: told.parameters ?? [], bodies: Object.fromEntries(Object.entries(told.requestBody?.content ?? {}).map(([media, { schema }]) => [media, schema ?? {}])),
  })))
}
export type { Document }
