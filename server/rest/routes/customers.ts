import { z } from 'zod'
import { getCustomer } from '@/server/queries/customer'
import { everythingAbout } from '@/server/queries/customer-everything'
import { eraseCustomer } from '@/server/services/recording/erase-customer'
import { route } from '../route'

const text = z.string().nullable()
const customerView = z.object({
  id: z.string().describe('The sender’s id; the surviving one’s after a merge.'), ids: z.array(z.object({ id: z.string(), anonymous: z.boolean() })).describe('Every id this customer is known by.'),
  name: text, email: text, acquired_at: text, left_at: text, leave_kind: text, leave_reason: text, attributes: z.record(z.string(), z.unknown()), first_at: text, last_at: text,
  segments: z.array(z.object({ segmentation: z.string(), segment: z.string(), name: z.string() })), open_promises: z.number().int().describe('Neither kept nor withdrawn.'),
  timeline: z.object({ entries: z.array(z.looseObject({ at: z.string(), record: z.string(), id: z.string(), source: z.string() })).describe('Records as they were sent, newest first.'), next: text.describe('Hand back as `cursor` for older ones.') }),
}).meta({ id: 'CustomerView' })

const page = z.object({
  limit: z.string().regex(/^\d{1,3}$/, 'must be a whole number from 1 to 200').transform(Number).refine((n) => n >= 1 && n <= 200, 'must be a whole number from 1 to 200').optional().describe('Entries of the timeline; 50 if absent.'),
  cursor: z.string().max(200, 'is not one that this list gave').optional(),
})

export const customerRoutes = [
  route({
    method: 'GET', path: '/customers/{id}', scope: 'read', tag: 'Customers', summary: 'One customer, with the timeline', query: page, answer: customerView,
    handle: ({ ctx, path, query }) => getCustomer(ctx, { id: path.id ?? '', ...query }),
  }),
  route({
    method: 'GET', path: '/customers/{id}/everything', scope: 'admin', tag: 'Customers', summary: 'Everything kept about a customer',
    description: 'Rows as they are stored, by table, under every id the customer had: what a person may ask to see and to take along.',
    answer: z.object({ customer: z.string(), of: z.string(), exported_at: z.string(), ids: z.array(z.object({ id: z.string(), anonymous: z.boolean() })), tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))) }).meta({ id: 'Everything' }),
    handle: ({ ctx, path }) => everythingAbout(ctx, path.id ?? ''),
  }),
  route({
    method: 'DELETE', path: '/customers/{id}', scope: 'admin', tag: 'Customers', summary: 'Erase a customer', status: 204,
    description: 'For good: every record about the customer goes, a keyed hash of the ids stays, so that a replay cannot bring the person back.',
    async handle({ ctx, path }) {
      await eraseCustomer(ctx, path.id ?? '')
      return new Response(null, { status: 204 })
    },
  }),
]
