import type { RecordKind } from '@/db/vocabulary'
import type { RowReader } from '@/server/domain/mapping/compile'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { sourceName } from '@/server/schemas/records'
import type { Item, MixedResult } from '../recording/record'
import type { IntakeCell } from '../recording/roll-up'
import type { FileRow } from './read-rows'
import { reasonOfFault, reasonOfPlace, recordsOf, type Refused } from './refused'

/** Rows read into records. `rowOf` says, per item, which of the rows it came from. */
export type ReadBatch = { rows: readonly FileRow[]; items: Item[]; rowOf: number[]; refused: Map<number, Refused>; intake: IntakeCell[] }

/** Reads rows by their mapping; what cannot be read is refused with its reason, the row's other records go on. */
export function readBatch(rows: readonly FileRow[], read: RowReader, mapping: Mapping, ownSource: string): ReadBatch {
  const batch: ReadBatch = { rows, items: [], rowOf: [], refused: new Map(), intake: [] }
  const firstKind = mapping.rows[0]?.entity ?? 'interaction'
  const refuse = (index: number, reasons: string[], records: number, source: string, kind: RecordKind) => {
    addRefused(batch, index, reasons, records)
    batch.intake.push({ source, kind, sent: records, accepted: 0, duplicates: 0, rejected: records, conflicts: 0 })
  }
  for (const [index, row] of rows.entries()) {
    if (row.problem !== null) {
      refuse(index, [row.problem], 1, ownSource, firstKind)
      continue
    }
    const { source, records, faults } = read(row.cells, row.row)
    if (source !== ownSource && !sourceName.safeParse(source).success) {
      refuse(index, ['_source is not the name of a source'], Math.max(1, records.length), ownSource, firstKind)
      continue
    }
    for (const { kind, raw } of records) {
      batch.items.push({ kind, raw, source })
      batch.rowOf.push(index)
    }
    if (faults.length > 0) refuse(index, faults.map(reasonOfFault), recordsOf(faults), source, faults[0]?.kind ?? firstKind)
  }
  return batch
}

/** Adds what recording refused; returns all refused rows in order. A row whose record exists with other content is one. */
export function refusedRows(batch: ReadBatch, outcomes: MixedResult['outcomes'], mapping: Mapping): Refused[] {
  const refused = new Map([...batch.refused].map(([index, one]) => [index, { ...one, reasons: [...one.reasons] }]))
  const all: ReadBatch = { ...batch, refused }
  for (const [i, outcome] of outcomes.entries()) {
    const item = batch.items[i]
    if (typeof outcome === 'string' || !item) continue
    addRefused(all, batch.rowOf[i] ?? 0, outcome.errors.map((place) => reasonOfPlace(mapping, item.kind, place)), 1)
  }
  return [...refused.values()].toSorted((a, b) => a.row - b.row)
}

function addRefused({ rows, refused }: Pick<ReadBatch, 'rows' | 'refused'>, index: number, reasons: string[], records: number): void {
  const row = rows[index]
  if (!row) return
  const known = refused.get(index)
  if (known) {
    known.reasons.push(...reasons)
    known.records += records
  } else refused.set(index, { row: row.row, cells: row.cells, reasons: [...reasons], records })
}
