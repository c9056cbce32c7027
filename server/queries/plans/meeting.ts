import { and, asc, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { audit, planDecisions, planMeetings } from '@/db/schema'
import { reading, type OrgCtx } from '../../context'
import { madeAt } from '../../domain/ordered-id'
import { isLate } from '../../domain/plans/action-late'
import { afterVerdict } from '../../domain/plans/caveats'
import { foundWords, newEvidence, type Ended } from '../../domain/plans/minutes'
import { expectedOn, onPath } from '../../domain/plans/path'
import { firstFinal } from '../../domain/plans/review-day'
import type { Better } from '../../domain/plans/verdict'
import { waitsFor } from '../../domain/plans/waiting'
import { periodInWords } from '../../domain/time/period-in-words'
import { localDayOf } from '../../domain/time/local-day'
import { TouchstoneError } from '../../errors'
import { answerWithin, ripensIn } from '../../reports/measured'
import { assumptionsOf } from '../../reports/plans/assumption-list'
import { impactOf, settingsChangedIn, type Impact } from '../../reports/plans/impact'
import { allPlans, temperedOf, type PlanRow } from '../../reports/plans/plan-row'
import { reportNamed } from '../../reports/registry'
import { actionsOf } from './plan'

/** What is said in a meeting about the plans: last time's word, what is stuck, what is decided. Read again at each word. */
export const meetingView = (ctx: OrgCtx) => reading(ctx, (tx) => meetingWithin(tx, ctx))

/** What the record says to it: running plans on their path, and what no meeting was told yet. */
export const meetingFigures = (ctx: OrgCtx) => reading(ctx, (tx) => figuresWithin(tx, ctx))
export type MeetingFigures = Awaited<ReturnType<typeof figuresWithin>>

export async function figuresWithin(tx: Tx, ctx: OrgCtx) {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  const measures = []
  for (const plan of (await allPlans(tx, ctx)).filter((p) => p.status === 'running')) measures.push(await measureOf(ctx, tx, plan, today))
  const findings = reportNamed('findings')
  const told = await tx.select({ minutes: planMeetings.minutes }).from(planMeetings).where(and(eq(planMeetings.organisationId, ctx.org.id), isNotNull(planMeetings.closedAt)))
  return { measures, ...newEvidence(findings ? (await answerWithin(ctx, tx, findings, {})).rows.map((row) => String(row.text)) : [], told.map(({ minutes }) => minutes)) }
}

export async function meetingWithin(tx: Tx, ctx: OrgCtx) {
  const own = eq(planMeetings.organisationId, ctx.org.id)
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  const [open] = await tx.select().from(planMeetings).where(and(own, isNull(planMeetings.closedAt))).orderBy(desc(planMeetings.heldAt)).limit(1)
  const past = await tx.select({ id: planMeetings.id, heldAt: planMeetings.heldAt, closedAt: planMeetings.closedAt, minutes: planMeetings.minutes }).from(planMeetings).where(and(own, isNotNull(planMeetings.closedAt))).orderBy(desc(planMeetings.heldAt)).limit(20)
  const plans = await allPlans(tx, ctx)
  const names = new Map(plans.map((p) => [p.id, p.name]))
  const ended = new Map(plans.flatMap((p): [string, Ended][] => (p.status === 'reviewed' || p.status === 'stopped' ? [[p.id, { status: p.status, verdict: p.verdict, tempered: temperedOf(p) }]] : [])))
  const decisionsOf = async (meeting: string | undefined) => (meeting ? (await tx.select().from(planDecisions).where(and(eq(planDecisions.organisationId, ctx.org.id), eq(planDecisions.meetingId, meeting))).orderBy(asc(planDecisions.createdAt), asc(planDecisions.id))) : [])
    .map(({ id, text, planId, done, createdBy }) => ({ id, text, planId, plan: planId ? (names.get(planId) ?? null) : null, done, by: createdBy }))
  // What came while it was held is in its minutes.
  const since = past[0]?.closedAt ?? past[0]?.heldAt ?? null
  const actions = (await actionsOf(tx, ctx, null)).map(({ id, planId, title, ownerLabel: owner, dueOn, status, remark, changedAt }) => ({ id, planId, plan: names.get(planId) ?? '', ended: ended.get(planId) ?? null, title, owner, dueOn, status, remark, changedAt, late: isLate({ status, dueOn }, today) }))
  const decisions = await decisionsOf(open?.id)
  return {
    today, open: open ? { id: open.id, heldAt: open.heldAt, by: open.startedBy, people: [...new Set([open.startedBy, ...decisions.map(({ by }) => by), ...await settledBy(tx, ctx, past[0]?.id, open.heldAt)])] } : null, past,
    lastTime: await decisionsOf(past[0]?.id), decisions,
    // What was left to do for a plan that is over is left to do still.
    stuck: actions.filter((a) => a.late || a.status === 'stuck' || a.status === 'behind'),
    judged: plans.flatMap((p) => (p.status === 'reviewed' && p.verdict && (since === null || p.changedAt > since) ? [{ id: p.id, plan: p.name, status: p.status, verdict: p.verdict, tempered: temperedOf(p), found: foundBy(p, ctx.org.currency), caveats: caveatsKept(p) }] : [])),
    assumptions: (await assumptionsOf(tx, ctx)).flatMap(({ id, claim, statement, owner, reviewOn }) => (reviewOn !== null && reviewOn <= today ? [{ key: claim ?? id ?? statement, statement, owner, reviewOn }] : [])),
    done: actions.filter((a) => a.status === 'done' && (since === null || a.changedAt > since)),
    // What to do next is decided of a plan that was judged, too: the one just judged stands first of those.
    plans: [...plans.filter((p) => !ended.has(p.id)), ...plans.filter((p) => ended.has(p.id)).toSorted((a, b) => b.changedAt.getTime() - a.changedAt.getTime())].map(({ id, name }) => ({ id, name, ended: ended.get(id) ?? null })),
  }
}

/** In words, what a plan's verdict was given on. */
function foundBy({ result }: PlanRow, currency: string): string | null {
  const kept = result as Impact | null
  const line = kept?.lines.find(({ group }) => group === 'difference')
  return kept && line ? foundWords({ ...line, measure: kept.measure, unit: kept.unit }, currency) : null
}

/** What is to be known before a verdict is believed, as it was kept. */
const caveatsKept = ({ result, verdict }: PlanRow): string[] => afterVerdict((result as Impact | null)?.caveats ?? [], verdict)

/** Who said in a meeting whether what the one before had decided was done. */
async function settledBy(tx: Tx, ctx: OrgCtx, before: string | undefined, since: Date): Promise<string[]> {
  if (!before) return []
  const rows = await tx.select({ id: audit.id, by: audit.actorLabel }).from(audit).where(and(eq(audit.organisationId, ctx.org.id), eq(audit.subject, 'meeting'), eq(audit.subjectId, before), eq(audit.action, 'meeting.decision_settled'))).orderBy(asc(audit.at), asc(audit.id))
  // Meetings are dated by the wall's clock, the trail by the organisation's, which may stand still.
  return rows.flatMap(({ id, by }) => { const at = madeAt(id); return at && at >= since ? [by] : [] })
}

async function measureOf(ctx: OrgCtx, tx: Tx, plan: PlanRow, today: string) {
  const impact = await impactOf(ctx, tx, plan).catch((error: unknown) => {
    if (error instanceof TouchstoneError) return null
    throw error
  })
  const [own] = impact?.lines ?? []
  const last = impact?.series.findLast((s) => s.side === 'plan' && s.after) ?? null
  const expected = impact && own && own.before !== null && impact.smallest !== null && plan.startOn && plan.reviewOn && plan.design !== 'randomised'
    ? expectedOn(last?.period ?? today, { before: own.before, smallest: impact.smallest, better: plan.better as Better, startOn: plan.startOn, reviewOn: plan.reviewOn }) : null
  const [before, latest, due, changed] = [own?.before ?? null, last?.value ?? null, plan.reviewOn !== null && plan.reviewOn <= today, settingsChangedIn(ctx, plan)]
  return {
    design: plan.design, waits: waitsFor({ design: plan.design, measured: plan.measure !== null, counted: plan.lot?.counted ?? null, reviewOn: plan.reviewOn, today, told: latest !== null && before !== null, first: plan.startOn && plan.measure ? firstFinal({ startOn: plan.startOn, interval: plan.interval, ripens: ripensIn(ctx, plan.measure) }) : null, interval: plan.interval, failed: impact === null, changed }),
    plan: plan.id, name: plan.name, measure: impact?.measure ?? '', unit: impact?.unit ?? 'number', better: plan.better as Better, before, latest, period: last && periodInWords(last.period, plan.interval), expected,
    // On its day the verdict says it, and no path does.
    onPath: last && expected !== null && !due ? onPath(last.value, expected, plan.better as Better) : null, reviewOn: plan.reviewOn, due, changed: changed.length > 0,
  }
}
