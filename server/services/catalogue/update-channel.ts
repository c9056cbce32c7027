import { and, eq } from 'drizzle-orm'
import { channels } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { notFound } from '@/server/errors'
import { channelOf } from '@/server/queries/catalogue'
import { catalogueSlug, channelPatch, type ChannelPatch, type ChannelView } from '@/server/schemas/catalogue'
import { minorOf } from './minor-of'

/** Changes what is said about a channel; history is not rewritten, costs and directions hold from now on. Admins only. */
export async function updateChannel(ctx: OrgCtx, input: { slug: string; patch: ChannelPatch }): Promise<ChannelView> {
  requireCapability(ctx, 'admin')
  const slug = catalogueSlug.parse(input.slug)
  const patch = channelPatch.parse(input.patch)
  return writing(ctx, async (tx, w) => {
    const [row] = await tx.update(channels).set({
      name: patch.name, kind: patch.kind, humanAnswers: patch.human_answers, defaultDirection: patch.default_direction,
      costPerContact: minorOf(patch.cost_per_contact, ctx.org.currency, 'cost_per_contact'), confirmed: true,
    }).where(and(eq(channels.organisationId, ctx.org.id), eq(channels.slug, slug))).returning()
    if (!row) throw notFound(`channel “${slug}”`)
    await w.audit({ action: 'channel.updated', subject: 'channel', subjectId: row.id, detail: { slug, ...patch } })
    w.publish('catalogue')
    return channelOf(row, ctx.org.currency)
  })
}
