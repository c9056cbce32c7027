import { z } from 'zod'
import { IMPORT_STATES } from '@/db/vocabulary'
import { now } from '@/server/clock'
import { getImport, listImports, rejectsCsv } from '@/server/queries/imports'
import { mappingSchema } from '@/server/schemas/mapping'
import { withdrawImport } from '@/server/services/imports/withdraw-import'
import { json } from '../answer'
import { receiveImport } from '../receive-import'
import { route } from '../route'
import { csvOf } from '../text-stream'

const tag = 'Imports'
const count = z.number().int()
const text = z.string().nullable()

const importView = z.object({
  id: z.uuid(), state: z.enum(IMPORT_STATES), rows: count.describe('Rows of the file read and committed.'), accepted: count.describe('Records, as all counts.'), duplicates: count, rejected: count,
  seconds: z.number(), created: z.object({ channels: z.array(z.string()), touchpoints: z.array(z.string()) }), error: text.describe('Why it failed.'),
  filename: z.string(), bytes: count, source: text, created_at: z.string(), created_by: z.string(),
  taken_back_at: text.describe('`cancelled` without it: a job is still taking it back.'), progress: z.number().nullable().describe('Share of the file that is read, while it runs.'), doing: text, note: text,
}).meta({ id: 'Import' })

const page = z.object({
  before: z.string().regex(/^\d{1,16}_[0-9a-f-]{36}$/, 'is not one that this list gave').optional().describe('`next` of the page before.'),
  limit: z.string().regex(/^\d{1,3}$/, 'must be a whole number from 1 to 200').transform(Number).refine((n) => n >= 1 && n <= 200, 'must be a whole number from 1 to 200').optional(),
})
const id = (path: Readonly<Record<string, string>>) => path.id ?? ''

export const importRoutes = [
  route({
    method: 'POST', path: '/imports', scope: 'ingest', tag, summary: 'Import a file', status: 202, answer: z.object({ id: z.uuid() }),
    description: 'A table of text (CSV and its kin; UTF-8, Latin-1 or UTF-16; plain or gzip) of any size and the mapping that says how its rows become records, as two parts in either order. The file’s beginning is checked at once; the rest is read by a job.',
    bodies: { 'multipart/form-data': z.object({ file: z.string().meta({ format: 'binary' }), mapping: mappingSchema }) },
    handle: async ({ ctx, request, instance }) => receiveImport(ctx, request, instance.dataDir),
  }),
  route({
    method: 'GET', path: '/imports', scope: 'read', alsoScope: 'ingest', tag, summary: 'All imports, newest first', query: page, answer: z.object({ imports: z.array(importView), next: text }),
    handle: ({ ctx, query }) => listImports(ctx, query),
  }),
  route({ method: 'GET', path: '/imports/{id}', scope: 'read', alsoScope: 'ingest', tag, summary: 'Where an import stands', answer: importView, handle: ({ ctx, path }) => getImport(ctx, id(path)) }),
  route({
    method: 'GET', path: '/imports/{id}/rejects', scope: 'read', alsoScope: 'ingest', tag, summary: 'The refused rows, ready to mend and send again', answers: { 'text/csv': { type: 'string', description: '_reason, _source and _row, then the file’s own columns.' } },
    handle: async ({ ctx, path }) => csvOf(await rejectsCsv(ctx, id(path))),
  }),
  route({
    method: 'DELETE', path: '/imports/{id}', scope: 'ingest', tag, summary: 'Take an import back', answer: importView,
    description: 'Everything it first recorded is removed, roll-ups included; one that waits or runs is cancelled first. 200 when that is done; 202 when it is so large that a job does it: `taken_back_at` then says when it was.',
    async handle({ ctx, path, instance }) {
      await getImport(ctx, id(path))
      const became = await withdrawImport(ctx, id(path), { dataDir: instance.dataDir, at: now() })
      return json(await getImport(ctx, id(path)), became === 'taken_back' ? 200 : 202)
    },
  }),
]
