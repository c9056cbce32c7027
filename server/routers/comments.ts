import { listMembers } from '../queries/people'
import { commentsOf } from '../queries/comments'
import { present } from '../queries/presence'
import { commentOnInput, commentsOfInput, presenceInput, presentInput, settleCommentInput } from '../schemas/comments'
import { commentOn, settleComment } from '../services/comments/comments'
import { showPresence } from '../services/presence/show-presence'
import { orgProcedure, router } from './trpc'

/** What people say to each other, and who is here. */
export const commentsRouter = router({
  of: orgProcedure.input(commentsOfInput).query(({ ctx, input }) => commentsOf(ctx, input)),
  add: orgProcedure.input(commentOnInput).mutation(({ ctx, input }) => commentOn(ctx, input)),
  settle: orgProcedure.input(settleCommentInput).mutation(({ ctx, input }) => settleComment(ctx, input)),
  /** Who can be named. */
  people: orgProcedure.query(async ({ ctx }) => (await listMembers(ctx)).map(({ userId, name, email }) => ({ id: userId, name: name || email }))),
  present: orgProcedure.input(presentInput).query(({ ctx, input }) => present(ctx, input)),
  show: orgProcedure.input(presenceInput).mutation(({ ctx, input }) => showPresence(ctx, input)),
})
