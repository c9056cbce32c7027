import type { LocalDay } from '../time/local-day'

/** The days of a plan's measure; '' or null: not said. */
export type PlanDays = { pickedFrom: LocalDay | null; pickedTo: LocalDay | null; baselineFrom: LocalDay; baselineTo: LocalDay; startOn: LocalDay; reviewOn: LocalDay }
export type DaysFault = { field: keyof PlanDays; /** For a person. */ says: string; /** For a program, beside the field's name. */ reason: string }

/**
 * What is wrong with a plan's days, the first of it; null where nothing is. All but the first day of a pair are the day after
 * the last. A day that is not said yet is no fault, but of the days that pointed here both are said, or none.
 */
export function daysFault({ pickedFrom, pickedTo, baselineFrom, baselineTo, startOn, reviewOn }: PlanDays): DaysFault | null {
  if (baselineFrom && baselineTo && baselineFrom >= baselineTo) return { field: 'baselineTo', says: 'The baseline must end after its first day.', reason: 'must be after the baseline’s first day' }
  if (baselineTo && startOn && baselineTo > startOn) return { field: 'baselineTo', says: 'The baseline must end before the plan starts.', reason: 'the baseline must end before the plan starts' }
  if (startOn && reviewOn && startOn >= reviewOn) return { field: 'reviewOn', says: 'The review must be after the start.', reason: 'must be after the start' }
  if (!pickedFrom !== !pickedTo) return { field: 'pickedTo', says: 'Give both the first and the last of the days that made you pick it, or none.', reason: 'give both days or none' }
  if (!pickedFrom || !pickedTo) return null
  if (pickedFrom >= pickedTo) return { field: 'pickedTo', says: 'The days that made you pick it must end after the first of them.', reason: 'must be after the first day' }
  if (baselineFrom && baselineTo && pickedFrom < baselineTo && pickedTo > baselineFrom) return { field: 'baselineFrom', says: 'They overlap: the period that made us pick the target is not the baseline.', reason: 'the period that made us pick the target is not the baseline: they overlap' }
  return null
}
