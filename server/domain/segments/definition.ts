import { slugOf } from '../slug'
import type { TierCuts } from '../statistics/tiers'
import { leavesOf, type Rules } from './conditions'
import { addDays, addMonths, firstOfMonth, type LocalDay } from '../time/local-day'

/** How customers are cut by value; the stored form is db/schema/segments.ts' ValueTiersDefinition. */
export type TiersDefinition = {
  kind: 'value_tiers'
  /** What customers have brought (default), or what the model expects of them. */
  basis?: 'historic' | 'predicted'
  /** Length of the window of history before a cut, in days; null: all history. */
  windowDays: number | null
  cut: 'quantiles' | 'thresholds'
  /** Best first. `at`: the share of customers at which the tier ends (0.1, 0.3, 1), or its least value in minor units. */
  tiers: { name: string; at: number }[]
}

/** How a segmentation tells customers apart. */
export type Definition = TiersDefinition | Rules

/** The segmentation that `segment` means in every report. */
export const VALUE_TIERS_SLUG = 'value'

/** The names of its segments, in order; of rules the rest comes last. */
export const segmentNames = (definition: Definition): string[] =>
  definition.kind === 'rules' ? [...definition.segments.map(({ name }) => name), definition.rest] : definition.tiers.map(({ name }) => name)

/** Whether predictions are asked for: those are kept for the present only, so the past cannot be cut by them. */
export const usesPredictions = (definition: Definition): boolean =>
  definition.kind === 'rules' ? definition.segments.some(({ when }) => leavesOf(when).some((leaf) => leaf.fact === 'predicted_value')) : definition.basis === 'predicted'

/** Few at the top, most at the bottom, as value is spread nearly everywhere. A year of history evens out seasons. */
export const DEFAULT_TIERS: TiersDefinition = {
  kind: 'value_tiers', windowDays: 365, cut: 'quantiles', tiers: [{ name: 'Top', at: 0.1 }, { name: 'High', at: 0.3 }, { name: 'Middle', at: 0.6 }, { name: 'Low', at: 1 }],
}

/** The definition as server/domain/statistics/tiers.ts takes it: shares per tier; the last threshold is open below. */
export function cutsOf({ cut, tiers }: TiersDefinition): TierCuts {
  return cut === 'quantiles'
    ? { by: 'quantile', tiers: tiers.map(({ name, at }, i) => ({ name, share: at - (tiers[i - 1]?.at ?? 0) })) }
    : { by: 'threshold', tiers: tiers.map(({ name, at }, i) => ({ name, atLeast: i === tiers.length - 1 ? null : at })) }
}

/** What is wrong with a definition, with the place of each fault; none: it can be cut. */
export function faultsOf({ cut, tiers }: Pick<TiersDefinition, 'cut' | 'tiers'>): { path: (string | number)[]; reason: string }[] {
  const faults: { path: (string | number)[]; reason: string }[] = []
  const slugs = tiers.map(({ name }) => slugOf(name))
  tiers.forEach(({ at }, i) => {
    const previous = tiers[i - 1]?.at
    const last = i === tiers.length - 1
    if (slugs.indexOf(slugs[i] as string) < i) faults.push({ path: ['tiers', i, 'name'], reason: 'is the name of an earlier tier' })
    if (cut === 'quantiles') {
      if (!(at > (previous ?? 0))) faults.push({ path: ['tiers', i, 'at'], reason: 'must be greater than the tier before' })
      if (at > 1) faults.push({ path: ['tiers', i, 'at'], reason: 'is a share of customers: at most 1' })
      if (last && at !== 1) faults.push({ path: ['tiers', i, 'at'], reason: 'must be 1: the last tier takes everybody else' })
    } else if (!last && previous !== undefined && !(at < previous)) faults.push({ path: ['tiers', i, 'at'], reason: 'must be less than the tier before' })
  })
  return faults
}

export type RecordedDays = {
  /** First day of a transaction or stated value; null: none yet. */
  earliest: LocalDay | null
  /** Newest day of any record, today at most. */
  newest: LocalDay | null
}

/** The day "now" means for tiers: today, or the day after the newest record where the data ended before. */
export function horizon({ newest }: RecordedDays, today: LocalDay): LocalDay {
  return newest === null || addDays(newest, 1) > today ? today : addDays(newest, 1)
}

/**
 * The days tiers are cut on: each month's first day with some value recorded before it, to the present month; where the
 * data ended earlier, to the first month start after its end. `since` (the day of a redefinition) comes first, nothing
 * before it. An organisation younger than a month is cut once, at its horizon, so that it sees tiers at all.
 */
export function cutDays(recorded: RecordedDays, since: LocalDay | null, today: LocalDay): LocalDay[] {
  const { earliest, newest } = recorded
  if (earliest === null) return since === null ? [] : [since]
  const monthAfter = (day: LocalDay) => addMonths(firstOfMonth(day), 1)
  const present = firstOfMonth(today)
  const last = newest !== null && monthAfter(newest) < present ? monthAfter(newest) : present
  const days = since === null ? [] : [since]
  for (let day = monthAfter(since ?? earliest); day <= last; day = addMonths(day, 1)) days.push(day)
  return days.length > 0 ? days : [horizon(recorded, today)]
}

/** Months of the past that rules are cut for: judging everybody on every month's first day costs more than tiers. */
const RULE_MONTHS = 36

/**
 * The days rules are judged on: month starts like tiers, of the last three years, and `definedOn` (the day after the
 * newest record when they were defined), so that what was recorded until then counts at once. What lies before `since`
 * stays as it was judged then. `recorded.earliest` is of any record.
 */
export function ruleDays(recorded: RecordedDays, since: LocalDay | null, definedOn: LocalDay, today: LocalDay): { days: LocalDay[]; since: LocalDay | null } {
  const all = cutDays(recorded, since, today)
  const months = all.slice(-RULE_MONTHS)
  const days = [...new Set([...months, ...(since === null || definedOn >= since ? [definedOn] : [])])].toSorted()
  return { days, since: months.length < all.length ? days[0] ?? since : since }
}
