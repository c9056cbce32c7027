import { randomUUID } from 'node:crypto'
import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { alertEvents, alertFirings, alertRules, takeovers } from '@/db/schema'
import { someStand } from '@/server/queries/alert-events'
import { requireCapability, writing, type OrgCtx, type Writing } from '@/server/context'
import { interruptionOf } from '@/server/domain/alerts/interrupts'
import { isDue, lookEveryMs, stepOf } from '@/server/domain/alerts/judge'
import { isUsual } from '@/server/domain/alerts/usual-windows'
import { TouchstoneError } from '@/server/errors'
import { log } from '@/server/log'
import { notify } from '../notifications/notify'
import { endTakeoversOf, raiseTakeover } from '../screens/takeovers'
import { queueMessage } from '../webhooks/queue-message'
import { lookAtFigure, lookForEvents, type EventsSeen, type FigureSeen } from './evaluate'
import { queueAlerts, sourceOf } from './schedule'

type Rule = typeof alertRules.$inferSelect
type Told = { title: string; body: string; observed: number; threshold: number | null; data: Record<string, unknown> }
/** Walls are interrupted for so long. */
const TAKEOVER_MINUTES = 30
const NAMED = 20
/** A ctx older than this stands still (a sample organisation): nothing changes there by itself. */
const FROZEN_MS = 60_000

/** Looks at every rule that is due and tells what has to be told. `clock` is the wall's: sample organisations stand still. */
export async function checkAlerts(ctx: OrgCtx, { clock, signal }: { clock: Date; signal?: AbortSignal }): Promise<{ checked: number; fired: number }> {
  requireCapability(ctx, 'admin')
  const rules = await writing(ctx, (tx) => tx.select().from(alertRules).where(and(eq(alertRules.organisationId, ctx.org.id), eq(alertRules.enabled, true))).orderBy(asc(alertRules.createdAt), asc(alertRules.id)))
  const due = rules.filter((rule) => isDue(rule, clock))
  let fired = 0
  for (const rule of due) {
    if (await check(ctx, rule, clock)) fired++
    signal?.throwIfAborted()
  }
  const frozen = Math.abs(clock.getTime() - ctx.now.getTime()) > FROZEN_MS
  const next = Math.min(...rules.map((rule) => (due.includes(rule) ? clock.getTime() : rule.checkedAt?.getTime() ?? clock.getTime()) + lookEveryMs(rule)))
  if (rules.length > 0 && !(frozen && due.length === rules.length)) await writing(ctx, (tx) => queueAlerts(tx, ctx, new Date(next)))
  return { checked: due.length, fired }
}

async function check(ctx: OrgCtx, rule: Rule, clock: Date): Promise<boolean> {
  const { condition } = rule
  try {
    // Looked at before the write: a report answers in a snapshot of its own.
    return condition.kind === 'figure' ? await judgeFigure(ctx, rule, await lookAtFigure(ctx, condition), clock) : await judgeEvents(ctx, rule, await lookForEvents(ctx, condition, { ruleId: rule.id, since: rule.since }), clock)
  } catch (error) {
    const known = error instanceof TouchstoneError
    if (!known) log('error', 'alert failed', { rule: rule.id, message: error instanceof Error ? error.message.slice(0, 2000) : String(error) })
    await keep(ctx, rule, { state: 'failed', checkedAt: clock, remark: known ? error.message : 'It could not be looked at. The log has the details.' })
    return false
  }
}

async function judgeFigure(ctx: OrgCtx, rule: Rule, seen: FigureSeen, clock: Date): Promise<boolean> {
  const { step, state } = stepOf(rule, seen.holds, clock)
  const set = { state, observed: seen.observed, remark: seen.holds === null ? seen.said : (seen.lacks ?? ''), checkedAt: clock }
  if (step === 'fire') {
    const threshold = rule.condition.kind === 'figure' && !isUsual(rule.condition.comparison) ? rule.condition.threshold : null
    return fire(ctx, rule, set, { title: seen.said, body: `Alert: ${rule.name}.`, observed: seen.observed ?? 0, threshold, data: seen.detail }, [], clock)
  }
  if (step === 'clear') await clear(ctx, rule, set, seen, clock)
  else await keep(ctx, rule, set)
  return false
}

async function judgeEvents(ctx: OrgCtx, rule: Rule, seen: EventsSeen, clock: Date): Promise<boolean> {
  const set = { state: 'clear' as const, observed: seen.subjects.length, remark: '', checkedAt: clock }
  if (seen.subjects.length === 0) {
    await keep(ctx, rule, set)
    if (rule.takeover) await letGo(ctx, rule, clock)
    return false
  }
  const named = seen.customers.slice(0, NAMED)
  const body = `${seen.customers.length === 1 ? 'Customer' : 'Customers'} ${named.join(', ')}${seen.customers.length > named.length ? ` and ${seen.customers.length - named.length} more` : ''}.\nAlert: ${rule.name}.`
  return fire(ctx, rule, set, { title: seen.said, body, observed: seen.subjects.length, threshold: null, data: { event: rule.condition.kind, count: seen.subjects.length, customers: seen.customers } }, seen.subjects, clock)
}

type Set = Partial<typeof alertRules.$inferInsert>
const ofRule = (ctx: OrgCtx, rule: Rule) => and(eq(alertRules.organisationId, ctx.org.id), eq(alertRules.id, rule.id))
/** Another process may have looked at the same moment: whoever wrote first has told. */
const untouched = (ctx: OrgCtx, rule: Rule) => and(ofRule(ctx, rule), rule.checkedAt === null ? isNull(alertRules.checkedAt) : eq(alertRules.checkedAt, rule.checkedAt))

const keep = (ctx: OrgCtx, rule: Rule, set: Set): Promise<unknown> => writing(ctx, async (tx, w) => {
  await tx.update(alertRules).set(set).where(untouched(ctx, rule))
  if (set.state !== rule.state) w.publish('alerts')
})

async function fire(ctx: OrgCtx, rule: Rule, set: Set, told: Told, subjects: string[], clock: Date): Promise<boolean> {
  const done = await writing(ctx, async (tx, w) => {
    const [mine] = await tx.update(alertRules).set({ ...set, firedAt: clock }).where(untouched(ctx, rule)).returning({ id: alertRules.id })
    if (!mine) return false
    if (subjects.length > 0) await tx.insert(alertEvents).values(subjects.map((subject) => ({ organisationId: ctx.org.id, ruleId: rule.id, subject, seenAt: clock }))).onConflictDoNothing()
    await tell(tx, w, ctx, rule, told, clock)
    return true
  })
  if (done && rule.takeover) await raiseTakeover(ctx, { ...interruptionOf(rule, told.title), source: sourceOf(rule), minutes: TAKEOVER_MINUTES })
  return done
}

async function tell(tx: Tx, w: Writing, ctx: OrgCtx, rule: Rule, { title, body, observed, threshold, data }: Told, clock: Date): Promise<void> {
  const id = randomUUID()
  const link = `/alerts?alert=${rule.id}`
  const people = await notify(tx, w, ctx, { to: rule.people, kind: 'alert', title, body, link, subject: `alert:${id}`, alsoActor: true })
  const hooks = await queueMessage(tx, ctx, rule.webhooks, { type: 'alert.fired', data: { alert: { id: rule.id, name: rule.name }, firing: { id, fired_at: clock.toISOString(), text: title, observed, threshold, ...data } } })
  await tx.insert(alertFirings).values({ organisationId: ctx.org.id, id, ruleId: rule.id, firedAt: clock, observed, threshold, title, body, link, told: { people, webhooks: hooks, screens: rule.takeover } })
  await w.audit({ action: 'alert.fired', subject: 'alert', subjectId: rule.id, detail: { name: rule.name, text: title } })
  w.publish('alerts')
}

async function clear(ctx: OrgCtx, rule: Rule, set: Set, seen: FigureSeen, clock: Date): Promise<void> {
  await writing(ctx, async (tx, w) => {
    const [mine] = await tx.update(alertRules).set(set).where(untouched(ctx, rule)).returning({ id: alertRules.id })
    if (!mine) return
    await tx.update(alertFirings).set({ clearedAt: clock }).where(and(eq(alertFirings.organisationId, ctx.org.id), eq(alertFirings.ruleId, rule.id), isNull(alertFirings.clearedAt)))
    await queueMessage(tx, ctx, rule.webhooks, { type: 'alert.cleared', data: { alert: { id: rule.id, name: rule.name }, cleared_at: clock.toISOString(), ...seen.detail } })
    w.publish('alerts')
    await endTakeoversOf(tx, w, ctx, sourceOf(rule))
  })
}

/** The walls turn on as soon as nothing of what interrupted them stands any more: the promise is kept, somebody has come back to the customer. */
const letGo = (ctx: OrgCtx, { id, condition }: Rule, clock: Date): Promise<void> => writing(ctx, async (tx, w) => {
  if (condition.kind === 'figure') return
  const [held] = await tx.select({ id: takeovers.id }).from(takeovers).where(and(eq(takeovers.organisationId, ctx.org.id), eq(takeovers.source, sourceOf({ id })), isNull(takeovers.endedAt))).limit(1)
  if (!held || await someStand(tx, ctx, condition, { ruleId: id, seenSince: new Date(clock.getTime() - TAKEOVER_MINUTES * 60_000) })) return
  await endTakeoversOf(tx, w, ctx, sourceOf({ id }))
})
