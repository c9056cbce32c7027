import { and, eq, inArray } from 'drizzle-orm'
import { slideFailures, slides } from '@/db/schema'
import { now } from '../../clock'
import { writing, type OrgCtx } from '../../context'

/**
 * Keeps which slides of a screen cannot be shown and why, and forgets those that can again. Written by the server for the
 * displays it serves, hence without a capability: whoever gets here holds a display's context. Says so only when it changed.
 */
export async function keepFailures(ctx: OrgCtx, screenId: string, failed: Readonly<Record<string, string>>, well: readonly string[]): Promise<void> {
  await writing(ctx, async (tx, w) => {
    const mine = and(eq(slideFailures.organisationId, ctx.org.id), eq(slideFailures.screenId, screenId))
    const before = await tx.select({ slide: slideFailures.slideId, message: slideFailures.message }).from(slideFailures).where(mine)
    const known = new Map(before.map(({ slide, message }) => [slide, message]))
    const mended = well.filter((id) => known.has(id))
    const there = new Set((await tx.select({ id: slides.id }).from(slides).where(and(eq(slides.organisationId, ctx.org.id), eq(slides.screenId, screenId)))).map(({ id }) => id))
    const news = Object.entries(failed).filter(([id, message]) => there.has(id) && known.get(id) !== message)
    if (mended.length > 0) await tx.delete(slideFailures).where(and(mine, inArray(slideFailures.slideId, mended)))
    for (const [slideId, message] of news) {
      await tx.insert(slideFailures).values({ organisationId: ctx.org.id, screenId, slideId, message: message.slice(0, 400), since: now() })
        .onConflictDoUpdate({ target: [slideFailures.organisationId, slideFailures.screenId, slideFailures.slideId], set: { message: message.slice(0, 400) } })
    }
    // Not 'screens': displays need not be told of it, and would ask again for nothing.
    if (mended.length > 0 || news.length > 0) w.publish('jobs')
  })
}
