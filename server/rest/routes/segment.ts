import { z } from 'zod'
import { segmentSteps, SEGMENT_FIELDS, SEGMENT_SOURCE, SEGMENT_TYPES, type SegmentType } from '@/server/domain/feeds/segment'
import { invalid } from '@/server/errors'
import { readSegmentMessage, segmentBatch, segmentMessage } from '@/server/schemas/segment'
import { recordFeed, type FeedMessage } from '@/server/services/feeds/record-feed'
import { readJson, requireMedia } from '../body'
import { requireBatchSize } from '../record-answer'
import { route, type Call, type Route } from '../route'

/** Segment's own answer, and beside it what became of each message. */
const segmentAnswer = z.object({
  success: z.literal(true), accepted: z.number().int(), duplicates: z.number().int(), rejected: z.number().int(),
  errors: z.array(z.object({ index: z.number().int(), field: z.string(), reason: z.string() })),
}).meta({ id: 'SegmentAnswer' })

/** Segment's libraries post to these too: short names, and batches under an older one. */
const ALIASES: Partial<Record<SegmentType | 'batch', string[]>> = {
  batch: ['/b', '/import'], track: ['/t'], identify: ['/i'], group: ['/g'], page: ['/p'], screen: ['/s'], alias: ['/a'],
}
/** Some libraries say text/plain, so that a browser asks for no leave first. */
const MEDIA = ['application/json', 'text/plain', '']
const common = { method: 'POST', scope: 'ingest', tag: 'Segment', answer: segmentAnswer, keyInBody: true } as const
const hint = 'As Segment’s own libraries send it; also under /v1. messageId dedupes, extra properties become attributes.'

export const segmentRoutes: Route[] = [
  route({
    ...common, path: '/batch', aliases: ALIASES.batch, summary: 'Record a batch of Segment messages', bodies: { 'application/json': segmentBatch }, description: `${hint} 200 when at least one message was taken; 400 when none was.`,
    async handle(call) {
      const body = await read(call)
      const parsed = segmentBatch.safeParse(body)
      if (!parsed.success) throw invalid('batch: must be a list of messages.', [{ field: 'batch', reason: 'must be a list of messages' }])
      requireBatchSize(parsed.data.batch.length)
      return carryOut(call, parsed.data.batch, undefined, parsed.data.context ?? {}, (index, field) => `batch[${index}]${field ? `.${field}` : ''}`)
    },
  }),
  ...SEGMENT_TYPES.map((type) => route({
    ...common, path: `/${type}`, aliases: ALIASES[type], summary: `Record a Segment ${type} message`, bodies: { 'application/json': segmentMessage }, description: hint,
    handle: async (call) => carryOut(call, [await read(call)], type, {}, (_, field) => field),
  })),
]

async function read({ request }: Call): Promise<unknown> {
  requireMedia(request, MEDIA)
  return readJson(request)
}

async function carryOut({ ctx }: Call, raws: unknown[], type: SegmentType | undefined, context: Record<string, unknown>, place: (index: number, field: string) => string) {
  const receivedAt = ctx.now.toISOString()
  const messages = raws.map((raw, index): FeedMessage => {
    const found = readSegmentMessage(raw, type, context)
    return found.ok ? { index, steps: segmentSteps(found.message, receivedAt), fields: SEGMENT_FIELDS[found.message.type], idDecides: true } : { index, steps: [], fields: {}, refused: found.errors }
  })
  const { accepted, duplicates, rejected, errors } = await recordFeed(ctx, SEGMENT_SOURCE, messages)
  if (rejected > 0 && rejected === raws.length) throw invalid(errors.slice(0, 3).map((e) => `${place(e.index, e.field)}: ${e.reason}`).join('; '), errors.slice(0, 1000).map((e) => ({ field: place(e.index, e.field), reason: e.reason, row: e.index })))
  return { success: true as const, accepted, duplicates, rejected, errors }
}
