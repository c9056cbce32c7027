import { dayInWords } from './day-in-words'
import type { LocalDay } from './local-day'

/** "March 2026", "the week of 2 March 2026": a period by its first day, in sentences people read. */
export const periodInWords = (first: LocalDay, interval: 'week' | 'month'): string => (interval === 'month' ? dayInWords(first).replace(/^\d+ /u, '') : `the week of ${dayInWords(first)}`)
