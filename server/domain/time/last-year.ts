import { addDays, addMonths, firstOfMonth, type LocalDay } from './local-day'

/**
 * Where “the last 12 months” begin, everywhere that is said: the first of the month twelve before the running one, so that
 * they are twelve whole months and what has come of the next. `last`: the newest local day with records.
 */
export const yearFrom = (last: LocalDay): LocalDay => addMonths(firstOfMonth(addDays(last, 1)), -12)

/** The same where there may be no record yet. */
export const lastYearFrom = (newest: LocalDay | null): LocalDay | undefined => (newest ? yearFrom(newest) : undefined)
