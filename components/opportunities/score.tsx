import type { Opportunity } from '@/server/queries/plans/plans'
import { effortUnknown, type ScoreKey } from './words'

/** 1 to 5; a person's own has a mark and its reason, one that nobody has said a question mark. */
export function Score({ of, score }: { of: Opportunity; score: ScoreKey }) {
  const said = of.overrides[score]
  if (said) return <span title={`${said.by}: ${said.reason || 'no reason given'} (was ${said.from})`}>{of[score]}<span aria-hidden>*</span><span className="sr-only"> changed by {said.by}: {said.reason || 'no reason given'}</span></span>
  if (score === 'effort' && effortUnknown(of)) return <span className="text-muted" title="Nobody has said yet; counted as 3.">{of.effort}?<span className="sr-only"> nobody has said yet</span></span>
  return <>{of[score]}</>
}
