import type { Ends } from './two-proportions'

export const VERDICTS = ['moved', 'no_change', 'cant_tell'] as const
export type Verdict = (typeof VERDICTS)[number]
export type Better = 'higher' | 'lower'

/**
 * METRICS §3. moved: the interval excludes zero in the intended direction; no change: the whole interval lies within
 * ± the smallest change that matters (in the measure's unit, above 0); otherwise can't tell. In this order: a change that is
 * surely there but small has moved, and its size stands beside it.
 */
export function verdictOf({ low, high }: Ends, better: Better, smallest: number): Verdict {
  if (better === 'higher' ? low > 0 : high < 0) return 'moved'
  return low >= -smallest && high <= smallest ? 'no_change' : 'cant_tell'
}

/** The interval excludes zero the wrong way. The verdict's three words have none for it, so it is said beside them. */
export const wentWrong = ({ low, high }: Ends, better: Better): boolean => (better === 'higher' ? high < 0 : low > 0)
