import { listTargets, targetHistory } from '../queries/targets/targets'
import { targetInput, targetOfInput } from '../schemas/screens'
import { setTarget } from '../services/targets/set-target'
import { orgProcedure, router } from './trpc'

export const targetsRouter = router({
  list: orgProcedure.query(({ ctx }) => listTargets(ctx)),
  history: orgProcedure.input(targetOfInput).query(({ ctx, input }) => targetHistory(ctx, input)),
  set: orgProcedure.input(targetInput).mutation(({ ctx, input }) => setTarget(ctx, input)),
})
