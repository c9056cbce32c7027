'use client'
import { Comments as Said } from '../comments/comments'
import { CommentList } from '../comments/comment-list'
import { Sheet } from '../ui/dialog'
import type { Place } from './editing'
import type { Grid } from './grid'
import type { Comment } from './use-company'

type Props = { id: string; journey: string; grid: Grid; place: Place | null; comments: readonly Comment[]; canEdit: boolean; onClose: () => void }

/** What is said about the cell one stands on, and all that is still open on the map. */
export function Comments({ id, journey, grid, place, comments, canEdit, onClose }: Props) {
  const step = grid.columns.find(({ key }) => key === place?.column)?.step
  const lane = grid.rows.find((row) => row.lane.id === place?.row)?.lane
  const at = (of: Pick<Comment, 'lane' | 'step'>) => `${of.lane}:${of.step}`
  const here = step ? at({ lane: lane?.id ?? '', step: step.id }) : null
  const elsewhere = comments.filter((comment) => !comment.resolved && at(comment) !== here)
  const nameOf = (comment: Comment) => [grid.rows.find((row) => row.lane.id === comment.lane)?.lane.name, grid.columns.find(({ step: one }) => one?.id === comment.step)?.step?.name].filter(Boolean).join(', ')
  return (
    <Sheet open onOpenChange={(open) => { if (!open) onClose() }} title="Comments" description={step ? [lane?.name, step.name || 'step without a name'].filter(Boolean).join(', ') : 'Go to a cell of the map to say something about it.'}>
      {here && <Said subject="journey" id={id} place={here} link={`/journeys/${journey}?comments=${encodeURIComponent(here)}`} canEdit={canEdit} />}
      {elsewhere.length > 0 && <><h3 className="pt-4 text-13 font-semibold">Open elsewhere on this map</h3><CommentList label="Open elsewhere on this map" comments={elsewhere} canEdit={canEdit} where={nameOf} /></>}
    </Sheet>
  )
}
