import { z } from 'zod'
import { SCOPES } from '@/db/vocabulary'
import { nameText } from './text'

export const createKeyInput = z.strictObject({
  name: nameText(100).describe('What the key is for; shown in lists and in the audit trail.'),
  scopes: z.array(z.enum(SCOPES)).min(1, 'needs at least one scope').max(SCOPES.length).transform((scopes) => SCOPES.filter((s) => scopes.includes(s)))
    .describe('`ingest` records, `read` asks, `admin` changes catalogue and settings and erases.'),
})
export type CreateKeyInput = z.input<typeof createKeyInput>

export const keyId = z.uuid('is not the id of a key')
