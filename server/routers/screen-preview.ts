import type { SlideKind } from '@/db/vocabulary'
import { now, ticks } from '../clock'
import type { OrgCtx } from '../context'
import { isEmpty, pictureOf } from '../domain/screens/pictures'
import { NotDrawable, partKeys, type Told } from '../domain/screens/told'
import { fillAll } from '../domain/screens/variables'
import { asShown, BY_FIGURE, fitted, waysOf, type Question } from '../domain/screens/ways'
import { localDayOf } from '../domain/time/local-day'
import { invalid } from '../errors'
import type { LiveHub } from '../live'
import { displayVariables } from '../queries/screens/screens'
import { describeReport, type ReportAnswer } from '../reports/answer'
import { shownOf, type Shown } from './screen-frames'
import { sharedAnswer, type Later } from './shared-answers'

type Live = Pick<LiveHub, 'version'>

/**
 * A screen as whoever composes it sees it. What only its displays say of variables stands there as one of them has it
 * (`examples`); what takes long is given as it was and asked anew meanwhile (`renewing`).
 */
export async function preview(ctx: OrgCtx, live: Live, { id, variables }: { id: string; variables: Record<string, string> }): Promise<Shown & { examples: Record<string, string>; renewing: boolean }> {
  const examples = await displayVariables(ctx, id)
  const later: Later[] = []
  const shown = await shownOf(ctx, live, id, variables, now(), later, examples)
  const due = later.filter(({ at }) => at <= ticks())
  // One after the other and beside this answer; who asks again a little later is given what they say.
  void due.reduce<Promise<unknown>>((before, { renew }) => before.then(renew).catch(() => undefined), Promise.resolve())
  return { ...shown, examples, renewing: due.length > 0 }
}

type Drawable = { name: string; ways: SlideKind[]; keys: readonly string[]; splitKeys: readonly string[]; splits: readonly string[]; parameters: readonly string[] }
/** Drawn from single records or in their own way: nothing there could be chosen wrongly. */
const BY_ITSELF: readonly SlideKind[] = ['promises', 'story', 'sentence', 'message']

/** What a slide of a report begins with: the first of its ways by which it can be drawn now, with what that needs. `signal`: nobody waits for it any more. */
export async function beginningOf(ctx: OrgCtx, live: Live, reports: readonly Drawable[], name: string, signal?: AbortSignal): Promise<Question & { kind: SlideKind }> {
  const report = reports.find((one) => one.name === name)
  if (!report) throw invalid(`report: “${name}” cannot be on a wall`, [{ field: 'report', reason: 'cannot be on a wall' }])
  const told: Told = describeReport(name)
  const asked: Question = { field: null, cell: name === 'today-against-expected' ? { measure: 'contacts' } : {}, parameters: report.parameters.includes('interval') ? { interval: 'month', from: '{-12m}' } : {} }
  // One that can be drawn, and has nothing to show, only where no other one has.
  let drawable: (Question & { kind: SlideKind }) | undefined
  for (const kind of report.ways) {
    if (signal?.aborted) break
    const question = fitted(kind, report, asked)
    if (BY_ITSELF.includes(kind)) return { kind, ...question }
    const answer = await sharedAnswer(ctx, live, name, fillAll(question.parameters, {}, { today: localDayOf(ctx.now.getTime(), ctx.org.timezone), top_tier: null, critical: [] })).catch(() => null)
    const cell = answer ? drawnCell(kind, told, answer, question) : null
    if (answer && cell && shows(kind, told, answer, { ...question, cell })) return { kind, ...question, cell }
    if (cell) drawable ??= { kind, ...question, cell }
  }
  if (drawable) return drawable
  const [first = 'big_number' as const] = report.ways
  return { kind: first, ...fitted(first, report, asked) }
}

/** The ways by which what a page showed can be drawn now, the best first; none for a table of which only single figures can. */
export async function waysNow(ctx: OrgCtx, live: Live, { report, ...asked }: Question & { report: string }): Promise<SlideKind[]> {
  const told: Told = describeReport(report)
  if (asked.field === null && BY_FIGURE.includes(report)) return []
  const parameters = fillAll(asked.parameters, {}, { today: localDayOf(ctx.now.getTime(), ctx.org.timezone), top_tier: null, critical: [] })
  const found = await Promise.all(waysOf(told, parameters).map(async (kind) => {
    if (BY_ITSELF.includes(kind)) return [kind]
    const question = asShown(kind, told, { ...asked, parameters })
    return canDraw(kind, told, await sharedAnswer(ctx, live, report, question.parameters), question) ? [kind] : []
  }))
  return found.flat()
}

/** The cell by which it can be drawn: none, else one of the first rows’ where a report has several without a whole. */
function drawnCell(kind: SlideKind, told: Told, answer: ReportAnswer, { field, cell }: Question): Record<string, string> | null {
  const free = partKeys(told).filter((key) => cell[key] === undefined && !answer.rows.some((row) => row[key] === 'total'))
  const narrowed = (keys: readonly string[]) => ({ ...cell, ...Object.fromEntries(keys.flatMap((key) => (answer.rows[0]?.[key] === undefined ? [] : [[key, String(answer.rows[0][key])]]))) })
  for (const tried of [cell, ...free.map((_, index) => narrowed(free.slice(free.length - 1 - index)))]) {
    if (canDraw(kind, told, answer, { field, cell: tried })) return tried
  }
  return null
}

const drawn = (kind: SlideKind, told: Told, answer: ReportAnswer, wanted: Pick<Question, 'field' | 'cell'>) => pictureOf(kind, told, answer, wanted, { names: false, tiers: [], target: () => null })

const shows = (...[kind, told, answer, wanted]: Parameters<typeof drawn>): boolean => !isEmpty(drawn(kind, told, answer, wanted).picture)

function canDraw(...[kind, told, answer, wanted]: Parameters<typeof drawn>): boolean {
  try {
    drawn(kind, told, answer, wanted)
    return true
  } catch (error) {
    if (error instanceof NotDrawable) return false
    throw error
  }
}
