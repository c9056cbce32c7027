import type { Opportunity } from '@/server/queries/plans/plans'
import { judged, NOT_JUDGED, type ScoreKey } from './words'

/** 1 to 5; a person's own has a mark and its reason, one that nobody has judged is a question mark. */
export function Score({ of, score }: { of: Opportunity; score: ScoreKey }) {
  const said = of.overrides[score]
  if (said) return <span title={`${[said.by, said.reason].filter(Boolean).join(': ')} (was ${said.from})`}>{of[score]}<span aria-hidden>*</span><span className="sr-only"> changed by {[said.by, said.reason].filter(Boolean).join(': ')}</span></span>
  if (judged(of)[score] === null) return <span className="text-muted" title={NOT_JUDGED}><span aria-hidden>?</span><span className="sr-only">not judged yet</span></span>
  return <>{of[score]}</>
}
