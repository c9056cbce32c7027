import { and, eq, inArray } from 'drizzle-orm'
import { journeys, journeySittings, members } from '@/db/schema'
import type { Tx } from '@/db/client'
import { writing, type OrgCtx } from '../../context'
import { localDayOf, startOfDay, type LocalDay } from '../../domain/time/local-day'
import { queueJob } from '../../jobs/queue'
import { notify } from '../notifications/notify'

const EIGHT_HOURS_MS = 8 * 3_600_000

/** Has whoever drew a map reminded at eight in the morning of the day it is to be looked at; a past day, at once. */
export async function queueReview(tx: Tx, ctx: OrgCtx, id: string, day: LocalDay): Promise<void> {
  // One job per map and day: a day that was changed meanwhile finds nothing to do.
  await queueJob(tx, ctx.org.id, 'review', `${id} ${day}`, {}, new Date(startOfDay(day, ctx.org.timezone) + EIGHT_HOURS_MS))
}

/**
 * Tells those who worked on the map (without any, its organisation's owners and admins) that the day has come. Nobody where
 * the day was changed, the map was put away, or they have been told. `key` is what queueReview queued; `clock` the real time.
 */
export async function remindReview(ctx: OrgCtx, key: string, clock: Date): Promise<string[]> {
  const [id = '', day = ''] = key.split(' ')
  return writing(ctx, async (tx, w) => {
    const own = eq(journeys.organisationId, ctx.org.id)
    const [map] = await tx.select({ slug: journeys.slug, name: journeys.name, reviewOn: journeys.reviewOn, archivedAt: journeys.archivedAt }).from(journeys).where(and(own, eq(journeys.id, id)))
    if (!map || map.archivedAt !== null || map.reviewOn !== day || day > localDayOf(clock.getTime(), ctx.org.timezone)) return []
    const drew = await tx.selectDistinct({ id: journeySittings.actorId }).from(journeySittings).where(and(eq(journeySittings.organisationId, ctx.org.id), eq(journeySittings.journeyId, id)))
    const notice = { kind: 'journey' as const, title: `“${map.name}” is due for a look`, body: 'Is what the map says still true? Look at it, and set the next day.', link: `/journeys/${map.slug}`, subject: `journey-review:${id}:${day}` }
    const told = await notify(tx, w, ctx, { ...notice, to: drew.map((one) => one.id) })
    if (told.length > 0) return told
    const leads = await tx.select({ id: members.userId }).from(members).where(and(eq(members.organisationId, ctx.org.id), inArray(members.role, ['owner', 'admin'])))
    return notify(tx, w, ctx, { ...notice, to: leads.map((one) => one.id) })
  })
}
