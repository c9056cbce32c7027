import { randomUUID } from 'node:crypto'
import { eq, and, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { planActions } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx, type Writing } from '../../context'
import { toMajor, toMinor } from '../../domain/money'
import { ACTION_FIELD, changedFields, fieldsOf, sayStands, takenFields, withChange, type ActionField, type ActionFields } from '../../domain/plans/action-fields'
import { circle } from '../../domain/plans/dependencies'
import { dayInWords } from '../../domain/time/day-in-words'
import { localDayOf } from '../../domain/time/local-day'
import { invalid, TouchstoneError } from '../../errors'
import { memberNames } from '../../queries/member-names'
import type { PlanRow } from '../../reports/plans/plan-row'
import { actionChangeInput, actionInput, type ActionInput } from '../../schemas/plans'
import { notify } from '../notifications/notify'
import { lockedAction, lockedActions, lockedPlan, type ActionRow } from './locked'
import { memberName } from './member'

/** Adds an action to a plan; whoever it is given to is told. Editors; `invalid` where it waits for what is not there. */
export async function saveAction(ctx: OrgCtx, input: ActionInput): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { plan, ...asked } = actionInput.parse(input)
  const names = asked.owner ? await memberNames(ctx) : NOBODY
  return writing(ctx, async (tx, w) => addAction(tx, w, ctx, await lockedPlan(tx, ctx, plan), asked, names))
}
const NOBODY: ReadonlyMap<string, string> = new Map()

/** The same within a write that has the plan locked. */
export async function addAction(tx: Tx, w: Writing, ctx: OrgCtx, plan: PlanRow, asked: ActionFields, names = NOBODY): Promise<{ id: string }> {
  const id = randomUUID()
  requireThere(asked, await lockedActions(tx, ctx, plan.id))
  const ownerLabel = asked.owner ? await memberName(tx, ctx, asked.owner, names) : ''
  await tx.insert(planActions).values({ ...valuesOf(ctx, asked, null), ownerLabel, organisationId: ctx.org.id, id, planId: plan.id, position: sql`(select coalesce(max(position), 0) + 1 from plan_actions where organisation_id = ${ctx.org.id} and plan_id = ${plan.id})`, createdAt: now(), createdBy: ctx.actor.label })
  if (asked.owner) await tellOwner(tx, w, ctx, plan, asked)
  await w.audit({ action: 'plan.action_added', subject: 'plan', subjectId: plan.id, detail: { name: plan.name, action: asked.title, status: asked.status } })
  w.publish('plans')
  return { id }
}

/**
 * Changes those fields of an action that are named, and no other; whoever it is given to is told. Editors; `invalid` where actions
 * wait for each other; `conflict`, naming what stands there now, where somebody has changed one of the same fields since.
 */
export async function changeAction(ctx: OrgCtx, input: z.input<typeof actionChangeInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { action: id, change } = actionChangeInput.parse(input)
  const names = change.owner?.to ? await memberNames(ctx) : NOBODY
  await writing(ctx, async (tx, w) => {
    const { plan, action, others } = await lockedAction(tx, ctx, id)
    const stands = fieldsOf(inMajor(ctx, action))
    const taken = takenFields(stands, change)
    if (taken.length > 0) throw conflict(taken.map((field) => [field, sayStands(field, stands, { currency: ctx.org.currency, owner: action.ownerLabel, titles: new Map(others.map((one) => [one.id, one.title])) })]))
    const fields = changedFields(stands, change)
    if (fields.length === 0) return
    const after = withChange(stands, change)
    const touched = (field: ActionField) => fields.includes(field)
    if ((touched('return_low') || touched('return_high')) && after.return_low !== null && after.return_high !== null && after.return_low > after.return_high) throw invalid('What it should bring at least is more than what it should bring at most.', [{ field: 'return_low', reason: 'is above the higher end' }])
    if (touched('depends_on')) {
      requireThere(after, others)
      if (circle(new Map([...others.map((one) => [one.id, one.dependsOn] as const), [id, after.depends_on]]), id)) throw invalid('These actions would wait for each other.', [{ field: 'depends_on', reason: 'these actions would wait for each other' }])
    }
    const ownerLabel = !touched('owner') ? action.ownerLabel : after.owner ? await memberName(tx, ctx, after.owner, names) : ''
    // The row is locked: what is not named is written as it stands.
    await tx.update(planActions).set({ ...valuesOf(ctx, after, action), ownerLabel }).where(and(eq(planActions.organisationId, ctx.org.id), eq(planActions.id, id)))
    if (after.owner && touched('owner')) await tellOwner(tx, w, ctx, plan, after)
    await w.audit({ action: 'plan.action_changed', subject: 'plan', subjectId: plan.id, detail: { name: plan.name, action: after.title, fields, status: after.status, ...(touched('status') ? { was: stands.status } : {}) } })
    w.publish('plans')
  })
}

const conflict = (taken: (readonly [ActionField, string])[]) => new TouchstoneError('conflict', `${taken.map(([, says]) => says).join('; ')}: somebody has changed ${taken.length === 1 ? 'it' : 'them'} since you opened this. Nothing of yours was saved.`, taken.map(([field, says]) => ({ field, reason: says.slice(ACTION_FIELD[field].length + 1) })))

function requireThere({ depends_on: waits }: ActionFields, others: readonly ActionRow[]): void {
  if (!waits.every((one) => others.some(({ id }) => id === one))) throw invalid('What it waits for is no action of this plan.', [{ field: 'depends_on', reason: 'is no action of this plan' }])
}

const tellOwner = (tx: Tx, w: Writing, ctx: OrgCtx, plan: PlanRow, { title, owner, due_on }: ActionFields) =>
  notify(tx, w, ctx, { to: owner ? [owner] : [], kind: 'assignment', title: `“${title}” is yours${due_on ? `, due ${dayInWords(due_on)}` : ''}`, body: plan.name, link: `/plans/${plan.id}` })

const inMajor = (ctx: OrgCtx, a: ActionRow): ActionRow => {
  const major = (minor: number | null) => (minor === null ? null : toMajor(minor, ctx.org.currency))
  return { ...a, costPlanned: major(a.costPlanned), costSpent: major(a.costSpent), returnLow: major(a.returnLow), returnHigh: major(a.returnHigh) }
}

/** What is kept of an action, with the day on which it was done. */
function valuesOf(ctx: OrgCtx, asked: ActionFields, before: ActionRow | null) {
  const money = (field: 'cost_planned' | 'cost_spent' | 'return_low' | 'return_high'): number | null => {
    const amount = asked[field]
    if (amount === null) return null
    const found = toMinor(amount, ctx.org.currency)
    if (!found.ok) throw invalid(`“${ACTION_FIELD[field]}” ${found.reason}.`, [{ field, reason: found.reason }])
    return found.minor
  }
  return {
    title: asked.title, ownerId: asked.owner, dueOn: asked.due_on, status: asked.status, remark: asked.remark, returnFormula: asked.return_formula, dependsOn: [...asked.depends_on],
    costPlanned: money('cost_planned'), costSpent: money('cost_spent'), returnLow: money('return_low'), returnHigh: money('return_high'),
    doneOn: asked.status === 'done' ? (before?.doneOn ?? localDayOf(ctx.now.getTime(), ctx.org.timezone)) : null, changedAt: now(),
  }
}
