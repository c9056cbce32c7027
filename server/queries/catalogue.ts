import { and, eq } from 'drizzle-orm'
import { channels, touchpoints } from '@/db/schema'
import { reading, type OrgCtx } from '../context'
import { toMajor } from '../domain/money'
import { notFound } from '../errors'
import type { ChannelView, TouchpointView } from '../schemas/catalogue'

/** All channels, by name. */
export async function listChannels(ctx: OrgCtx): Promise<ChannelView[]> {
  const rows = await reading(ctx, (tx) => tx.select().from(channels).where(eq(channels.organisationId, ctx.org.id)).orderBy(channels.name, channels.slug))
  return rows.map((row) => channelOf(row, ctx.org.currency))
}

/** One channel; `not_found` for an unknown slug. */
export async function getChannel(ctx: OrgCtx, slug: string): Promise<ChannelView> {
  const [row] = await reading(ctx, (tx) => tx.select().from(channels).where(and(eq(channels.organisationId, ctx.org.id), eq(channels.slug, slug))))
  if (!row) throw notFound(`channel “${slug}”`)
  return channelOf(row, ctx.org.currency)
}

/** All touchpoints, moments that matter first, then by name. */
export async function listTouchpoints(ctx: OrgCtx): Promise<TouchpointView[]> {
  const rows = await reading(ctx, (tx) => tx.select().from(touchpoints).where(eq(touchpoints.organisationId, ctx.org.id)).orderBy(touchpoints.name, touchpoints.slug))
  const rank = (t: { class: string }) => (t.class === 'moment_that_matters' ? 0 : 1)
  return rows.toSorted((a, b) => rank(a) - rank(b)).map((row) => touchpointOf(row, ctx.org.currency))
}

/** One touchpoint; `not_found` for an unknown slug. */
export async function getTouchpoint(ctx: OrgCtx, slug: string): Promise<TouchpointView> {
  const [row] = await reading(ctx, (tx) => tx.select().from(touchpoints).where(and(eq(touchpoints.organisationId, ctx.org.id), eq(touchpoints.slug, slug))))
  if (!row) throw notFound(`touchpoint “${slug}”`)
  return touchpointOf(row, ctx.org.currency)
}

/** A row as callers see it; money in major units of the organisation's currency. */
export function channelOf(row: typeof channels.$inferSelect, currency: string): ChannelView {
  return {
    slug: row.slug, name: row.name, kind: row.kind, human_answers: row.humanAnswers, cost_per_contact: row.costPerContact === null ? null : toMajor(row.costPerContact, currency),
    default_direction: row.defaultDirection, confirmed: row.confirmed,
  }
}

export function touchpointOf(row: typeof touchpoints.$inferSelect, currency: string): TouchpointView {
  const { rule, amount } = row.momentRule
  return {
    slug: row.slug, name: row.name, class: row.class, critical: row.critical, rule: { rule, ...(amount === undefined ? {} : { amount: toMajor(amount, currency) }) },
    result_rule: row.resultRule, stakes: row.stakes, target_minutes: row.targetMinutes, confirmed: row.confirmed,
  }
}
