import type { Route } from './route'

/** POST /imports, GET and DELETE /imports/{id}, GET /imports/{id}/rejects: written with the imports themselves. */
export const importRoutes: Route[] = []
