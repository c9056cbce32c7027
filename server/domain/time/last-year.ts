import { addDays, addMonths, firstOfMonth, type LocalDay } from './local-day'

/** First day of the twelve months that end with the newest record's month: the front page's window. */
export const lastYearFrom = (newest: LocalDay | null): LocalDay | undefined => (newest ? addMonths(firstOfMonth(addDays(newest, 1)), -12) : undefined)
