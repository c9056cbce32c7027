import { eq, isNotNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { organisations, users } from '@/db/schema'
import { requireCapability, writing, type Organisation, type OrgCtx } from '@/server/context'
import { localDayOf } from '@/server/domain/time/local-day'
import { invalid, TouchstoneError } from '@/server/errors'
import { queueJob } from '@/server/jobs/queue'
import { amountsRecorded } from '@/server/queries/settings'
import { organisationPatch, type OrganisationPatch, type OrganisationView } from '@/server/schemas/settings'
import { now } from '@/server/clock'
import { queueExpire } from '../retention/schedule'
import { relationshipsChanged } from '../segments/schedule'
import { queueAll } from '../settle/queue'
import { queuePredict } from '../value/schedule'

const FIRST_DAY = '0001-01-01'

type Values = Partial<typeof organisations.$inferInsert>

/**
 * Changes the organisation's settings. A new time zone queues a rebuild of all local days; a new lapse gap, effect
 * window, drop that counts as spending less, meaning of transactions or currency queues everybody to be settled again. Admins only; the ctx keeps the old settings.
 */
export async function updateOrganisation(ctx: OrgCtx, input: OrganisationPatch): Promise<OrganisationView> {
  requireCapability(ctx, 'admin')
  const patch = organisationPatch.parse(input)
  if (patch.observed_from && patch.observed_from > localDayOf(ctx.now.getTime(), ctx.org.timezone)) throw invalid('observed_from lies in the future.', [{ field: 'observed_from', reason: 'lies in the future' }])
  if (patch.second_factor_demanded) await requireOwnSecondFactor(ctx)
  const values: Values = definedOnly({
    name: patch.name, timezone: patch.timezone, currency: patch.currency, lapseDays: patch.lapse_days, effectWindowDays: patch.effect_window_days,
    observedFrom: patch.observed_from, observedFromBySource: patch.observed_from_by_source, spentLessShare: patch.spent_less_share,
    smallestChange: patch.smallest_change, margin: patch.margin, discountRate: patch.discount_rate, dimensions: patch.dimensions, transactionKinds: patch.transaction_kinds,
    retention: patch.retention_days, secondFactorDemanded: patch.second_factor_demanded, namesHiddenFrom: patch.names_hidden_from && [...new Set(patch.names_hidden_from)].toSorted(),
  })
  return writing(ctx, async (tx, w) => {
    // Locked, so that of two changes at once the second sees the first.
    const [before] = await tx.select().from(organisations).where(eq(organisations.id, ctx.org.id)).for('update')
    if (!before) throw new TouchstoneError('not_found', 'This organisation does not exist any more.')
    const changed = Object.fromEntries(Object.entries(values).filter(([key, value]) => !same(value, before[key as keyof typeof before]))) as Values
    if (Object.keys(changed).length === 0) return viewOf(before)
    if (changed.currency !== undefined) await requireNoMoney(tx, ctx)
    const [after] = await tx.update(organisations).set(changed).where(eq(organisations.id, ctx.org.id)).returning()
    if (!after) throw new TouchstoneError('internal', 'The settings could not be written.')
    if (changed.timezone !== undefined) await queueJob(tx, ctx.org.id, 'rebuild', 'org', { reason: 'timezone' }, ctx.now)
    const valued = changed.transactionKinds !== undefined || changed.currency !== undefined
    if (valued || changed.lapseDays !== undefined || changed.effectWindowDays !== undefined || changed.spentLessShare !== undefined) await queueAll(tx, ctx.org.id)
    if (valued || changed.margin !== undefined || changed.discountRate !== undefined) await queuePredict(tx, ctx, ctx.now)
    // Other amounts count, from the first day on: what was cut by value saw something else, and is cut again after settling.
    if (valued) await relationshipsChanged(tx, ctx.org.id, FIRST_DAY)
    if (changed.retention !== undefined) await queueExpire(tx, ctx, changed.retention, now())
    await w.audit({ action: 'organisation.updated', subject: 'organisation', subjectId: ctx.org.id, detail: { changed } })
    w.publish('settings')
    return viewOf(after)
  })
}

/** The settings as REST writes them. */
export function viewOf(org: Omit<Organisation, 'id'>): OrganisationView {
  return {
    slug: org.slug, name: org.name, timezone: org.timezone, currency: org.currency, lapse_days: org.lapseDays, effect_window_days: org.effectWindowDays,
    observed_from: org.observedFrom, observed_from_by_source: org.observedFromBySource, spent_less_share: org.spentLessShare,
    smallest_change: org.smallestChange, margin: org.margin, discount_rate: org.discountRate, dimensions: org.dimensions, transaction_kinds: org.transactionKinds, retention_days: org.retention, names_hidden_from: org.namesHiddenFrom, second_factor_demanded: org.secondFactorDemanded, sample: org.sample,
  }
}

/** Whoever demands it of others has it: else the next page would shut them out. Who has no password signs in at a provider. */
async function requireOwnSecondFactor(ctx: OrgCtx): Promise<void> {
  if (ctx.actor.kind !== 'user' || ctx.org.secondFactorDemanded) return
  const [me] = await ctx.db.door((tx) => tx.select({ password: isNotNull(users.passwordHash), second: isNotNull(users.secondFactorSince) }).from(users).where(eq(users.id, ctx.actor.id)))
  if (me?.password && !me.second) throw new TouchstoneError('conflict', 'Set up your own second factor first, under My account.', [{ field: 'second_factor_demanded', reason: 'needs your own second factor first: set it up under My account' }])
}

/** Amounts are kept in the currency's minor units: another currency would change what they mean. */
async function requireNoMoney(tx: Tx, ctx: OrgCtx): Promise<void> {
  if (await amountsRecorded(tx, ctx)) throw new TouchstoneError('conflict', 'The currency can change only while no amounts are recorded in the present one.', [{ field: 'currency', reason: 'amounts are recorded in the present one' }])
}

const definedOnly = <T extends object>(o: T): T => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as T

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

/** jsonb does not keep the order of keys. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
}
