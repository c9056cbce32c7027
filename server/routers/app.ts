import { peopleRouter } from './people'
import { workspaceOf } from '../queries/workspace'
import { reportsRouter } from './reports'
import { orgProcedure, router } from './trpc'

/** Every procedure pages call. Browsers import its type only. */
export const appRouter = router({
  workspace: orgProcedure.query(({ ctx }) => workspaceOf(ctx)),
  people: peopleRouter,
  reports: reportsRouter,
})
export type AppRouter = typeof appRouter
