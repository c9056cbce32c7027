import { and, asc, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import { alertRules, screenDevices, screens, segmentations, segments, slideFailures, slides, takeovers, touchpoints } from '@/db/schema'
import type { Tx } from '@/db/client'
import { reading, requireCapability, type OrgCtx } from '../../context'
import { HERE_MS, isHere } from '../../domain/screens/attendance'
import { inNaturalOrder } from '../../domain/natural'
import { partOf } from '../../domain/alerts/interrupts'
import type { Takeover } from '../../domain/screens/frame'
import type { Known } from '../../domain/screens/variables'
import { daysBetween, localDayOf, type LocalDay } from '../../domain/time/local-day'
import { notFound } from '../../errors'
import { VALUE_TIERS } from '../../reports/split'
import { recordedDays, STALE_AFTER_DAYS } from '../../reports/window'
import { allTargets, type TargetRow } from '../targets/targets'

/** Displays that are looked through for an example. */
const EXAMPLES = 50

export type ScreenRow = typeof screens.$inferSelect
export type SlideRow = Omit<typeof slides.$inferSelect, 'organisationId' | 'screenId' | 'position'>
export type ScreenView = ScreenRow & { slides: (SlideRow & { failure: { message: string; since: Date } | null })[] }

/** Every screen with how many slides it has, how many of them fail, and its displays. Members; newest change first. `at` is the wall's clock. */
export function listScreens(ctx: OrgCtx, at: Date) {
  return reading(ctx, async (tx) => {
    const own = eq(screens.organisationId, ctx.org.id)
    const [all, counts, failing, devices] = [
      await tx.select().from(screens).where(own).orderBy(desc(screens.changedAt), asc(screens.id)),
      await tx.select({ id: slides.screenId, n: sql<number>`count(*)::int` }).from(slides).where(eq(slides.organisationId, ctx.org.id)).groupBy(slides.screenId),
      await tx.select({ id: slideFailures.screenId, n: sql<number>`count(*)::int` }).from(slideFailures).where(eq(slideFailures.organisationId, ctx.org.id)).groupBy(slideFailures.screenId),
      await tx.select({ id: screenDevices.screenId, n: sql<number>`count(*)::int`, seen: sql<Date | null>`max(last_seen_at)`.mapWith(screenDevices.lastSeenAt), here: sql<number>`count(*) filter (where last_seen_at > ${new Date(at.getTime() - HERE_MS).toISOString()}::timestamptz)::int` }).from(screenDevices).where(and(eq(screenDevices.organisationId, ctx.org.id), isNull(screenDevices.revokedAt))).groupBy(screenDevices.screenId),
    ]
    return all.map((screen) => ({
      id: screen.id, name: screen.name, changedAt: screen.changedAt, changedBy: screen.changedBy,
      slides: counts.find((c) => c.id === screen.id)?.n ?? 0, failing: failing.find((c) => c.id === screen.id)?.n ?? 0, displays: devices.find((d) => d.id === screen.id)?.n ?? 0, here: devices.find((d) => d.id === screen.id)?.here ?? 0, lastSeenAt: devices.find((d) => d.id === screen.id)?.seen ?? null,
    }))
  })
}

/** One screen with its slides in order; unknown ids are `not_found`. */
export const screenOf = (ctx: OrgCtx, id: string): Promise<ScreenView> => reading(ctx, (tx) => readScreen(tx, ctx, id))

async function readScreen(tx: Tx, ctx: OrgCtx, id: string): Promise<ScreenView> {
  const [screen] = await tx.select().from(screens).where(and(eq(screens.organisationId, ctx.org.id), eq(screens.id, id)))
  if (!screen) throw notFound('screen with this id')
  const own = await tx.select({ slide: slides, message: slideFailures.message, since: slideFailures.since }).from(slides)
    .leftJoin(slideFailures, and(eq(slideFailures.organisationId, slides.organisationId), eq(slideFailures.screenId, slides.screenId), eq(slideFailures.slideId, slides.id)))
    .where(and(eq(slides.organisationId, ctx.org.id), eq(slides.screenId, id))).orderBy(asc(slides.position))
  return { ...screen, slides: own.map(({ slide: { organisationId: _o, screenId: _s, position: _p, ...slide }, message, since }) => ({ ...slide, failure: message !== null && since !== null ? { message, since } : null })) }
}

export type DeviceView = { id: string; name: string; screenId: string; variables: Record<string, string>; createdAt: Date; lastSeenAt: Date | null; /** By the server’s clock: a reader’s may be minutes off. */ here: boolean; revokedAt: Date | null }

/** The displays of a screen, those still in use first. Admins only. `at` is the wall's clock. */
export async function listDevices(ctx: OrgCtx, screenId: string, at: Date): Promise<DeviceView[]> {
  requireCapability(ctx, 'admin')
  const rows = await reading(ctx, (tx) => tx.select({
    id: screenDevices.id, name: screenDevices.name, screenId: screenDevices.screenId, variables: screenDevices.variables, createdAt: screenDevices.createdAt, lastSeenAt: screenDevices.lastSeenAt, revokedAt: screenDevices.revokedAt,
  }).from(screenDevices).where(and(eq(screenDevices.organisationId, ctx.org.id), eq(screenDevices.screenId, screenId))).orderBy(sql`revoked_at nulls first`, asc(screenDevices.id)))
  // Those in use as people count them, Branch 2 before Branch 10; the others as they were let go.
  return rows.toSorted((a, b) => (a.revokedAt?.getTime() ?? 0) - (b.revokedAt?.getTime() ?? 0) || inNaturalOrder(a.name, b.name)).map((row) => ({ ...row, here: row.revokedAt === null && isHere(row.lastSeenAt, at) }))
}

/** What displays of a screen say of variables, the first by name of each: an example of what stands there. */
export async function displayVariables(ctx: OrgCtx, screenId: string): Promise<Record<string, string>> {
  const rows = await reading(ctx, (tx) => tx.select({ variables: screenDevices.variables }).from(screenDevices)
    .where(and(eq(screenDevices.organisationId, ctx.org.id), eq(screenDevices.screenId, screenId), isNull(screenDevices.revokedAt))).orderBy(asc(screenDevices.name), asc(screenDevices.id)).limit(EXAMPLES))
  return Object.assign({}, ...rows.map(({ variables }) => variables).toReversed()) as Record<string, string>
}

type Present = { id: string; screenId: string; variables: Record<string, string> }

/** Those of these displays that may still look, and at which screen with which variables; and the messages that stand now, of all screens. `at` is the wall's clock. */
export function presentAndStanding(ctx: OrgCtx, ids: readonly string[], at: Date): Promise<{ present: Present[]; standing: (Takeover & { screenId: string | null })[] }> {
  return reading(ctx, async (tx) => ({
    present: await tx.select({ id: screenDevices.id, screenId: screenDevices.screenId, variables: screenDevices.variables }).from(screenDevices)
      .where(and(eq(screenDevices.organisationId, ctx.org.id), isNull(screenDevices.revokedAt), sql`${screenDevices.id} = any(${sql.param([...ids])}::uuid[])`)),
    standing: await standingTakeovers(tx, ctx, at),
  }))
}

/** Messages that stand now, the oldest first; those for all screens have no screen. */
export function standingTakeovers(tx: Tx, ctx: OrgCtx, at: Date): Promise<(Takeover & { screenId: string | null })[]> {
  return tx.select({ id: takeovers.id, title: takeovers.title, text: takeovers.text, since: takeovers.raisedAt, until: takeovers.until, screenId: takeovers.screenId, condition: alertRules.condition }).from(takeovers)
    .leftJoin(alertRules, and(eq(alertRules.organisationId, takeovers.organisationId), sql`${takeovers.source} = 'alert:' || ${alertRules.id}::text`))
    .where(and(eq(takeovers.organisationId, ctx.org.id), isNull(takeovers.endedAt), gt(takeovers.until, at))).orderBy(asc(takeovers.raisedAt), asc(takeovers.id))
    .then((rows) => rows.map(({ since, until, condition, ...row }) => ({ ...row, since: since.toISOString(), until: until.toISOString(), ...(condition && partOf(condition) === null ? { whole: true as const } : {}) })))
}

export const listTakeovers = (ctx: OrgCtx, at: Date) => reading(ctx, (tx) => standingTakeovers(tx, ctx, at))

/** Everything a screen shows that is no report's answer, in one snapshot. `at` is the wall's clock. */
export type Setting = { screen: ScreenView; known: Known; /** The newest day with records, where that is more than a week ago. */ silentSince: LocalDay | null; /** The value tiers the best first. */ tiers: { slug: string; name: string }[]; targets: TargetRow[]; takeovers: Takeover[]; channels: { slug: string; name: string; kind: string }[]; touchpoints: { slug: string; name: string }[] }

export function settingOf(ctx: OrgCtx, id: string, at: Date): Promise<Setting> {
  return reading(ctx, async (tx) => {
    const own = ctx.org.id
    const screen = await readScreen(tx, ctx, id)
    const tiers = await tx.select({ slug: segments.slug, name: segments.name }).from(segments).innerJoin(segmentations, and(eq(segmentations.organisationId, segments.organisationId), eq(segmentations.id, segments.segmentationId)))
      .where(and(eq(segments.organisationId, own), eq(segmentations.slug, VALUE_TIERS))).orderBy(asc(segments.rank))
    const places = await tx.select({ slug: touchpoints.slug, name: touchpoints.name, critical: touchpoints.critical }).from(touchpoints).where(eq(touchpoints.organisationId, own)).orderBy(asc(touchpoints.slug))
    const channels = await tx.execute<{ slug: string; name: string; kind: string }>(sql`select slug, name, kind from channels where organisation_id = ${own}`)
    const takeover = (await standingTakeovers(tx, ctx, at)).filter((t) => t.screenId === null || t.screenId === id)
    const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
    const { newest } = await recordedDays(tx, ctx, today)
    return {
      silentSince: newest !== null && daysBetween(newest, today) > STALE_AFTER_DAYS ? newest : null,
      screen, tiers, targets: await allTargets(tx, ctx), channels: channels.rows, touchpoints: places, takeovers: takeover.map(({ screenId: _screen, ...rest }) => rest),
      known: { today, top_tier: tiers[0]?.slug ?? null, critical: places.filter((p) => p.critical).map((p) => p.slug) },
    }
  })
}

/** Everything that can say of itself to which part it belongs, the small tables first. */
const SAYING = ['customers', 'promises', 'issues', 'responses', 'referrals', 'interactions', 'transactions'] as const

/** Whether anything ever recorded has this value of a dimension: a branch of which only contacts tell is as real as one that customers belong to. Reads everything where nothing has. */
export function someRecordHas(ctx: OrgCtx, name: string, value: string): Promise<boolean> {
  return reading(ctx, async (tx) => {
    for (const table of SAYING) {
      const { rows } = await tx.execute<{ any: boolean }>(sql`select exists (select 1 from ${sql.raw(table)} where organisation_id = ${ctx.org.id} and attributes->>${name} = ${value}) as any`)
      if (rows[0]?.any) return true
    }
    return false
  })
}

/** Whether customers say anything of a dimension at all; where only contacts do, nobody’s promises or leaving can be told by it. */
export function customersSay(ctx: OrgCtx, name: string): Promise<boolean> {
  return reading(ctx, async (tx) => {
    const { rows } = await tx.execute<{ any: boolean }>(sql`select exists (select 1 from customers where organisation_id = ${ctx.org.id} and attributes->>${name} is not null) as any`)
    return rows[0]?.any ?? false
  })
}
