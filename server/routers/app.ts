import { customersRouter } from './customers'
import { keysRouter } from './keys'
import { importsRouter } from './imports'
import { peopleRouter } from './people'
import { workspaceOf } from '../queries/workspace'
import { reportsRouter } from './reports'
import { orgProcedure, router } from './trpc'
import { unlocks } from './unlocks'

/** Every procedure pages call. Browsers import its type only. */
export const appRouter = router({
  workspace: orgProcedure.query(({ ctx }) => workspaceOf(ctx)),
  customers: customersRouter,
  keys: keysRouter,
  imports: importsRouter,
  people: peopleRouter,
  reports: reportsRouter,
  unlocks,
})
export type AppRouter = typeof appRouter
