import type { Picture } from './frame'

type Expected = Extract<Picture, { kind: 'expected' }>

/**
 * - `silent`: nothing has come at all, of nothing, though by this hour some always has
 * - `unsure`: not all of it has come, so that too few is no finding
 * - `usual`, `more`, `fewer`: within, above or below the usual range
 * - `nought`: none, which the usual range holds
 * - `quiet`: fewer, as nobody has recorded anything at all that day yet; a late feed is said as such
 * - `untold`: one to four of a named part
 * - `unknown`: too few earlier days to say what is usual
 */
export type Verdict = 'silent' | 'unsure' | 'usual' | 'more' | 'fewer' | 'nought' | 'quiet' | 'untold' | 'unknown'

type Day = { statistics: Readonly<Record<string, number | string | null>> }

/** Nothing at all has been recorded yet on the day that runs. */
export const isQuiet = ({ statistics }: Day): boolean => statistics.records === 0 && statistics.until !== null

/** Of today against expected: how many records of any kind are usual by this hour at the least, while none has come; null where none is nothing unusual. */
export function silentDay(day: Day): number | null {
  const low = isQuiet(day) ? day.statistics.records_low : null
  return typeof low === 'number' && low > 0 ? low : null
}

/** What a wall says of a day so far, without the feeds that are late where that can be told. `incomplete`: not all of it has come. */
export function verdictOf(picture: Expected, incomplete: boolean): Verdict {
  // Before all else: where nothing comes in, the silence of one kind of it says nothing of its own.
  if (picture.silent !== null) return 'silent'
  const { soFar, expected, low, high } = picture.rest ?? picture
  if (soFar === null) return 'untold'
  if (expected === null || low === null || high === null) return 'unknown'
  if (soFar > high) return 'more'
  if (soFar === 0 && low === 0 && high > 0) return 'nought'
  if (incomplete && !picture.rest) return 'unsure'
  if (soFar >= low) return 'usual'
  return picture.quiet && picture.without === null ? 'quiet' : 'fewer'
}
