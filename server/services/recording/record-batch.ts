import { z } from 'zod'
import type { RecordKind } from '@/db/vocabulary'
import { requireCapability, type OrgCtx } from '@/server/context'
import { invalid, TouchstoneError } from '@/server/errors'
import { BATCH_LIMIT, recordMode, sourceName } from '@/server/schemas/records'
import { recordMixed, type RecordOptions } from './record'

export type BatchResult = {
  accepted: number
  duplicates: number
  rejected: number
  errors: { index: number; field: string; reason: string }[]
  created: { channels: string[]; touchpoints: string[] }
}

const envelope = z.object({ source: sourceName.optional(), mode: recordMode.optional() })

/** Records up to 10,000 records of one kind in one transaction. Throws `too_large`, `invalid` (source, mode), `forbidden`. */
export async function recordBatch(ctx: OrgCtx, input: { kind: RecordKind; records: readonly unknown[]; source?: string } & RecordOptions): Promise<BatchResult> {
  requireCapability(ctx, 'ingest')
  const { kind, records, importId, settle } = input
  if (records.length > BATCH_LIMIT) throw new TouchstoneError('too_large', `At most ${BATCH_LIMIT} records fit in one batch; this one has ${records.length}.`)
  const said = envelope.safeParse({ source: input.source, mode: input.mode })
  if (!said.success) throw invalid('The batch is not valid.', said.error.issues.map((issue) => ({ field: String(issue.path[0] ?? ''), reason: issue.message })))
  const { source, mode } = said.data
  const result = await recordMixed(ctx, { items: records.map((raw) => ({ kind, raw, source })), mode, importId, settle })
  const errors = result.outcomes.flatMap((outcome, index) => (typeof outcome === 'string' ? [] : outcome.errors.map((error) => ({ index, field: error.field, reason: error.reason }))))
  const { accepted, duplicates, rejected, created } = result
  return { accepted, duplicates, rejected, errors, created }
}
