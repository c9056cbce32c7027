import type { Picture } from './frame'

type Expected = Extract<Picture, { kind: 'expected' }>

/**
 * - `unsure`: not all of it has come, so that too few is no finding
 * - `usual`, `more`, `fewer`: within, above or below the usual range
 * - `nought`: none, which the usual range holds
 * - `quiet`: fewer, as nobody has recorded anything at all that day yet; a late feed is said as such
 * - `untold`: one to four of a named part
 * - `unknown`: too few earlier days to say what is usual
 */
export type Verdict = 'unsure' | 'usual' | 'more' | 'fewer' | 'nought' | 'quiet' | 'untold' | 'unknown'

/** What a wall says of a day so far, without the feeds that are late where that can be told. `incomplete`: not all of it has come. */
export function verdictOf(picture: Expected, incomplete: boolean): Verdict {
  const { soFar, expected, low, high } = picture.rest ?? picture
  if (soFar === null) return 'untold'
  if (expected === null || low === null || high === null) return 'unknown'
  if (soFar > high) return 'more'
  if (soFar === 0 && low === 0 && high > 0) return 'nought'
  if (incomplete && !picture.rest) return 'unsure'
  if (soFar >= low) return 'usual'
  return picture.quiet && picture.without === null ? 'quiet' : 'fewer'
}
