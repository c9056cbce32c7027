import { importRoutes } from './routes/imports'
import type { Route } from './route'
import { alertRoutes } from './routes/alerts'
import { catalogueRoutes } from './routes/catalogue'
import { cloudEventRoute } from './routes/cloudevents'
import { customerRoutes } from './routes/customers'
import { documentRoute } from './routes/document'
import { healthRoute } from './routes/health'
import { journeyRoutes } from './routes/journeys'
import { oneRecordRoutes } from './routes/one-record'
import { organisationRoutes } from './routes/organisation'
import { recordRoutes } from './routes/records'
import { reportRoutes } from './routes/reports'
import { segmentRoutes } from './routes/segment'
import { surveyRoutes } from './routes/surveys'

const described: Route[] = [
  healthRoute, ...recordRoutes, ...oneRecordRoutes, ...customerRoutes, ...importRoutes, ...catalogueRoutes, ...organisationRoutes, ...reportRoutes, ...journeyRoutes, ...alertRoutes, ...surveyRoutes, ...segmentRoutes, cloudEventRoute,
]

/** Everything below /api/v1. */
export const routes: readonly Route[] = [...described, documentRoute(described)]
/** What answers below /v1, where Segment's clients look by default. */
export const segmentTable: readonly Route[] = segmentRoutes
