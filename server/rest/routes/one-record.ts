import { z } from 'zod'
import { RECORD_COLLECTIONS, RECORD_KINDS } from '@/db/vocabulary'
import { getRecord } from '@/server/queries/record'
import { DEFAULT_SOURCE, sourceName } from '@/server/schemas/records'
import { deleteRecord } from '@/server/services/recording/delete-record'
import { route } from '../route'

const query = z.object({ source: sourceName.optional().describe('The source the id is unique in; "default" if absent.') })
const view = z.looseObject({ record: z.string(), id: z.string(), source: z.string() }).describe('The record’s fields as they were sent; times in UTC, money in major units.').meta({ id: 'RecordView' })

/** GET and DELETE of single records; customers are shown and erased by routes of their own. */
export const oneRecordRoutes = RECORD_KINDS.filter((kind) => kind !== 'customer').flatMap((kind) => {
  const path = `/${RECORD_COLLECTIONS[kind]}/{id}`
  const noun = kind.replace('_', ' ')
  return [
    route({
      method: 'GET', path, scope: 'read', tag: 'Records', summary: `One ${noun}`, query, answer: view,
      handle: ({ ctx, path: { id = '' }, query: { source = DEFAULT_SOURCE } }) => getRecord(ctx, { kind, id, source }),
    }),
    route({
      method: 'DELETE', path, scope: 'admin', tag: 'Records', summary: `Delete one ${noun}`, query, status: 204, description: 'Roll-ups move with it; it may be sent again.',
      async handle({ ctx, path: { id = '' }, query: { source = DEFAULT_SOURCE } }) {
        await deleteRecord(ctx, { kind, id, source })
        return new Response(null, { status: 204 })
      },
    }),
  ]
})
