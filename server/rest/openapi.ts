import { z } from 'zod'
import { FAULTS } from '../errors'
import { jsonSchema } from './json-schema'
import type { BodyDocs, Route } from './route'

type Node = Record<string, unknown>

/**
 * The OpenAPI 3.1 document of the route table. Nothing is written down twice: the schemas here are the ones that
 * validate. `extra` adds paths that one route answers in many ways (each report its own parameters and rows).
 */
export function openapi(routes: readonly Route[], version: string, extra: (add: Describe) => Node): Node {
  const schemas: Node = { Problem: problemSchema }
  const describe: Describe = (schema, io = 'input') => hoist(jsonSchema(schema, io), schemas)
  const paths: Record<string, Node> = {}
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route, describe)
  Object.assign(paths, extra(describe))
  return {
    openapi: '3.1.0', jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { title: 'Touchstone', version, description: 'Record what happened between customers and an organisation, and read every number out again. Errors are problem+json (RFC 9457).', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }, { basic: [] }],
    tags: [...new Set(routes.map((r) => r.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key with the scope that the operation names.' },
        basic: { type: 'http', scheme: 'basic', description: 'The API key as user name, no password.' },
      },
    },
  }
}
export type Describe = (schema: z.ZodType, io?: 'input' | 'output') => Node

const problemSchema = {
  type: 'object', required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, instance: { type: 'string', description: 'The request’s id, also in the header x-request-id.' },
    errors: { type: 'array', items: { type: 'object', required: ['field', 'reason'], properties: { field: { type: 'string' }, reason: { type: 'string' }, row: { type: 'integer' } } } },
  },
}

function operation(route: Route, describe: Describe): Node {
  const ok = String(route.status ?? 200)
  const content = { ...(route.answer ? { 'application/json': { schema: describe(route.answer, 'output') } } : {}), ...contentOf(route.answers, describe) }
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replaceAll(/[/{}.-]+(\w?)/g, (_, next: string) => next.toUpperCase())}`,
    tags: [route.tag], summary: route.summary,
    ...(route.description || route.scope ? { description: [route.description, route.scope && `Scope: \`${route.scope}\`${route.alsoScope ? ` or \`${route.alsoScope}\`` : ''}.`].filter(Boolean).join('\n\n') } : {}),
    ...(route.scope === null ? { security: [] } : {}),
    parameters: [...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } })), ...queryParameters(route.query, describe)],
    ...(route.body || route.bodies ? { requestBody: { required: true, content: route.body ? { 'application/json': { schema: describe(route.body) } } : contentOf(route.bodies, describe) } } : {}),
    responses: {
      [ok]: { description: route.summary, ...(Object.keys(content).length > 0 ? { content } : {}) },
      ...Object.fromEntries(faultsOf(route).map((fault) => [String(FAULTS[fault].status), { description: FAULTS[fault].title, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }])),
    },
  }
}

function faultsOf(route: Route): (keyof typeof FAULTS)[] {
  return [
    'invalid', ...(route.scope === null ? [] : (['unauthenticated', 'forbidden', 'throttled'] as const)), ...(route.path.includes('{') ? (['not_found'] as const) : []),
    ...(route.body || route.bodies ? (['too_large', 'unsupported'] as const) : []), 'unavailable',
  ]
}

function contentOf(docs: BodyDocs | undefined, describe: Describe): Node {
  return Object.fromEntries(Object.entries(docs ?? {}).map(([media, schema]) => [media, { schema: schema instanceof z.ZodType ? describe(schema) : schema }]))
}

/** A zod object's fields as query parameters. */
export function queryParameters(query: Route['query'], describe: Describe): Node[] {
  if (!query || query === 'free') return []
  const { properties = {}, required = [] } = describe(query) as { properties?: Record<string, Node>; required?: string[] }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({ name, in: 'query', required: required.includes(name), ...(description ? { description } : {}), schema }))
}

/** zod names shared schemas below each document's own $defs; OpenAPI wants them in one place. */
function hoist({ $defs, ...schema }: Node, into: Node): Node {
  for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, Node>)) into[name] = moved(definition)
  return moved(schema) as Node
}

function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => {
    if (key === '$ref' && typeof inner === 'string') return [[key, inner.replace('#/$defs/', '#/components/schemas/')]]
    // Inside components a second `id` of zod's is noise.
    return key === 'id' && typeof inner === 'string' ? [] : [[key, moved(inner)]]
  }))
}
