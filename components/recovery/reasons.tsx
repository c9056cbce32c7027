import { Fragment } from 'react'
import type { UnhappyList } from '@/server/queries/recovery'
import { Inspectable } from '../shell/inspector-context'
import { formatCount } from '../ui/format'

const SINCE = { failed: 'since a failed moment', promise: 'since a promise was not kept', very_bad: 'since a very bad impression' } as const

/** What they wait for. The parts may be more than the whole, and a screen may show one of them: both are said. */
export function Reasons({ waiting, by }: { waiting: number; by: UnhappyList['by_reason'] }) {
  const there = (['failed', 'promise', 'very_bad'] as const).filter((reason) => by[reason] > 0)
  const several = there.reduce((sum, reason) => sum + by[reason], 0) > waiting
  return (
    <p className="text-13">
      {there.map((reason, index) => <Fragment key={reason}>{index > 0 && ', '}<Inspectable target={{ report: 'unhappy-now', parameters: {}, cell: { reason, field: 'customers' } }}>{formatCount(by[reason])} {SINCE[reason]}</Inspectable></Fragment>)}.
      {several && <span className="text-muted"> Who waits for several reasons is counted under each, in the {formatCount(waiting)} once.</span>}
    </p>
  )
}
