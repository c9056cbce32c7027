import type { OrgCtx } from '../context'
import { ticks } from '../clock'
import { localDayOf } from '../domain/time/local-day'
import type { LiveHub } from '../live'
import { answerReport, type ReportAnswer } from '../reports/answer'
import { reportNamed } from '../reports/registry'
import { importing } from '../queries/imports'
import { asOfNote } from '../domain/freshness-note'

/** An answer is given again for this long while nothing was published; what changes without a word is seen after it. */
const HOLDS_MS = 30_000
const MOST = 500
/** What is answered within this is asked anew whenever anything was published. */
const QUICK_MS = 250
/** What takes longer pauses for so many times as long. */
const PATIENCE = 10
/** … but no longer than this: one answer that took most of a minute, while a file came in, would make a wall old for ten. */
const LONGEST_PAUSE_MS = 45_000
/** While records stream in from a file, what took longer than this is not asked anew by everybody who looks. */
const BRISK_MS = 50
/** Nobody is given anything older than this, ms. */
const OLDEST_MS = 60_000
/** Longer answers are not held: a few of them would fill the memory. */
const MOST_ROWS = 5_000

/** `took`: how long it was answered, ms; null while it is being. `before`: the answer that it will replace. */
type Held = { version: number; /** What people had written by then, as the hub counts it. */ written: number; until: number; answer: Promise<ReportAnswer>; asked: number; took: number | null; before: { answer: Promise<ReportAnswer>; asked: number } | null }
const held = new Map<string, Held>()
type Live = Pick<LiveHub, 'version'> & Partial<Pick<LiveHub, 'written'>>

/**
 * One answer for all who look at the same report with the same parameters: ten screens cost the database what one
 * costs. Asked anew as soon as anything was published in the organisation. Every reader of an organisation sees the
 * same figures, but for reports that say some are personal; membership was checked by the door.
 */
export function sharedAnswer(ctx: OrgCtx, live: Live, name: string, parameters: Record<string, unknown>): Promise<ReportAnswer> {
  const key = keyOf(ctx, name, parameters)
  const version = live.version(ctx.org.id)
  const found = held.get(key)
  if (found && found.version === version && found.until > ticks()) return found.answer
  const asked = ticks()
  const answer = answerReport(ctx, name, parameters)
  const one: Held = { version, written: live.written?.(ctx.org.id) ?? 0, until: asked + HOLDS_MS, answer, asked, took: null, before: found?.took === null ? found.before : found ? { answer: found.answer, asked: found.asked } : null }
  held.delete(key)
  held.set(key, one)
  answer.then(({ rows }) => { one.took = ticks() - asked; one.before = null; if (rows.length > MOST_ROWS && held.get(key) === one) held.delete(key) }, () => { if (held.get(key) === one) held.delete(key) })
  // The oldest go first: a Map keeps the order in which its keys were set.
  for (const old of held.keys()) {
    if (held.size <= MOST) break
    held.delete(old)
  }
  return answer
}

/**
 * The same for pages and clients. While a file is being imported, every commit of it makes every answer old: what takes
 * a moment is then given as it was and renewed behind it, and says of when it is. Not to who has written since: they are
 * answered with what they wrote. And once the import says that it is done, nothing older is given.
 */
export async function presentAnswer(ctx: OrgCtx, live: Live, name: string, parameters: Record<string, unknown>): Promise<ReportAnswer> {
  const found = held.get(keyOf(ctx, name, parameters))
  if (!found) return sharedAnswer(ctx, live, name, parameters)
  const renew = () => { void sharedAnswer(ctx, live, name, parameters).catch(() => {}) }
  if (found.took !== null && found.version === live.version(ctx.org.id)) {
    if (ticks() - found.asked > OLDEST_MS) return sharedAnswer(ctx, live, name, parameters)
    // Nothing was published since, it holds; what changes without a word is looked up behind it.
    if (found.until <= ticks()) renew()
    return found.answer
  }
  // What is just being answered is, to everybody else, what it will replace.
  const known = found.took === null ? found.before : found.took > BRISK_MS ? found : null
  if (!known || found.written !== (live.written?.(ctx.org.id) ?? 0) || ticks() - known.asked > OLDEST_MS || !(await importing(ctx))) return sharedAnswer(ctx, live, name, parameters)
  if (found.took !== null && ticks() - found.asked > found.took * PATIENCE) renew()
  const answer = await known.answer
  return { ...answer, incomplete: [...answer.incomplete, asOfNote(answer.computedAt, ctx.org.timezone)] }
}

/** An answer older than the newest write, given because it takes long: from when it is (ticks), and from when on and how it is renewed. */
export type Later = { asked: number; at: number; renew: () => Promise<unknown> }

/**
 * The same for who cannot wait: an answer that takes long is given as it was, and asked anew no more often than a tenth of
 * the time goes to it, so that what is quick stays quick beside it, but at least after LONGEST_PAUSE_MS. What was given so is told in `later`. `least`: held at
 * least this long, ms.
 */
export function patientAnswer(ctx: OrgCtx, live: Live, name: string, parameters: Record<string, unknown>, later: Later[], least = 0): Promise<ReportAnswer> {
  const found = held.get(keyOf(ctx, name, parameters))
  if (!found || (found.version === live.version(ctx.org.id) && found.until > ticks() && found.took !== null)) return sharedAnswer(ctx, live, name, parameters)
  if (found.took === null) {
    if (!found.before) return found.answer
    later.push({ asked: found.before.asked, at: 0, renew: () => found.answer })
    return found.before.answer
  }
  const pause = pauseAfter(found.took, least)
  if (pause === 0) return sharedAnswer(ctx, live, name, parameters)
  later.push({ asked: found.asked, at: found.asked + pause, renew: () => sharedAnswer(ctx, live, name, parameters) })
  return found.answer
}

/** How long an answer that took so long stands before it is asked anew, ms. */
export const pauseAfter = (took: number, least = 0): number => Math.max(least, took > QUICK_MS ? Math.min(took * PATIENCE, LONGEST_PAUSE_MS) : 0)

function keyOf(ctx: OrgCtx, name: string, parameters: Record<string, unknown>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([ctx.org.id, localDayOf(ctx.now.getTime(), ctx.org.timezone), name, given, reportNamed(name)?.personal ? ctx.actor.id : null, ctx.namesHidden ?? false])
}
