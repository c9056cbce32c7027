import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { OrgCtx } from '@/server/context'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { getImport, rejectsCsv, type ImportView } from '@/server/queries/imports'
import { parseMapping } from '@/server/schemas/mapping'
import { createImport } from './create-import'
import { runImport, type RunOptions } from './run-import'
import { storeUpload } from './upload'

/** For tests: uploads, imports and refused rows as an instance with a folder of its own has them. */
export function importer(ctx: OrgCtx, at: Date) {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-imports-'))
  const queue = async (content: string | Uint8Array | Readable, mapping: unknown, filename = 'file.csv'): Promise<string> => {
    const id = randomUUID()
    const stream = content instanceof Readable ? content : Readable.from([typeof content === 'string' ? Buffer.from(content) : content])
    const upload = await storeUpload(dataDir, id, stream, at)
    const parsed: Mapping = parseMapping(mapping)
    return (await createImport(ctx, { id, filename, mapping: parsed, upload, dataDir, at })).id
  }
  // Small batches, so that files of a few thousand rows take several.
  const run = (id: string, options: Partial<RunOptions> = {}) => runImport(ctx, id, { dataDir, batchRows: 1000, ...options })
  return {
    dataDir, queue, run,
    /** Queued, run to its end, and seen. */
    async bring(content: string | Uint8Array | Readable, mapping: unknown, filename?: string): Promise<ImportView> {
      const id = await queue(content, mapping, filename)
      await run(id)
      return getImport(ctx, id)
    },
    async rejects(id: string): Promise<string> {
      let text = ''
      for await (const piece of (await rejectsCsv(ctx, id)).pieces) text += piece
      return text
    },
  }
}
