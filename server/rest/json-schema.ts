import { z } from 'zod'

/** JSON Schema (2020-12, as OpenAPI 3.1 wants it) of what a schema accepts; transforms and refinements have no words there. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
