import type { PlanVerdict } from '@/db/vocabulary'
import { dayInWords } from '../time/day-in-words'
import { daysBetween, type LocalDay } from '../time/local-day'
import { periodInWords } from '../time/period-in-words'
import { creditOf } from './credit'
import type { Effect } from './effect'
import { firstFinal } from './review-day'

type Known = {
  plan: { pickedFrom: LocalDay | null; pickedTo: LocalDay | null; startOn: LocalDay | null; reviewOn: LocalDay | null; baselineFrom: LocalDay | null; baselineTo: LocalDay | null; interval: 'week' | 'month'; better: string }
  effect: Effect | null
  weak: string | null
  periodsBefore: number
  periodsAfter: number
  /** Feeds that the figure needs and that had fallen silent by the review, in sentences. */
  missing?: readonly string[]
  /** Days until what the figure says of a period is final. */
  ripens?: number
  compared: boolean
  startedDay: LocalDay | null
}

/** Days from a plan's first day to the one on which it was started: what was said "beforehand" was then said afterwards. 0 in time, null before. */
export const enteredLate = (startOn: LocalDay | null, startedDay: LocalDay | null): number | null => (startOn && startedDay ? Math.max(0, daysBetween(startOn, startedDay)) : null)

/** Said first of a plan that was started after its first day. */
export const lateCaveat = (late: number): string[] => (late > 0 ? [`Entered ${late} ${late === 1 ? 'day' : 'days'} after it began: its measure may have been chosen knowing how it went.`] : [])

/** What a reader of a plan's figures must know before believing them, most important first. */
export function caveatsOf({ plan, effect, weak, periodsBefore, periodsAfter, missing = [], ripens = 0, compared, startedDay }: Known): string[] {
  const many = (n: number) => whole(n, plan.interval)
  const late = enteredLate(plan.startOn, startedDay) ?? 0
  return [
    ...missing.map((reason) => `Not all that it needs has been recorded. ${reason} A change may be no more than that.`),
    ...lateCaveat(late),
    ...(effect ? byTheComparison(effect, plan.better) : []),
    ...(startedDay === null ? ['Not started: what happened after its first day is not looked at before the start, so that nothing is chosen by how it went.'] : []),
    ...(!effect && startedDay !== null ? [`Too little to tell from: ${many(periodsBefore)} before and ${many(periodsAfter)} after${ripens > 0 ? ', of those that are final' : ''}; it takes four and two.${ripens > 0 && periodsAfter === 0 && plan.startOn ? ` ${finalOn(plan.startOn, plan.interval, ripens)}` : ''}`] : []),
    ...(ripens > 0 ? [`What it tells of a ${plan.interval} is final only ${ripens} days after: the last ones before the start, and before the review, are not counted.`] : []),
    ...(effect?.trend && (effect.trend.low > 0 || effect.trend.high < 0) ? [`The baseline itself was ${effect.trend.per_period > 0 ? 'rising' : 'falling'}${compared ? ' against the comparison' : ''}: a change in that direction may be the trend going on.`] : []),
    ...(!compared ? [sameSeason(plan) ? 'No comparison group: whatever else changed at the same time is in the change too.' : 'No comparison group, and the months after are not all months of the baseline: season and everything else that changed is in the change too.'] : ['Comparison: the two groups are taken to have moved alike without the plan. Associated with, unless who was treated was drawn by lot.']),
    ...(!plan.pickedFrom ? ['Nobody said which days made you pick this target: if they are in the baseline, the figure falls back by itself.'] : []),
    ...(weak ? [weak] : []),
    ...(effect && effect.autocorrelation > 0.3 ? ['Neighbouring periods resemble each other; the interval allows for it.'] : []),
  ]
}

/**
 * A difference in differences may be the comparison's doing alone: then nothing got better where the plan was at work. Said
 * too where the comparison stands on another level, as the two changes as printed do not give the difference then.
 */
function byTheComparison(effect: Effect, better: string): string[] {
  const { before, after, difference, comparison } = effect
  if (!comparison) return []
  const credit = creditOf(effect, better)
  const said: string[] = []
  if (credit === 'comparison') said.push('Nothing got better in the plan’s own group: the difference is only that the comparison got worse. Look at what happened there before the plan is given credit.')
  else if (credit === 'shared') said.push('More than half of the difference is the comparison getting worse, not the plan’s own group getting better. Look at what happened there.')
  if (Math.abs(after - before - (comparison.after - comparison.before) - difference) > 1e-9 * Math.max(Math.abs(difference), 1e-12)) {
    said.push(`The comparison’s change is brought to this group’s level before it is taken off: times ${(before / comparison.before).toPrecision(3)}.`)
  }
  return said
}

const finalOn = (startOn: LocalDay, interval: 'week' | 'month', ripens: number): string => {
  const { period, on } = firstFinal({ startOn, interval, ripens })
  return `What it tells of ${periodInWords(period, interval)} is final on ${dayInWords(on)}.`
}

const whole = (n: number, interval: 'week' | 'month') => `${n} whole ${interval}${n === 1 ? '' : 's'}`

export const WEAK = 'The smallest change this plan can find is larger than the smallest that matters: “can’t tell” is likely.'

const HOPELESS = 'No change that is possible is large enough for this plan to find it: “can’t tell” is all but certain.'

const WAS_WEAK = 'The smallest change this plan could find was larger than the smallest that matters.'

/** The caveats a verdict was given with as they read after it: what was likely no longer is, and explains nothing but “can’t tell”. */
export const afterVerdict = (caveats: readonly string[], verdict: PlanVerdict | null): string[] =>
  caveats.flatMap((caveat) => (![WEAK, HOPELESS].some((said) => caveat.startsWith(said)) ? [caveat] : verdict === 'cant_tell' ? [WAS_WEAK] : []))

const IMPOSSIBLE = 'The smallest change that matters is more than this figure can change at all: say a smaller one.'

/** Whether a figure at this level cannot change for the better by so much: nothing counted falls below nought, no share rises above one. */
export const isBeyond = (detectable: number, level: number, better: string, share: boolean): boolean => (better === 'lower' ? detectable > level : share && detectable > 1 - level)

/**
 * Said where a plan can hardly find what matters; before its start also what would help. `needed`: whole periods after
 * the start that would find it, null where two years would not, undefined once it has started.
 */
export function weakness({ interval, compared, needed, beyond, impossible = false }: { interval: 'week' | 'month'; compared: boolean; needed: number | null | undefined; /** Not even the largest change there can be would be found (`isBeyond`). */ beyond: boolean; /** The smallest change that matters is itself more than there can be. */ impossible?: boolean }): string {
  // However long one waits, what is looked for cannot come.
  if (impossible) return `${beyond ? `${HOPELESS} ` : ''}${IMPOSSIBLE}`
  const said = beyond ? HOPELESS : WEAK
  if (needed === undefined) return said
  if (needed !== null) return `${said} With ${whole(needed, interval)} after the start it could be found.`
  return `${said} Two years would not be enough: choose a figure that is steadier or counts more often${beyond ? '' : ', a larger change to look for'}${compared ? '' : ', a comparison group'} or a larger group.`
}

/** Every calendar month of the time after is also in the baseline. */
function sameSeason({ baselineFrom, baselineTo, startOn, reviewOn }: Known['plan']): boolean {
  if (!baselineFrom || !baselineTo || !startOn || !reviewOn) return false
  const months = (from: LocalDay, to: LocalDay) => {
    const found = new Set<number>()
    for (let [y, m] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]; `${y}-${String(m).padStart(2, '0')}-01` < to && found.size < 12; [y, m] = m === 12 ? [y + 1, 1] : [y, m + 1]) found.add(m)
    return found
  }
  const before = months(baselineFrom, baselineTo)
  return [...months(startOn, reviewOn)].every((m) => before.has(m))
}
