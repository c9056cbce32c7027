import { imports } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { queueJob } from '@/server/jobs/queue'
import type { ImportPlan } from '@/server/schemas/imports'
import { openMapped } from './open-mapped'
import { openUpload, removeUpload, type Upload } from './upload'

export type NewImport = { id: string; filename: string; mapping: Mapping; upload: Upload; dataDir: string; /** Wall clock: a sample's own stands still. */ at: Date }

/**
 * Checks an uploaded file's beginning against its mapping and queues it. A file that cannot be read at all, or that
 * the mapping does not fit, throws `invalid` and is removed. Requires `ingest`.
 */
export async function createImport(ctx: OrgCtx, input: NewImport): Promise<{ id: string }> {
  requireCapability(ctx, 'ingest')
  const { id, filename, mapping, upload, dataDir, at } = input
  try {
    const { file } = await openMapped(openUpload(dataDir, id), mapping, { zone: ctx.org.timezone, fileHash: upload.hash, batchRows: 1 })
    await file.batches.return()
    const plan: ImportPlan = { mapping, header: file.header, width: file.width }
    await writing(ctx, async (tx, w) => {
      await tx.insert(imports).values({ organisationId: ctx.org.id, id, filename, bytes: upload.bytes, fileHash: upload.hash, mapping: plan, createdBy: ctx.actor.label, createdAt: at })
      await queueJob(tx, ctx.org.id, 'import', id, {}, at)
      await w.audit({ action: 'import.started', subject: 'import', subjectId: id, detail: { filename, bytes: upload.bytes } })
      w.publish('imports')
    })
    return { id }
  } catch (error) {
    await removeUpload(dataDir, id)
    throw error
  }
}
