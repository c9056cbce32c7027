import type { RecordKind } from '@/db/vocabulary'
import { requireCapability, type OrgCtx } from '@/server/context'
import type { FieldFault } from '@/server/domain/mapping/compile'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { TouchstoneError, zodPlaces, type FaultPlace } from '@/server/errors'
import { PREVIEW_ROWS } from '@/server/schemas/imports'
import { mappingSchema } from '@/server/schemas/mapping'
import { Drafter } from '../recording/draft'
import { openMapped } from './open-mapped'
import { headOf, one } from './sniff-file'

/** A record as it will be read, with what is wrong with it. */
export type PreviewRecord = { kind: RecordKind; fields: Record<string, unknown>; faults: { field: string; reason: string }[] }
export type PreviewRow = { row: number; cells: string[]; problem: string | null; records: PreviewRecord[] }
export type Preview =
  | { ok: false; reason: string; places: FaultPlace[] }
  | { ok: true; header: string[] | null; rows: PreviewRow[]; /** Of the rows in the beginning that was sent. */ read: number; refused: number; records: Partial<Record<RecordKind, number>>; channels: string[]; touchpoints: string[] }

/**
 * The first rows of a file as a mapping reads them, checked as recording would check them, without recording anything.
 * A mapping that does not hold is an expected outcome: its faults are returned. Requires `ingest`.
 */
export async function previewImport(ctx: OrgCtx, input: { head: Uint8Array; whole: boolean; mapping: unknown }): Promise<Preview> {
  requireCapability(ctx, 'ingest')
  const parsed = mappingSchema.safeParse(input.mapping)
  if (!parsed.success) return { ok: false, reason: 'The mapping is not complete.', places: zodPlaces(parsed.error) }
  try {
    return await readHead(ctx, parsed.data as Mapping, await headOf(input.head, input.whole))
  } catch (error) {
    if (error instanceof TouchstoneError && error.fault === 'invalid') return { ok: false, reason: error.message, places: error.places }
    throw error
  }
}

async function readHead(ctx: OrgCtx, mapping: Mapping, { bytes, whole }: { bytes: Uint8Array; whole: boolean }): Promise<Preview> {
  const { file, read } = await openMapped(one(bytes), mapping, { zone: ctx.org.timezone, fileHash: 'file', batchRows: 10_000 })
  const all = []
  for await (const rows of file.batches) all.push(...rows)
  // The last one is cut where the beginning ends.
  if (!whole && all.length > 1) all.pop()

  const drafter = new Drafter(ctx.org, ctx.now)
  const shown: PreviewRow[] = []
  const records: Partial<Record<RecordKind, number>> = {}
  const channels = new Map<string, string>()
  const touchpoints = new Map<string, string>()
  let refused = 0
  for (const { row, cells, problem } of all) {
    const seen: PreviewRow = { row, cells, problem, records: [] }
    if (problem === null) {
      const { records: raws, faults, source } = read(cells, row)
      for (const { kind, raw } of raws) {
        const drafted = drafter.read(0, kind, raw, source)
        seen.records.push({ kind, fields: raw, faults: 'errors' in drafted ? drafted.errors : [] })
        records[kind] = (records[kind] ?? 0) + 1
        if ('draft' in drafted) {
          const { channel, channelName, touchpoint, touchpointName } = drafted.draft
          if (channel !== '') channels.set(channel, channelName)
          if (touchpoint !== '') touchpoints.set(touchpoint, touchpointName)
        }
      }
      seen.records.push(...unread(faults))
    }
    if (problem !== null || seen.records.some((record) => record.faults.length > 0)) refused++
    if (shown.length < PREVIEW_ROWS) shown.push(seen)
  }
  return { ok: true, header: file.header, rows: shown, read: all.length, refused, records, channels: [...channels.values()].slice(0, 50), touchpoints: [...touchpoints.values()].slice(0, 50) }
}

/** Records that could not be read at all, one per kind. */
function unread(faults: readonly FieldFault[]): PreviewRecord[] {
  return [...new Set(faults.map((fault) => fault.kind))].map((kind) => ({
    kind, fields: {}, faults: faults.filter((fault) => fault.kind === kind).map(({ field, column, reason }) => ({ field, reason: column === null ? reason : `column ${column}: ${reason}` })),
  }))
}
