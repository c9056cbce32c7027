import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { planActions } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { circle } from '../../domain/plans/dependencies'
import { toMinor } from '../../domain/money'
import { dayInWords } from '../../domain/time/day-in-words'
import { localDayOf } from '../../domain/time/local-day'
import { invalid, notFound } from '../../errors'
import { memberNames } from '../../queries/member-names'
import { planRow } from '../../reports/plans/plan-row'
import { actionInput, type ActionInput } from '../../schemas/plans'
import { notify } from '../notifications/notify'
import { memberName } from './member'

/** Adds an action to a plan or changes it whole; whoever it is given to is told. Editors; `invalid` where actions wait for each other. */
export async function saveAction(ctx: OrgCtx, input: ActionInput): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { id: known, plan, owner, ...asked } = actionInput.parse(input)
  const names = owner ? await memberNames(ctx) : new Map<string, string>()
  return writing(ctx, async (tx, w) => {
    const row = await planRow(tx, ctx, plan)
    const all = await tx.select().from(planActions).where(and(eq(planActions.organisationId, ctx.org.id), eq(planActions.planId, plan)))
    const before = known ? all.find((a) => a.id === known) : undefined
    if (known && !before) throw notFound('action')
    const id = known ?? randomUUID()
    const strange = asked.depends_on.find((one) => !all.some((a) => a.id === one))
    if (strange) throw invalid('What it waits for is no action of this plan.', [{ field: 'depends_on', reason: 'is no action of this plan' }])
    if (circle(new Map([...all.map((a) => [a.id, a.dependsOn] as const), [id, asked.depends_on]]), id)) throw invalid('These actions would wait for each other.', [{ field: 'depends_on', reason: 'these actions would wait for each other' }])
    const ownerLabel = owner ? await memberName(tx, ctx, owner, names) : ''
    const values = {
      title: asked.title, ownerId: owner, ownerLabel, dueOn: asked.due_on, status: asked.status, remark: asked.remark, returnFormula: asked.return_formula, dependsOn: asked.depends_on,
      costPlanned: money(ctx, asked.cost_planned, 'cost_planned', 'To be spent'), costSpent: money(ctx, asked.cost_spent, 'cost_spent', 'Spent'), returnLow: money(ctx, asked.return_low, 'return_low', 'It should bring at least'), returnHigh: money(ctx, asked.return_high, 'return_high', 'It should bring at most'),
      doneOn: asked.status === 'done' ? (before?.doneOn ?? localDayOf(ctx.now.getTime(), ctx.org.timezone)) : null, changedAt: now(),
    }
    if (before) await tx.update(planActions).set(values).where(and(eq(planActions.organisationId, ctx.org.id), eq(planActions.id, id)))
    else await tx.insert(planActions).values({ ...values, organisationId: ctx.org.id, id, planId: plan, position: sql`(select coalesce(max(position), 0) + 1 from plan_actions where organisation_id = ${ctx.org.id} and plan_id = ${plan})`, createdAt: now(), createdBy: ctx.actor.label })
    if (owner && owner !== before?.ownerId) await notify(tx, w, ctx, { to: [owner], kind: 'assignment', title: `“${asked.title}” is yours${asked.due_on ? `, due ${dayInWords(asked.due_on)}` : ''}`, body: row.name, link: `/plans/${plan}` })
    await w.audit({ action: before ? 'plan.action_changed' : 'plan.action_added', subject: 'plan', subjectId: plan, detail: { name: row.name, action: asked.title, status: asked.status, ...(before && before.status !== asked.status ? { was: before.status } : {}) } })
    w.publish('plans')
    return { id }
  })
}

function money(ctx: OrgCtx, amount: number | null, field: string, said: string): number | null {
  if (amount === null) return null
  const found = toMinor(amount, ctx.org.currency)
  if (!found.ok) throw invalid(`“${said}” ${found.reason}.`, [{ field, reason: found.reason }])
  return found.minor
}
