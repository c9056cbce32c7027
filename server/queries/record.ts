import { and, eq } from 'drizzle-orm'
import { issues, records } from '@/db/schema'
import { reading, type OrgCtx } from '../context'
import { recordId } from '../domain/ids'
import { notFound } from '../errors'
import { recordViews, type RecordView, type ViewedKind } from './record-view'

/** One record by its sender's id and source; `not_found` otherwise. */
export async function getRecord(ctx: OrgCtx, asked: { kind: ViewedKind; id: string; source: string }): Promise<RecordView> {
  const id = recordId(ctx.org.id, asked.kind, asked.source, asked.id)
  const view = await reading(ctx, async (tx) => {
    const table = asked.kind === 'issue' ? issues : records
    const [known] = await tx.select({ profileId: table.profileId }).from(table).where(and(eq(table.organisationId, ctx.org.id), eq(table.id, id)))
    return known && (await recordViews(tx, ctx.org, asked.kind, [known.profileId], [id])).get(id)
  })
  if (!view) throw notFound(`${asked.kind.replace('_', ' ')} “${asked.id.slice(0, 100)}” of the source “${asked.source.slice(0, 100)}”`)
  return view
}
