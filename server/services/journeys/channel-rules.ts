import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { channelRules, channels, segmentations, segments, touchpoints } from '@/db/schema'
import type { Tx } from '@/db/client'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { invalid, notFound } from '../../errors'
import { channelRuleInput, type ChannelRuleInput } from '../../schemas/journeys'

/** A new rule, or a known one changed. Admins; unknown touchpoints, segments and channels are `not_found` or `invalid`. */
export async function saveChannelRule(ctx: OrgCtx, input: ChannelRuleInput): Promise<{ id: string }> {
  requireCapability(ctx, 'admin')
  const { id: known, touchpoint, segment, required, forbidden, note } = channelRuleInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const [at] = await tx.select({ id: touchpoints.id }).from(touchpoints).where(and(eq(touchpoints.organisationId, ctx.org.id), eq(touchpoints.slug, touchpoint)))
    if (!at) throw notFound(`touchpoint “${touchpoint}”`)
    const slugs = new Set((await tx.select({ slug: channels.slug }).from(channels).where(eq(channels.organisationId, ctx.org.id))).map(({ slug }) => slug))
    for (const slug of [...required, ...forbidden]) if (!slugs.has(slug)) throw invalid(`There is no channel “${slug}”.`, [{ field: 'required', reason: `there is no “${slug}”` }])
    const id = known ?? randomUUID()
    const values = { touchpointId: at.id, ...(await segmentOf(tx, ctx, segment)), required: [...new Set(required)].toSorted(), forbidden: [...new Set(forbidden)].toSorted(), note, active: true }
    if (known === undefined) await tx.insert(channelRules).values({ organisationId: ctx.org.id, id, ...values, createdAt: ctx.now })
    else {
      const [found] = await tx.update(channelRules).set(values).where(and(eq(channelRules.organisationId, ctx.org.id), eq(channelRules.id, known))).returning({ id: channelRules.id })
      if (!found) throw notFound('channel rule')
    }
    await w.audit({ action: known === undefined ? 'channel_rule.created' : 'channel_rule.changed', subject: 'channel_rule', subjectId: id, detail: { touchpoint, segment, required, forbidden, note } })
    w.publish('catalogue')
    return { id }
  })
}

/** From now on, and for the past too, the rule holds no more; what it said is kept, and resumeChannelRule brings it back. Admins. */
export const endChannelRule = (ctx: OrgCtx, input: { id: string }): Promise<void> => setActive(ctx, input.id, false)

/** An ended rule holds again, for the past too, as it was. Admins. */
export const resumeChannelRule = (ctx: OrgCtx, input: { id: string }): Promise<void> => setActive(ctx, input.id, true)

async function setActive(ctx: OrgCtx, id: string, active: boolean): Promise<void> {
  requireCapability(ctx, 'admin')
  await writing(ctx, async (tx, w) => {
    const [found] = await tx.update(channelRules).set({ active }).where(and(eq(channelRules.organisationId, ctx.org.id), eq(channelRules.id, id))).returning({ id: channelRules.id })
    if (!found) throw notFound('channel rule')
    await w.audit({ action: active ? 'channel_rule.resumed' : 'channel_rule.ended', subject: 'channel_rule', subjectId: id })
    w.publish('catalogue')
  })
}

async function segmentOf(tx: Tx, ctx: OrgCtx, text: string | null): Promise<{ segmentationId: string | null; segmentId: string | null }> {
  if (text === null) return { segmentationId: null, segmentId: null }
  const at = text.indexOf(':')
  const [found] = await tx.select({ segmentationId: segmentations.id, segmentId: segments.id }).from(segmentations)
    .innerJoin(segments, and(eq(segments.organisationId, segmentations.organisationId), eq(segments.segmentationId, segmentations.id)))
    .where(and(eq(segmentations.organisationId, ctx.org.id), eq(segmentations.slug, text.slice(0, at)), eq(segments.slug, text.slice(at + 1))))
  if (!found) throw invalid(`There is no segment “${text}”.`, [{ field: 'segment', reason: `there is no “${text}”` }])
  return found
}
