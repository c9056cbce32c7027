import { and, desc, eq } from 'drizzle-orm'
import { journeySittings, journeyVersions, touchpoints } from '@/db/schema'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../../context'
import { compareContents, tallyTouched, type Change, type Touched } from '../../domain/journeys/compare'
import { notFound } from '../../errors'
import { compareInput, journeyRef, mapContent } from '../../schemas/journeys'
import { contentNow } from './journey'
import { journeyRow } from './journey-row'

/** Throws `not_found`. */
export async function versionRow(tx: Tx, ctx: OrgCtx, journeyId: string, id: string) {
  const [row] = await tx.select().from(journeyVersions).where(and(eq(journeyVersions.organisationId, ctx.org.id), eq(journeyVersions.journeyId, journeyId), eq(journeyVersions.id, id)))
  if (!row) throw notFound('version')
  return row
}

/** Versions with names, and who worked on the map when and how much; newest first. */
export function journeyHistory(ctx: OrgCtx, ref: string) {
  return reading(ctx, async (tx) => {
    const row = await journeyRow(tx, ctx, journeyRef.parse(ref))
    const { id } = row
    const versions = await tx.select({ id: journeyVersions.id, name: journeyVersions.name, at: journeyVersions.createdAt, by: journeyVersions.createdBy }).from(journeyVersions)
      .where(and(eq(journeyVersions.organisationId, ctx.org.id), eq(journeyVersions.journeyId, id))).orderBy(desc(journeyVersions.createdAt))
    const sittings = await tx.select({ id: journeySittings.id, by: journeySittings.actorLabel, from: journeySittings.startedAt, to: journeySittings.lastAt, changes: journeySittings.changes }).from(journeySittings)
      .where(and(eq(journeySittings.organisationId, ctx.org.id), eq(journeySittings.journeyId, id))).orderBy(desc(journeySittings.lastAt)).limit(100)
    const now = await contentNow(tx, row)
    // Of sittings that counted saves only what kinds of things they touched is known.
    const told = (changes: Record<string, string | number>) => tallyTouched(Object.fromEntries(Object.entries(changes).filter(([, how]) => typeof how === 'string')) as Touched, now)
    return { versions, sittings: sittings.map(({ changes, ...sitting }) => ({ ...sitting, ...told(changes), uncounted: Object.entries(changes).flatMap(([kind, n]) => (typeof n === 'number' ? [kind] : [])) })) }
  })
}

/** What became of a version in another one, or in the map as it is now. */
export function compareVersions(ctx: OrgCtx, input: { journey: string; from: string; to: string | null }): Promise<Change[]> {
  const asked = compareInput.parse(input)
  return reading(ctx, async (tx) => {
    const row = await journeyRow(tx, ctx, asked.journey)
    const content = async (version: string) => mapContent.parse((await versionRow(tx, ctx, row.id, version)).content)
    const names = new Map((await tx.select({ slug: touchpoints.slug, name: touchpoints.name }).from(touchpoints).where(eq(touchpoints.organisationId, ctx.org.id))).map(({ slug, name }) => [slug, name]))
    return compareContents(await content(asked.from), asked.to === null ? await contentNow(tx, row) : await content(asked.to), (slug) => names.get(slug) ?? slug)
  })
}
