import { formatRate, SMALL_N } from '../ui/format'
import { rowOf, type Touchpoint } from './outcomes'

/** "12 % left within 60 days of a failed moment, 4 % after one that was met"; a question where nothing can be said yet. */
export function effectFinding(whole: Touchpoint | null): string {
  const [failed, met] = [rowOf(whole, 'failed'), rowOf(whole, 'met')]
  if (!failed || failed.closed === 0) return 'What follows a moment?'
  const after = `${formatRate(failed.index_left, failed.closed)}${failed.closed < SMALL_N ? '' : ' of'} customers left after a failed moment`
  return met && met.closed > 0 ? `${after}, ${formatRate(met.index_left, met.closed)} after one that was met` : after
}
