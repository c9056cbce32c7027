import { z } from 'zod'
import type { Mapping } from '../domain/mapping/mapping'
import { mappingSchema } from './mapping'

/** A mapping is written by hand or by a form: more than this is none. */
export const MAPPING_BYTES = 256 * 1024
/** Rows committed in one transaction: enough that what each costs by itself hardly counts, few enough that pages answer in between. */
export const BATCH_ROWS = 4000
/** Refused rows that are kept to be downloaded; all are counted. */
export const REJECTS_KEPT = 100_000
/** Rows that a preview shows. */
export const PREVIEW_ROWS = 20

/** What an import keeps of its mapping and of its file's layout: refused rows are written from it when the file is gone. */
export const importPlan = z.object({
  mapping: mappingSchema,
  header: z.array(z.string()).nullable(),
  /** Cells that every row should have. */
  width: z.number().int(),
})
export type ImportPlan = { mapping: Mapping; header: string[] | null; width: number }

/** The first bytes of a file (base64) as the browser has them; `whole` when that is all of it. */
export const fileHead = z.strictObject({ head: z.base64().max(90_000), whole: z.boolean() })
export const sniffInput = fileHead.extend({ dialect: mappingSchema.shape.dialect })
export const previewInput = fileHead.extend({ mapping: z.unknown() })

export const mappingName = z.string().trim().min(1, 'needs a name').max(100, 'is longer than 100 characters').refine((name) => !name.includes('\0'), 'holds a NUL')
export const saveMappingInput = z.strictObject({ name: mappingName, mapping: mappingSchema })
