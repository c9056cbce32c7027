import { z } from 'zod'
import { TouchstoneError } from '../errors'
import { BATCH_LIMIT } from '../schemas/records'

/** What became of a batch. 200 also when some records were refused: their neighbours are recorded, they are named. */
export const recordAnswer = z.object({
  accepted: z.number().int(), duplicates: z.number().int(), rejected: z.number().int(),
  errors: z.array(z.object({ index: z.number().int().describe('Place in the list, from 0; in NDJSON the line, from 0.'), field: z.string(), reason: z.string() })),
  created: z.object({ channels: z.array(z.string()), touchpoints: z.array(z.string()) }).describe('Catalogue entries made because they were unknown, by slug.'),
}).meta({ id: 'RecordAnswer' })
export type RecordAnswer = z.output<typeof recordAnswer>

export function requireBatchSize(count: number): void {
  if (count > BATCH_LIMIT) throw new TouchstoneError('too_large', `${count} records are more than one request takes (${BATCH_LIMIT}). Send them in parts, or as a file to POST /imports.`)
}
