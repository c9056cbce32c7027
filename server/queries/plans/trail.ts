import { and, desc, eq, inArray, like, or, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { audit, comments, planActions, planDecisions, planMeetings, workshopNotes } from '@/db/schema'
import { reading, type OrgCtx } from '../../context'
import { madeAt } from '../../domain/ordered-id'
import { linesAbout } from '../../domain/plans/minutes'
import { planRow } from '../../reports/plans/plan-row'
import type { planInput } from '../../schemas/plans'
import { namesOf } from './plan'

const TRAIL = 100

/**
 * What happened to a plan, newest first: what was changed, what was said about it and its actions, what its workshop put up,
 * what meetings wrote about it. `at` is the day on which it was really done: the order of the trail's ids is that of the wall's
 * clock, also in a sample organisation whose time stands still. `not_found`.
 */
export function trailOf(ctx: OrgCtx, { plan }: z.input<typeof planInput>) {
  return reading(ctx, async (tx) => {
    const org = ctx.org.id
    const { name } = await planRow(tx, ctx, plan)
    const actions = new Map((await tx.select({ id: planActions.id, title: planActions.title }).from(planActions).where(and(eq(planActions.organisationId, org), eq(planActions.planId, plan)))).map((a) => [a.id, a.title]))
    const decisions = new Map((await tx.select({ id: planDecisions.id, text: planDecisions.text }).from(planDecisions).where(and(eq(planDecisions.organisationId, org), eq(planDecisions.planId, plan)))).map((d) => [d.id, d.text]))
    // Meetings are few; those whose minutes do not speak of it are none of its own.
    const minutes = new Map((await tx.select({ id: planMeetings.id, minutes: planMeetings.minutes }).from(planMeetings).where(eq(planMeetings.organisationId, org)))
      .flatMap((m) => { const lines = linesAbout(m.minutes, name); return lines.length > 0 ? [[m.id, lines] as const] : [] }))
    const rows = await tx.select({ id: audit.id, at: audit.at, by: audit.actorLabel, action: audit.action, subjectId: audit.subjectId, detail: audit.detail }).from(audit).where(and(eq(audit.organisationId, org), or(
      and(eq(audit.subject, 'plan'), eq(audit.subjectId, plan), or(like(audit.action, 'plan.%'), like(audit.action, 'comment.%'), inArray(audit.action, ['workshop.note_added', 'workshop.note_turned', 'workshop.note_removed']))),
      and(eq(audit.subject, 'action'), inArray(audit.subjectId, [...actions.keys()]), like(audit.action, 'comment.%')),
      and(eq(audit.subject, 'meeting'), eq(audit.action, 'meeting.closed'), inArray(audit.subjectId, [...minutes.keys()])),
      and(eq(audit.subject, 'meeting'), eq(audit.action, 'meeting.decision_settled'), inArray(sql`${audit.detail} ->> 'decision'`, [...decisions.keys()])),
    ))).orderBy(desc(audit.at), desc(audit.id)).limit(TRAIL)
    const named = (key: string) => rows.flatMap(({ detail }) => (typeof detail[key] === 'string' ? [detail[key]] : []))
    const texts = new Map([
      ...await tx.select({ id: comments.id, text: comments.text }).from(comments).where(and(eq(comments.organisationId, org), inArray(comments.id, named('comment')))),
      ...await tx.select({ id: workshopNotes.id, text: workshopNotes.text }).from(workshopNotes).where(and(eq(workshopNotes.organisationId, org), inArray(workshopNotes.id, named('note')))),
    ].map(({ id, text }) => [id, text]))
    const picked = await namesOf(tx, ctx, rows.flatMap(({ detail }) => replacedBy(detail)?.picks ?? []))
    const of = (id: unknown) => (typeof id === 'string' ? (texts.get(id) ?? decisions.get(id) ?? '') : '')
    return rows.map(({ id, at, by, action, subjectId, detail }) => ({
      id, at: madeAt(id) ?? at, by, action, detail,
      /** What was said, decided, put up, written down or, of an answer, replaced; empty where the action says it all. */
      text: action === 'meeting.closed' ? (minutes.get(subjectId) ?? []).join('\n') : action === 'plan.answered' ? inWords(replacedBy(detail), picked) : of(detail.comment ?? detail.note ?? detail.decision),
      /** The action it was said about. */
      about: actions.get(subjectId) ?? null,
    }))
  })
}
export type TrailEntry = Awaited<ReturnType<typeof trailOf>>[number]

type Replaced = { text: string; unknown: boolean; picks: string[] }
/** The words an answer took the place of. */
const replacedBy = ({ replaced }: Record<string, unknown>): Replaced | null => (replaced ? (replaced as Replaced) : null)
const inWords = (answer: Replaced | null, names: Record<string, string>): string => (!answer ? '' : answer.unknown ? 'Don’t know yet' : [answer.picks.map((pick) => names[pick] ?? pick.replace(':', ': ').replaceAll('_', ' ')).join(', '), answer.text].filter(Boolean).join('\n'))
