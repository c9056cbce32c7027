import { randomUUID } from 'node:crypto'
import { customers, memberships, profiles, segmentations, segments, spells } from '@/db/schema'
import type { SpellEnd } from '@/db/vocabulary'
import type { OrgCtx } from '../context'
import { recordId } from '../domain/ids'

export type SpellSeed = { start: string; end?: string | null; kind?: SpellEnd; stated?: boolean }
export type CustomerSeed = { id: string; spells?: SpellSeed[]; attributes?: Record<string, string>; tiers?: { tier: string; from: string; to?: string }[] }

export const customerId = (ctx: OrgCtx, id: string) => recordId(ctx.org.id, 'customer', '', id)

/** Customers with the spells and tiers given, as settling would have written them; for tests. */
export async function seedCustomers(ctx: OrgCtx, seeds: CustomerSeed[], segmentation?: string): Promise<void> {
  const organisationId = ctx.org.id
  const chunks = Array.from({ length: Math.ceil(seeds.length / 1000) }, (_, i) => seeds.slice(i * 1000, i * 1000 + 1000))
  await ctx.db.tenant({ organisationId }, async (tx) => {
    for (const chunk of chunks) {
      const ids = chunk.map((c) => ({ ...c, key: customerId(ctx, c.id) }))
      await tx.insert(profiles).values(ids.map((c) => ({ organisationId, id: c.key, customerId: c.key, anonymous: false, externalId: c.id })))
      await tx.insert(customers).values(ids.map((c) => ({ organisationId, id: c.key, externalId: c.id, attributes: c.attributes ?? {} })))
      const relationships = ids.flatMap((c) => (c.spells ?? []).map((s, i) => ({
        organisationId, customerId: c.key, number: i + 1, startDay: s.start, startStated: s.stated ?? true, endDay: s.end ?? null, endKind: s.end ? (s.kind ?? 'voluntary' as const) : null })))
      if (relationships.length > 0) await tx.insert(spells).values(relationships)
      const tiers = ids.flatMap((c) => (c.tiers ?? []).map((t) => ({ organisationId, customerId: c.key, segmentationId: segmentation ?? '', segmentId: recordId(organisationId, 'channel', 'tier', t.tier), fromDay: t.from, toDay: t.to ?? null })))
      if (tiers.length > 0) await tx.insert(memberships).values(tiers)
    }
  })
}

/** The value tiers `value` with these tiers, best first; returns the segmentation's id. */
export async function seedTiers(ctx: OrgCtx, names: string[]): Promise<string> {
  const id = randomUUID()
  const organisationId = ctx.org.id
  await ctx.db.tenant({ organisationId }, async (tx) => {
    await tx.insert(segmentations).values({ organisationId, id, slug: 'value', name: 'Value tiers', definition: { kind: 'value_tiers', windowDays: null, cut: 'quantiles', tiers: names.map((name, i) => ({ name, at: (i + 1) / names.length })) } })
    await tx.insert(segments).values(names.map((name, i) => ({ organisationId, segmentationId: id, id: recordId(organisationId, 'channel', 'tier', name), slug: name, name, rank: i + 1 })))
  })
  return id
}
