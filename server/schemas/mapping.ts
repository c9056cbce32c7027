import { z } from 'zod'
import { RECORD_KINDS } from '@/db/vocabulary'
import { DELIMITERS, ENCODINGS } from '@/server/domain/csv/dialect'
import { attributeName, fieldType, RECORD_FIELDS } from '@/server/domain/mapping/fields'
import { SPAN_UNITS, type Mapping } from '@/server/domain/mapping/mapping'
import { NUMBER_FORMATS } from '@/server/domain/mapping/number'
import { compileTime } from '@/server/domain/time/parse'
import { isZone } from '@/server/domain/time/zone'

const scalar = z.union([z.string().max(1000), z.number(), z.boolean()])
const timezone = z.string().refine(isZone, { error: (issue) => `"${String(issue.input)}" is not a time zone of the IANA database` })

const options = {
  values: z.record(z.string(), scalar.nullable()).optional(),
  format: z.string().min(1).max(100).optional(),
  timezone: timezone.optional(),
}
const column = z.union([z.string().min(1).max(1000), z.int().min(1).max(100_000)])

/** Exactly one of column, const and row; told apart by hand, as a union's errors would name none of the three. */
const fieldSource = z
  .strictObject({ ...options, column: column.optional(), const: scalar.optional(), row: z.literal(true).optional(), since: z.string().optional() })
  .refine((from) => [from.column, from.const, from.row].filter((one) => one !== undefined).length === 1, {
    error: 'needs exactly one of column, const and row',
  })

const mappedEntity = z
  .strictObject({
    entity: z.enum(RECORD_KINDS),
    where: z.record(z.string(), z.union([scalar, z.array(scalar).min(1)])).optional(),
    fields: z.record(z.string(), fieldSource),
  })
  .superRefine(({ entity, fields }, context) => {
    const complain = (field: string, message: string): void => context.addIssue({ code: 'custom', path: ['fields', field], message })
    // Without an id other records are known by their content: equal rows are then one record.
    if (!fields.id && (entity === 'customer' || entity === 'issue')) complain('id', `is missing: every ${entity} needs one ({ "row": true } numbers the rows)`)
    for (const [field, from] of Object.entries(fields)) {
      const type = fieldType(entity, field)
      if (type === null) {
        complain(field, `is not a field of ${entity}: ${Object.keys(RECORD_FIELDS[entity]).join(', ')}, attributes.<name>`)
      } else if (from.since !== undefined) {
        if (type !== 'time' || fieldType(entity, from.since) !== 'time' || !fields[from.since] || fields[from.since]?.since !== undefined) {
          complain(field, '"since" joins a time field to another mapped time field of the record')
        } else if (!SPAN_UNITS.some((unit) => unit === from.format)) complain(field, `"since" needs a format of ${SPAN_UNITS.join(', ')}`)
      } else if (from.format !== undefined) {
        const wrong = formatFault(type, from.format)
        if (wrong !== null) complain(field, wrong)
      }
    }
    const names = Object.keys(fields).map(attributeName)
    if (names.some((name) => name === '__proto__')) complain('attributes.__proto__', 'is not a name for an attribute')
  })

/** A format belongs to times and numbers; attributes may be either, and are text without one. */
function formatFault(type: string, format: string): string | null {
  const isNumber = format === 'number' || NUMBER_FORMATS.some((known) => known === format)
  if (type === 'number') return isNumber ? null : `"${format}" is not a number format: ${NUMBER_FORMATS.join(' or ')}`
  if (type !== 'time' && type !== 'attribute') return 'takes no format'
  if (type === 'attribute' && isNumber) return null
  const compiled = compileTime(format, 'UTC')
  return compiled.ok ? null : compiled.reason
}

/** A mapping as the API and saved mappings have it; unknown keys are refused. */
export const mappingSchema = z.strictObject({
  source: z.string().min(1).max(200).optional(),
  mode: z.enum(['record', 'replace']).optional(),
  timezone: timezone.optional(),
  dialect: z
    .strictObject({
      // `\t` in two characters is what a tab looks like where it was typed or copied.
      delimiter: z.union([z.enum(DELIMITERS), z.literal('\\t').transform(() => '\t' as const)], 'must be one of "," ";" "\\t" "|" "whitespace"').optional(),
      header: z.boolean().optional(),
      quote: z.union([z.literal('"'), z.literal("'"), z.null()]).optional(),
      encoding: z.enum(ENCODINGS).optional(),
    })
    .optional(),
  rows: z.array(mappedEntity).min(1).max(20),
})

/** A checked mapping in the shape the compiler takes (exactly one source per field has been seen to above). */
export const parseMapping = (input: unknown): Mapping => mappingSchema.parse(input) as Mapping
