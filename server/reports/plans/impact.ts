import type { PlanVerdict } from '@/db/vocabulary'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../../context'
import { afterVerdict, caveatsOf, enteredLate, isBeyond, lateCaveat, WEAK, weakness } from '../../domain/plans/caveats'
import { detectableChange, periodsNeeded } from '../../domain/plans/detectable'
import { effectOf, type Effect, type Kind, type PeriodFigure } from '../../domain/plans/effect'
import { detectableOfLot, lotCaveats, type Groups } from '../../domain/plans/lot'
import { periodNumber } from '../../domain/plans/period-number'
import { countable, tooSoon } from '../../domain/plans/review-day'
import { settingsCaveat, settingsChanged } from '../../domain/plans/settings-then'
import { twoMeans } from '../../domain/plans/two-means'
import { twoProportions, type Share } from '../../domain/plans/two-proportions'
import { verdictOf, wentWrong, type Better } from '../../domain/plans/verdict'
import { addDays, localDayOf, type LocalDay } from '../../domain/time/local-day'
import { figureNamed, measuredPeriods, measuredWhole, ripensIn, type FigureOf, type Measured } from '../measured'
import { figureWords } from './figure-words'
import { baselineOf, type BaselineRow, type PlanRow } from './plan-row'
import { silentFor } from './silent-feeds'

/** One line of what a plan did: the plan's group, whom it is compared with, and the difference. */
export type ImpactLine = { group: 'plan' | 'comparison' | 'difference'; label: string; before: number | null; after: number | null; difference: number | null; low: number | null; high: number | null; n: number; /** What the figure before rests on; not kept with verdicts given before it was told. */ nBefore?: number | null }
export type Impact = {
  lines: ImpactLine[]
  kind: Kind
  unit: string
  measure: string
  smallest: number | null
  detectable: number | null
  /** Said where that is more than the smallest change that matters; null where not. */
  weak: string | null
  /** What the rule says of these figures; null while too little is known. It is the plan's verdict only on its review day. */
  says: PlanVerdict | null
  wrongWay: boolean
  caveats: string[]
  /** Feeds that the figure needs and that had fallen silent by the review, in sentences; not kept with verdicts given before it was told. */
  missing?: string[]
  series: { side: 'plan' | 'comparison'; period: LocalDay; value: number; after: boolean }[]
  effect: Effect | null
  z: number | null
  p: number | null
  /** Of two groups by lot: the lift as a share of the control’s figure; not kept with verdicts given before it was told. */
  relative?: { value: number; low: number | null; high: number | null } | null
}

type Sides = { plan: Measured[]; comparison: Measured[] | null }

/** A plan's baseline: as it was frozen, or, before the start, as the record has it now. null without a measure. */
export async function baselineNow(ctx: OrgCtx, tx: Tx, plan: PlanRow): Promise<Sides | null> {
  const { measure, comparison, baselineFrom: from, baselineTo: to, interval } = plan
  if (!measure || !from || !to) return null
  const known = addDays(localDayOf(ctx.now.getTime(), ctx.org.timezone), -ripensIn(ctx, measure))
  const side = (of: FigureOf) => measuredPeriods(ctx, tx, of, { from, to }, interval, known)
  return { plan: await side(measure), comparison: plan.design === 'comparison' && comparison ? await side(comparison) : null }
}

async function frozen(ctx: OrgCtx, tx: Tx, plan: PlanRow): Promise<Sides | null> {
  if (!plan.startedAt) return baselineNow(ctx, tx, plan)
  const rows = await baselineOf(tx, ctx, plan.id)
  const side = (name: string): Measured[] => rows.filter((r) => r.side === name).map(({ period, value, numerator, denominator, row }) => ({ period, at: periodNumber(period, plan.interval), value, numerator, denominator, row }))
  return { plan: side('plan'), comparison: plan.design === 'comparison' && plan.comparison ? side('comparison') : null }
}

async function afterwards(ctx: OrgCtx, tx: Tx, plan: PlanRow): Promise<Sides | null> {
  const { measure, comparison, startOn: from, reviewOn: to, interval } = plan
  if (!measure || !from || !to) return null
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  // The fixed date is that of the review: whoever presses later sees no more.
  const known = addDays(today < to ? today : to, -ripensIn(ctx, measure))
  const side = (of: FigureOf) => measuredPeriods(ctx, tx, of, { from, to }, interval, known)
  return { plan: await side(measure), comparison: plan.design === 'comparison' && comparison ? await side(comparison) : null }
}

/** The figures a verdict was given on, as they were kept; null before it. Those kept before the baseline's size was told have it from the frozen rows. */
export function judgedOn(plan: PlanRow, baseline: readonly BaselineRow[]): Impact | null {
  const given = plan.result as Impact | null
  const kept = given && { ...given, caveats: afterVerdict(given.caveats, plan.verdict) }
  if (!kept || plan.design === 'randomised') return kept
  const size = (side: ImpactLine['group']) => sizeOf(baseline.filter((b) => side === 'difference' || b.side === side).map((b) => ({ ...b, at: 0 })))
  return { ...kept, lines: kept.lines.map((line) => ({ ...line, nBefore: line.nBefore ?? size(line.group) })) }
}

/** Whole periods between start and review of which the figure is final by then: what a plan of these dates will have to go by. */
export const periodsAfter = (ctx: OrgCtx, plan: Pick<PlanRow, 'startOn' | 'reviewOn' | 'interval' | 'measure'> & { frozenWith?: PlanRow['frozenWith'] }): number => {
  const { startOn, reviewOn, interval, measure, frozenWith } = plan
  // What was said beforehand was said by the settings of that day, whatever they are by now.
  const then = frozenWith ? { ...ctx, org: { ...ctx.org, ...frozenWith } } : ctx
  return startOn && reviewOn ? countable({ startOn, reviewOn, interval, ripens: measure ? ripensIn(then, measure) : 0 }) : 0
}

/** Which settings that a plan's figure depends on are not what they were when its baseline was frozen; [] before that. */
export function settingsChangedIn(ctx: OrgCtx, { measure, startedAt, frozenWith }: Pick<PlanRow, 'measure' | 'startedAt' | 'frozenWith'>): string[] {
  return measure && startedAt ? settingsChanged(frozenWith, ctx.org, { follows: ripensIn(ctx, measure) > 0, relates: figureNamed(measure).report.beforeRecords === true }) : []
}

/** Mean of periods, each weighted by what it divides by; null without any. */
export const meanOf = (of: readonly PeriodFigure[]) => {
  const weight = of.reduce((sum, f) => sum + (f.denominator ?? 1), 0)
  return weight > 0 ? of.reduce((sum, f) => sum + f.value * (f.denominator ?? 1), 0) / weight : null
}
const sizeOf = (of: readonly PeriodFigure[] | null | undefined) => (of ?? []).reduce((sum, f) => sum + (f.denominator ?? 1), 0)

/**
 * What a plan has done by `now`: before and after of its one primary measure, the comparison's, and the difference with its
 * interval (server/domain/plans). The baseline is the frozen one; nothing after the review day counts.
 */
export async function impactOf(ctx: OrgCtx, tx: Tx, plan: PlanRow, groups?: Groups): Promise<Impact> {
  if (plan.design === 'randomised') return randomised(ctx, tx, plan, groups)
  if (!plan.measure) return nothing(plan)
  const { figure, kind } = figureNamed(plan.measure)
  // While it is being written nothing after its first day is looked at: nobody is to choose by how it went.
  // Nor what was read by other settings than the baseline was.
  const changed = settingsChangedIn(ctx, plan)
  const [before, after] = [await frozen(ctx, tx, plan), plan.startedAt && changed.length === 0 ? await afterwards(ctx, tx, plan) : null]
  const base = { kind, unit: figure.unit, measure: await figureWords(tx, ctx, plan.measure), z: null, p: null }
  if (!before) return { ...nothing(plan), ...base }
  const compared = before.comparison && after?.comparison ? { before: before.comparison, after: after.comparison } : null
  const effect = after ? effectOf(kind, { before: before.plan, after: after.plan }, compared) : null
  const was = effect?.before ?? meanOf(before.plan)
  // Of the baseline by itself: what would matter does not change with what came after, nor with how a comparison weighs its periods.
  const level = meanOf(before.plan)
  const smallest = plan.smallest ?? (level === null ? null : Math.abs(level) * shareThatMatters(ctx, plan))
  const detectable = plan.detectable ?? detectableChange(kind, before.plan, before.comparison, periodsAfter(ctx, plan))
  const cannotBe = (change: number | null) => change !== null && was !== null && isBeyond(change, was, plan.better, kind === 'share')
  const impossible = cannotBe(smallest)
  const early = plan.startOn && plan.reviewOn ? tooSoon({ startOn: plan.startOn, reviewOn: plan.reviewOn, interval: plan.interval, ripens: ripensIn(ctx, plan.measure) }) : null
  const weak = early ?? (detectable !== null && smallest !== null && (detectable > smallest || impossible)
    ? weakness({ beyond: cannotBe(detectable), impossible, interval: plan.interval, compared: before.comparison !== null, needed: plan.startedAt ? undefined : periodsNeeded(kind, before.plan, before.comparison, plan.interval, smallest) }) : null)
  const missing = after ? await silentFor(ctx, tx, plan) : []
  const better = plan.better as Better
  const series = (['plan', 'comparison'] as const).flatMap((side) => [
    ...(before[side] ?? []).map(({ period, value }) => ({ side, period, value, after: false })), ...(after?.[side] ?? []).map(({ period, value }) => ({ side, period, value, after: true }))])
  const none = { difference: null, low: null, high: null }
  const lines: ImpactLine[] = [
    { group: 'plan', label: 'The plan’s group', before: was, after: effect?.after ?? meanOf(after?.plan ?? []), ...none, n: sizeOf(after?.plan), nBefore: sizeOf(before.plan) },
    ...(before.comparison ? [{ group: 'comparison' as const, label: plan.comparisonLabel || 'Comparison', before: effect?.comparison?.before ?? meanOf(before.comparison), after: effect?.comparison?.after ?? meanOf(after?.comparison ?? []), ...none, n: sizeOf(after?.comparison), nBefore: sizeOf(before.comparison) }] : []),
    { group: 'difference', label: before.comparison ? 'Difference in differences' : 'Change', before: null, after: null, difference: effect?.difference ?? null, low: effect?.low ?? null, high: effect?.high ?? null, n: sizeOf(after?.plan) + sizeOf(after?.comparison), nBefore: sizeOf(before.plan) + sizeOf(before.comparison) },
  ]
  for (const line of lines) if (line.before !== null && line.after !== null) line.difference = line.after - line.before
  return {
    ...base, lines, smallest, detectable, weak, effect, series, missing,
    says: effect && smallest !== null ? verdictOf(effect, better, smallest) : null, wrongWay: effect ? wentWrong(effect, better) : false,
    caveats: changed.length > 0 ? settingsCaveat(changed) : caveatsOf({ plan, effect, missing, ripens: ripensIn(ctx, plan.measure), weak, periodsBefore: before.plan.length, periodsAfter: after?.plan.length ?? 0, compared: compared !== null || plan.design === 'comparison', startedDay: plan.startedAt && localDayOf(plan.startedAt.getTime(), ctx.org.timezone) }),
  }
}

function nothing(plan: PlanRow): Impact {
  return { lines: [], kind: 'other', unit: 'number', measure: '', smallest: plan.smallest, detectable: plan.detectable, weak: null, says: null, wrongWay: false, caveats: [], series: [], effect: null, z: null, p: null }
}

/** Two groups drawn by lot: only what came after counts, as chance alone made them differ before. */
async function randomised(ctx: OrgCtx, tx: Tx, plan: PlanRow, given?: Groups): Promise<Impact> {
  const groups = given ?? (plan.result?.groups as Groups | undefined) ?? (await recorded(ctx, tx, plan))
  const named = plan.measure ? figureNamed(plan.measure) : null
  const base = { ...nothing(plan), kind: named?.kind ?? 'other', unit: named?.figure.unit ?? 'number', measure: plan.measure ? await figureWords(tx, ctx, plan.measure) : (plan.lot?.outcome ?? 'Counted elsewhere') }
  const { lot } = plan
  if (!groups || !plan.startedAt) return { ...base, ...beforehand(plan, shareThatMatters(ctx, plan)) }
  const shares = 'k' in groups.control && 'k' in groups.treated
  const found = 'k' in groups.control && 'k' in groups.treated ? { ...twoProportions(groups.control, groups.treated), t: undefined } : 'mean' in groups.control && 'mean' in groups.treated ? { ...twoMeans(groups.control, groups.treated), z: undefined, relativeEnds: null } : null
  if (!found || found.lift === undefined || found.control === undefined || found.treated === undefined || found.low === undefined || found.high === undefined) return base
  const apt = !lot || lot.counted === (shares ? 'shares' : 'means')
  const typed = typedSmallest(plan, shares)
  // What was said before it started holds, were it only what was expected of the control: else “no change” would be drawn after the result.
  const said = !apt ? null : (typed ?? (lot ? beforehand(plan, shareThatMatters(ctx, plan)).smallest : null))
  const smallest = said ?? Math.abs(found.control) * shareThatMatters(ctx, plan)
  const ends = { low: found.low, high: found.high }
  const none = { difference: null, low: null, high: null, before: null }
  return {
    ...base, detectable: apt ? base.detectable : null, unit: shares ? 'share' : base.unit, kind: shares ? 'share' : base.kind, smallest,
    lines: [
      { group: 'plan', label: 'Treated', ...none, after: found.treated, n: groups.treated.n }, { group: 'comparison', label: plan.comparisonLabel || 'Control', ...none, after: found.control, n: groups.control.n },
      { group: 'difference', label: 'Lift', before: null, after: null, difference: found.lift, ...ends, n: groups.treated.n + groups.control.n },
    ],
    says: verdictOf(ends, plan.better as Better, smallest), wrongWay: wentWrong(ends, plan.better as Better), z: found.z ?? found.t ?? null, p: found.p ?? null,
    relative: found.relative === null || found.relative === undefined ? null : { value: found.relative, low: found.relativeEnds?.low ?? null, high: found.relativeEnds?.high ?? null },
    caveats: [
      ...lateCaveat(enteredLate(plan.startOn, localDayOf(plan.startedAt.getTime(), ctx.org.timezone)) ?? 0),
      ...lotCaveats(lot, groups, plan.measure !== null),
      ...(plan.smallest === null || said === null ? [`Nobody said beforehand which change would matter: ${Math.round(shareThatMatters(ctx, plan) * 100)} % of ${said === null ? 'the control’s figure' : 'what was expected of the control'} is taken.`] : []),
      shares ? 'Two groups drawn by lot: two-proportion test, Newcombe interval.' : 'Two groups drawn by lot: Welch’s t-test.',
    ],
  }
}

/** Which share of a figure is worth acting on, as the organisation had it when the plan started. */
const shareThatMatters = (ctx: OrgCtx, { frozenWith }: PlanRow): number => frozenWith?.smallestChange ?? ctx.org.smallestChange

/** Counted elsewhere no report says the unit: it was typed in points of a share, or in the unit of the mean. */
const typedSmallest = ({ smallest, measure }: PlanRow, shares: boolean): number | null => (smallest !== null && shares && !measure ? smallest / 100 : smallest)

/** What is said of two groups by lot until they are counted: in the unit of what will be. */
function beforehand(plan: PlanRow, share: number): Pick<Impact, 'unit' | 'kind' | 'smallest' | 'detectable' | 'weak' | 'caveats'> {
  const { lot, measure } = plan
  const shares = lot?.counted === 'shares'
  const smallest = typedSmallest(plan, shares) ?? (shares && lot.expected !== null ? lot.expected * share : null)
  const detectable = plan.detectable ?? (lot && detectableOfLot(lot))
  const weak = detectable !== null && smallest !== null && detectable > smallest ? `${WEAK} Larger groups would find it.` : null
  return { kind: shares ? 'share' : 'other', unit: shares ? 'share' : 'number', smallest, detectable, weak, caveats: [...(plan.startedAt ? lotCaveats(lot, null, measure !== null) : []), ...(weak ? [weak] : [])] }
}

async function recorded(ctx: OrgCtx, tx: Tx, plan: PlanRow): Promise<Groups | null> {
  const { measure, comparison, startOn: from, reviewOn: to } = plan
  if (!measure || !comparison || !from || !to) return null
  const [treated, control] = [await measuredWhole(ctx, tx, measure, { from, to }), await measuredWhole(ctx, tx, comparison, { from, to })]
  const share = (m: Measured | null): Share | null => (m && Number.isInteger(m.numerator) && Number.isInteger(m.denominator) && m.denominator !== 0 ? { k: m.numerator ?? 0, n: m.denominator ?? 0 } : null)
  const [t, c] = [share(treated), share(control)]
  return t && c ? { control: c, treated: t } : null
}
