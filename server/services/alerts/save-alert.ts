import { randomUUID } from 'node:crypto'
import { and, eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import { alertRules, members, webhooks } from '@/db/schema'
import { now } from '@/server/clock'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { invalid, notFound } from '@/server/errors'
import { alertRef, saveAlertInput, switchAlertInput, tryAlertInput, type SaveAlertInput } from '@/server/schemas/alerts'
import { isUsual } from '@/server/domain/alerts/usual-windows'
import { longerWindow, lookAtFigure, lookForEvents, type Longer } from './evaluate'
import { endTakeoversOf } from '../screens/takeovers'
import { queueAlerts, sourceOf } from './schedule'

const DAYS_7 = 7 * 86_400_000

/**
 * What a rule would see now: whether it would fire, in words, and where too few cases fall into its window for it ever to
 * fire, the shortest longer one that has enough. A bad report, parameter or figure is `invalid` or
 * `not_found`, so that a rule is tried by saving it.
 */
export async function tryAlert(ctx: OrgCtx, input: z.input<typeof tryAlertInput>): Promise<{ holds: boolean | null; said: string; longer: Longer | null }> {
  requireCapability(ctx, 'read')
  const { condition } = tryAlertInput.parse(input)
  if (condition.kind === 'figure') {
    const { holds, said, observed, few } = await lookAtFigure(ctx, condition)
    if (observed === null || isUsual(condition.comparison)) return { holds, said, longer: few === null ? null : await longerWindow(ctx, condition) }
    return { holds, longer: null, said: said.replace(/ is (?:at or )?(?:above|below) /, (words) => (holds ? words : ` is not${words.slice(3)}`)) }
  }
  const { subjects, said } = await lookForEvents(ctx, condition, { ruleId: null, since: new Date(ctx.now.getTime() - DAYS_7) })
  return { holds: subjects.length > 0, longer: null, said: subjects.length === 0 ? 'Nothing of the kind in the last 7 days' : `In the last 7 days: ${said.charAt(0).toLowerCase()}${said.slice(1)}` }
}

/** Makes an alert, or changes the one named. Editors; walls and webhooks are an admin's to give. It is looked at at once, and what it interrupted turns on. */
export async function saveAlert(ctx: OrgCtx, input: SaveAlertInput): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { id: wanted, every_minutes: everyMinutes, quiet_hours: quietHours, ...said } = saveAlertInput.parse(input)
  if (said.takeover || said.webhooks.length > 0) requireCapability(ctx, 'admin')
  if (said.condition.kind === 'figure') await lookAtFigure(ctx, said.condition)
  else await lookForEvents(ctx, said.condition, { ruleId: null, since: ctx.now })
  return writing(ctx, async (tx, w) => {
    const known = said.people.length === 0 ? [] : await tx.select({ id: members.userId }).from(members).where(and(eq(members.organisationId, ctx.org.id), inArray(members.userId, said.people)))
    if (known.length < said.people.length) throw invalid('Somebody to be told is no member.', [{ field: 'people', reason: 'names somebody who is no member' }])
    const hooks = said.webhooks.length === 0 ? [] : await tx.select({ id: webhooks.id }).from(webhooks).where(and(eq(webhooks.organisationId, ctx.org.id), inArray(webhooks.id, said.webhooks)))
    if (hooks.length < said.webhooks.length) throw invalid('A webhook is not there.', [{ field: 'webhooks', reason: 'names one that is not there' }])
    const id = wanted ?? randomUUID()
    // A changed rule begins anew: what was seen belongs to the condition before.
    const set = { ...said, everyMinutes, quietHours, state: 'waiting' as const, remark: '', observed: null, checkedAt: null, since: ctx.now }
    const rows = wanted
      ? await tx.update(alertRules).set(set).where(and(eq(alertRules.organisationId, ctx.org.id), eq(alertRules.id, id))).returning({ id: alertRules.id })
      : await tx.insert(alertRules).values({ organisationId: ctx.org.id, id, ...set, createdBy: ctx.actor.label, createdAt: now() }).returning({ id: alertRules.id })
    if (rows.length === 0) throw notFound('alert with this id')
    await endTakeoversOf(tx, w, ctx, sourceOf({ id }))
    await w.audit({ action: wanted ? 'alert.changed' : 'alert.created', subject: 'alert', subjectId: id, detail: { name: said.name, condition: said.condition } })
    w.publish('alerts')
    await queueAlerts(tx, ctx, now())
    return { id }
  })
}

/** Switches an alert on or off; switched on, it begins anew. Editors. */
export async function switchAlert(ctx: OrgCtx, input: z.input<typeof switchAlertInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { id, enabled } = switchAlertInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const [row] = await tx.update(alertRules).set({ enabled, ...(enabled ? { state: 'waiting' as const, checkedAt: null, since: ctx.now } : {}) })
      .where(and(eq(alertRules.organisationId, ctx.org.id), eq(alertRules.id, id))).returning({ name: alertRules.name })
    if (!row) throw notFound('alert with this id')
    await w.audit({ action: enabled ? 'alert.switched_on' : 'alert.switched_off', subject: 'alert', subjectId: id, detail: { name: row.name } })
    w.publish('alerts')
    await endTakeoversOf(tx, w, ctx, sourceOf({ id }))
    if (enabled) await queueAlerts(tx, ctx, now())
  })
}

/** Takes an alert away, with its firings. Editors. */
export async function removeAlert(ctx: OrgCtx, input: z.input<typeof alertRef>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { id } = alertRef.parse(input)
  await writing(ctx, async (tx, w) => {
    const [row] = await tx.delete(alertRules).where(and(eq(alertRules.organisationId, ctx.org.id), eq(alertRules.id, id))).returning({ name: alertRules.name })
    if (!row) throw notFound('alert with this id')
    await endTakeoversOf(tx, w, ctx, sourceOf({ id }))
    await w.audit({ action: 'alert.removed', subject: 'alert', subjectId: id, detail: { name: row.name } })
    w.publish('alerts')
  })
}
