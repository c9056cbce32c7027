import type { Sniff } from '@/server/domain/csv/sniff'
import { SNIFF_BYTES } from '@/server/domain/csv/sniff'
import type { Dialect } from '@/server/domain/csv/dialect'
import { propose, type Proposal } from '@/server/domain/mapping/propose'
import { requireCapability, type OrgCtx } from '@/server/context'
import { TouchstoneError } from '@/server/errors'
import { openRows } from './read-rows'
import { unpack } from './unpack'

/** The unpacked beginning of a file. `whole`: there is no more of it. */
export type Head = { bytes: Uint8Array; whole: boolean }

/** Unpacks what the browser sent of a file: of a packed one that is a piece, which by itself looks cut short. */
export async function headOf(sent: Uint8Array, whole: boolean): Promise<Head> {
  const pieces: Uint8Array[] = []
  let size = 0
  const bytes = unpack(one(sent))
  try {
    for (let next = await bytes.next(); !next.done && size < SNIFF_BYTES; next = await bytes.next()) {
      pieces.push(next.value)
      size += next.value.length
    }
  } catch (error) {
    if (whole || size === 0) throw error
  } finally {
    await bytes.return(undefined)
  }
  const all = Buffer.concat(pieces)
  return { bytes: all.subarray(0, SNIFF_BYTES), whole: whole && size < SNIFF_BYTES }
}

export type Sniffed = { ok: true; sniff: Sniff; proposal: Proposal } | { ok: false; reason: string }

/** Says how a file is laid out and proposes a mapping, from its first bytes. What cannot be read is said, not thrown. Requires `ingest`. */
export async function sniffFile(ctx: OrgCtx, input: { head: Uint8Array; whole: boolean; dialect?: Partial<Dialect> }): Promise<Sniffed> {
  requireCapability(ctx, 'ingest')
  try {
    const head = await headOf(input.head, input.whole)
    const file = await openRows(one(head.bytes), { dialect: input.dialect })
    await file.batches.return()
    return { ok: true, sniff: file.sniff, proposal: propose(file.sniff) }
  } catch (error) {
    if (error instanceof TouchstoneError && error.fault === 'invalid') return { ok: false, reason: error.message }
    throw error
  }
}

export async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
