import type { Effect } from './effect'
import type { Verdict } from './verdict'

/**
 * Whose doing a difference in differences in the intended direction is. own: mostly the plan's own group getting better;
 * shared: more than half of it is the comparison getting worse; comparison: nothing got better in the plan's own group.
 */
export const CREDITS = ['own', 'shared', 'comparison'] as const
export type Credit = (typeof CREDITS)[number]

/** null without a comparison, or where nothing differs in the intended direction. */
export function creditOf({ before, after, difference, comparison }: Pick<Effect, 'before' | 'after' | 'difference' | 'comparison'>, better: string): Credit | null {
  const sign = better === 'lower' ? -1 : 1
  const [own, whole] = [sign * (after - before), sign * difference]
  if (!comparison || whole <= 0) return null
  return own <= 0 ? 'comparison' : own < whole / 2 ? 'shared' : 'own'
}

/**
 * What must be said with a verdict. Of a plan that moved, what it is to be tempered by; unsaid: what was counted in its two
 * groups by lot was not said beforehand; missing: a feed that its figure needs had fallen silent. Of “can't tell”, which the rule (METRICS §3) also is where it is not true of the words:
 * against, the whole interval lies on the wrong side of zero; untold, there is no interval at all.
 */
export const TEMPERS = ['shared', 'comparison', 'unsaid', 'missing', 'against', 'untold'] as const
export type Tempered = (typeof TEMPERS)[number] | null

type Judged = { verdict: Verdict | null; effect: Effect | null | undefined; better: string; /** Two groups by lot, counted elsewhere, without an outcome named before the start. */ unsaid: boolean; /** The interval excludes zero the wrong way. */ wrongWay: boolean; /** Feeds that its figure needs had fallen silent by the review. */ missing: boolean; /** There is an interval. */ told: boolean }

/** null where the verdict can stand by itself. */
export function temperedBy({ verdict, effect, better, unsaid, missing, wrongWay, told }: Judged): Tempered {
  if (verdict === 'cant_tell') return !told ? 'untold' : wrongWay ? 'against' : null
  if (verdict !== 'moved') return null
  if (missing) return 'missing'
  if (unsaid) return 'unsaid'
  const credit = effect ? creditOf(effect, better) : null
  return credit === 'own' ? null : credit
}

const SAYS: Record<Verdict, string> = {
  moved: 'It moved: the whole interval lies on the intended side of zero.',
  no_change: 'No change: the whole interval lies within the smallest change that matters.',
  cant_tell: 'Can’t tell: the interval holds both nothing and something that would matter.',
}
const BUT: Record<Exclude<Tempered, null>, { says: string; briefly: string }> = {
  comparison: { says: 'It moved only against the comparison, which got worse: nothing got better in its own group.', briefly: 'it moved only because the comparison got worse: nothing got better in its own group' },
  shared: { says: 'It moved, but more than half of that is the comparison getting worse.', briefly: 'it moved, more than half of it because the comparison got worse' },
  against: { says: 'It went the other way: the whole interval lies on the wrong side of zero (verdict: can’t tell).', briefly: 'it went the other way (verdict: can’t tell)' },
  untold: { says: 'Can’t tell: too little was recorded for an interval.', briefly: 'can’t tell: too little was recorded' },
  missing: { says: 'It moved by what was recorded; not all that it needs had come.', briefly: 'it moved by what was recorded, and records were missing' },
  unsaid: { says: 'What was counted moved, but nobody had said beforehand what would be counted.', briefly: 'it moved, but what would be counted was not said beforehand' },
}
const BRIEFLY: Record<Verdict, string> = { moved: 'it moved', no_change: 'no change', cant_tell: 'can’t tell' }

/** A verdict in a sentence, so that a headline never promises more than what stands under it. */
export const verdictSays = (verdict: Verdict, tempered: Tempered): string => (tempered ? BUT[tempered].says : SAYS[verdict])

/** The same in a few words, for a message or a line of minutes. */
export const verdictBriefly = (verdict: Verdict, tempered: Tempered): string => (tempered ? BUT[tempered].briefly : BRIEFLY[verdict])
