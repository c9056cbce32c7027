import { randomUUID } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { planDecisions, planMeetings } from '@/db/schema'
import { now } from '../../clock'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { sayFigure } from '../../domain/alerts/words'
import { minutesOf } from '../../domain/plans/minutes'
import { dayInWords } from '../../domain/time/day-in-words'
import { localDayOf } from '../../domain/time/local-day'
import { notFound, TouchstoneError } from '../../errors'
import { figuresWithin, meetingWithin, type MeetingFigures } from '../../queries/plans/meeting'
import { planRow } from '../../reports/plans/plan-row'
import { decisionDoneInput, decisionInput, meetingInput } from '../../schemas/plans'

/** Opens a meeting about the plans; the one that is open already is the one. Editors. */
export async function startMeeting(ctx: OrgCtx): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  return writing(ctx, async (tx, w) => {
    const [open] = await tx.select({ id: planMeetings.id }).from(planMeetings).where(and(eq(planMeetings.organisationId, ctx.org.id), isNull(planMeetings.closedAt))).limit(1)
    if (open) return open
    const id = randomUUID()
    await tx.insert(planMeetings).values({ organisationId: ctx.org.id, id, heldAt: now(), startedBy: ctx.actor.label })
    await w.audit({ action: 'meeting.started', subject: 'meeting', subjectId: id })
    w.publish('plans')
    return { id }
  })
}

/** Writes a decision down in the open meeting. Editors; `conflict` once the meeting is closed. */
export async function decide(ctx: OrgCtx, input: z.input<typeof decisionInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { meeting, plan, text } = decisionInput.parse(input)
  return writing(ctx, async (tx, w) => {
    await openMeeting(tx, ctx, meeting)
    if (plan) await planRow(tx, ctx, plan)
    const id = randomUUID()
    await tx.insert(planDecisions).values({ organisationId: ctx.org.id, id, meetingId: meeting, planId: plan, text, createdAt: now(), createdBy: ctx.actor.label })
    await w.audit({ action: plan ? 'plan.decided' : 'meeting.decided', subject: plan ? 'plan' : 'meeting', subjectId: plan ?? meeting, detail: { text } })
    w.publish('plans')
    return { id }
  })
}

/** Says whether what was decided has been done. Editors; an unknown decision is `not_found`. */
export async function settleDecision(ctx: OrgCtx, input: z.input<typeof decisionDoneInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { decision, done } = decisionDoneInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const [found] = await tx.update(planDecisions).set({ done }).where(and(eq(planDecisions.organisationId, ctx.org.id), eq(planDecisions.id, decision))).returning({ meeting: planDecisions.meetingId })
    if (!found) throw notFound('decision')
    await w.audit({ action: 'meeting.decision_settled', subject: 'meeting', subjectId: found.meeting, detail: { decision, done } })
    w.publish('plans')
  })
}

/** Closes a meeting: its minutes are written as things stand, and stay so. Editors. */
export async function closeMeeting(ctx: OrgCtx, input: z.input<typeof meetingInput>): Promise<{ minutes: string }> {
  requireCapability(ctx, 'edit')
  const { meeting } = meetingInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const { heldAt } = await openMeeting(tx, ctx, meeting)
    const [view, { measures, evidence, known }] = [await meetingWithin(tx, ctx), await figuresWithin(tx, ctx)]
    const minutes = minutesOf({ ...view, day: dayInWords(localDayOf(heldAt.getTime(), ctx.org.timezone)), people: [...new Set([...view.open?.people ?? [], ctx.actor.label])], evidence, known, measures: measures.map((m) => said(m, ctx.org.currency)), stuck: view.stuck.map((a) => ({ ...a, due: a.dueOn })) })
    await tx.update(planMeetings).set({ closedAt: now(), minutes }).where(and(eq(planMeetings.organisationId, ctx.org.id), eq(planMeetings.id, meeting)))
    await w.audit({ action: 'meeting.closed', subject: 'meeting', subjectId: meeting, detail: { decisions: view.decisions.length } })
    w.publish('plans')
    return { minutes }
  })
}

function said(m: MeetingFigures['measures'][number], currency: string): { plan: string; text: string } {
  const path = m.expected === null || m.onPath === null ? '' : `, expected by then ${sayFigure(m.expected, m.unit, currency)}: ${m.onPath ? 'on its path' : 'off its path'}`
  const figures = m.latest !== null && m.before !== null && `${m.measure} ${sayFigure(m.latest, m.unit, currency)} in ${m.period}, before ${sayFigure(m.before, m.unit, currency)}${path}`
  return { plan: m.name, text: figures ? [figures, m.waits].filter(Boolean).join('. ') : (m.waits ?? '').replace(/^./u, (first) => first.toLowerCase()) }
}

async function openMeeting(tx: Tx, ctx: OrgCtx, id: string): Promise<{ heldAt: Date }> {
  const [found] = await tx.select({ heldAt: planMeetings.heldAt, closedAt: planMeetings.closedAt }).from(planMeetings).where(and(eq(planMeetings.organisationId, ctx.org.id), eq(planMeetings.id, id)))
  if (!found) throw notFound('meeting')
  if (found.closedAt) throw new TouchstoneError('conflict', 'This meeting is closed; its minutes stay as they are.')
  return found
}
