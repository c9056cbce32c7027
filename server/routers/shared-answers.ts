import type { OrgCtx } from '../context'
import { ticks } from '../clock'
import { localDayOf } from '../domain/time/local-day'
import type { LiveHub } from '../live'
import { answerReport, type ReportAnswer } from '../reports/answer'
import { reportNamed } from '../reports/registry'

/** An answer is given again for this long while nothing was published; what changes without a word is seen after it. */
const HOLDS_MS = 30_000
const MOST = 500

type Held = { version: number; until: number; answer: Promise<ReportAnswer> }
const held = new Map<string, Held>()

/**
 * One answer for all who look at the same report with the same parameters: ten screens cost the database what one
 * costs. Asked anew as soon as anything was published in the organisation. Every reader of an organisation sees the
 * same figures, but for reports that say some are personal; membership was checked by the door.
 */
export function sharedAnswer(ctx: OrgCtx, live: Pick<LiveHub, 'version'>, name: string, parameters: Record<string, unknown>): Promise<ReportAnswer> {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const key = JSON.stringify([ctx.org.id, localDayOf(ctx.now.getTime(), ctx.org.timezone), name, given, reportNamed(name)?.personal ? ctx.actor.id : null, ctx.namesHidden ?? false])
  const version = live.version(ctx.org.id)
  const found = held.get(key)
  if (found && found.version === version && found.until > ticks()) return found.answer
  const answer = answerReport(ctx, name, parameters)
  held.delete(key)
  held.set(key, { version, until: ticks() + HOLDS_MS, answer })
  answer.catch(() => held.delete(key))
  // The oldest go first: a Map keeps the order in which its keys were set.
  for (const old of held.keys()) {
    if (held.size <= MOST) break
    held.delete(old)
  }
  return answer
}
