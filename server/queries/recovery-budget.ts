import { asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { noteTemplates, recoveryBudgets } from '@/db/schema'
import type { BudgetPeriod, Role } from '@/db/vocabulary'
import { reading, type OrgCtx } from '../context'
import { toMajor } from '../domain/money'
import { leftOf, periodStart, type Budget } from '../domain/recovery/budget'
import { STARTERS } from '../domain/recovery/note'
import { localDayOf, startOfDay } from '../domain/time/local-day'

/** Whoever acts, by what they may do: roles and capabilities say the same (server/context). */
export const roleOf = (ctx: OrgCtx): Role => (ctx.can.has('own') ? 'owner' : ctx.can.has('admin') ? 'admin' : ctx.can.has('edit') ? 'editor' : 'viewer')

/** The actor's budgets with what they have spent of each, minor units. */
export async function ownBudgets(tx: Tx, ctx: OrgCtx): Promise<Budget[]> {
  const rows = await tx.select().from(recoveryBudgets).where(sql`${eq(recoveryBudgets.organisationId, ctx.org.id)} and ${eq(recoveryBudgets.role, roleOf(ctx))}`)
  const budgets: Budget[] = []
  for (const { period, amount } of rows) budgets.push({ period, amount, spent: await spentSince(tx, ctx, period, sql`actor_id = ${ctx.actor.id}`) })
  return budgets
}

async function spentSince(tx: Tx, ctx: OrgCtx, period: BudgetPeriod, who: ReturnType<typeof sql>): Promise<number> {
  const start = startOfDay(periodStart(period, localDayOf(ctx.now.getTime(), ctx.org.timezone)), ctx.org.timezone)
  const { rows } = await tx.execute<{ n: number }>(sql`select coalesce(sum(goodwill), 0)::float8 as n from recovery_acts where organisation_id = ${ctx.org.id} and at >= ${new Date(start).toISOString()}::timestamptz and ${who}`)
  return rows[0]?.n ?? 0
}

/** Major units. `spent`: of everybody in the role, in the present period. */
export type BudgetView = {
  mine: { period: BudgetPeriod; amount: number; spent: number }[]
  left: number | null
  roles: { role: Role; period: BudgetPeriod; amount: number; people: number; spent: number }[]
}

/** What each role may give away, what of it is spent, and what the reader has left. */
export function budgetsOf(ctx: OrgCtx): Promise<BudgetView> {
  return reading(ctx, async (tx) => {
    const major = (minor: number) => toMajor(Math.round(minor), ctx.org.currency)
    const mine = await ownBudgets(tx, ctx)
    const rows = await tx.select().from(recoveryBudgets).where(eq(recoveryBudgets.organisationId, ctx.org.id)).orderBy(asc(recoveryBudgets.role), asc(recoveryBudgets.period))
    const people = new Map((await tx.execute<{ role: Role; n: number }>(sql`select role, count(*)::int as n from members where organisation_id = ${ctx.org.id} group by 1`)).rows.map(({ role, n }) => [role, n]))
    const left = leftOf(mine)
    const roles: BudgetView['roles'] = []
    for (const { role, period, amount } of rows) roles.push({ role, period, amount: major(amount), people: people.get(role) ?? 0, spent: major(await spentSince(tx, ctx, period, sql`role = ${role}`)) })
    return { left: left === null ? null : major(left), mine: mine.map((budget) => ({ ...budget, amount: major(budget.amount), spent: major(budget.spent) })), roles }
  })
}

export type Template = { id: string | null; name: string; subject: string; body: string }

/** The organisation's own notes, or those to start from while it has none. */
export function templatesOf(ctx: OrgCtx): Promise<Template[]> {
  return reading(ctx, async (tx) => {
    const own = await tx.select({ id: noteTemplates.id, name: noteTemplates.name, subject: noteTemplates.subject, body: noteTemplates.body }).from(noteTemplates).where(eq(noteTemplates.organisationId, ctx.org.id)).orderBy(asc(noteTemplates.name))
    return own.length > 0 ? own : STARTERS.map((starter) => ({ id: null, ...starter }))
  })
}
