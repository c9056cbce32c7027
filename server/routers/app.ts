import { alertsRouter } from './alerts'
import { catalogueRouter } from './catalogue'
import { commentsRouter } from './comments'
import { customersRouter } from './customers'
import { keysRouter } from './keys'
import { journeysRouter } from './journeys'
import { importsRouter } from './imports'
import { momentsRouter } from './moments'
import { notificationsRouter } from './notifications'
import { peopleRouter } from './people'
import { plansRouter } from './plans'
import { promisesRouter } from './promises'
import { workspaceOf } from '../queries/workspace'
import { recoveryRouter } from './recovery'
import { reportsRouter } from './reports'
import { screensRouter } from './screens'
import { segmentsRouter } from './segments'
import { settingsRouter } from './settings'
import { surveysRouter } from './surveys'
import { targetsRouter } from './targets'
import { orgProcedure, router } from './trpc'
import { unlocks } from './unlocks'

/** Every procedure pages call. Browsers import its type only. */
export const appRouter = router({
  workspace: orgProcedure.query(({ ctx }) => workspaceOf(ctx)),
  alerts: alertsRouter,
  catalogue: catalogueRouter,
  comments: commentsRouter,
  customers: customersRouter,
  keys: keysRouter,
  journeys: journeysRouter,
  imports: importsRouter,
  moments: momentsRouter,
  notifications: notificationsRouter,
  people: peopleRouter,
  plans: plansRouter,
  promises: promisesRouter,
  recovery: recoveryRouter,
  reports: reportsRouter,
  screens: screensRouter,
  segments: segmentsRouter,
  settings: settingsRouter,
  surveys: surveysRouter,
  targets: targetsRouter,
  unlocks,
})
export type AppRouter = typeof appRouter
