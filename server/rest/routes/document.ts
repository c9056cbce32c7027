import { z } from 'zod'
import { version } from '@/package.json'
import { REPORT_NAMES, reportNamed } from '@/server/reports/registry'
import { openapi, queryParameters, type Describe } from '../openapi'
import { route, type Route } from '../route'
import { reportAnswer } from './reports'

/** The OpenAPI document about the routes it is given, itself included. Made once: nothing in it changes while running. */
export function documentRoute(others: readonly Route[]): Route {
  let made: Record<string, unknown> | undefined
  const own: Route = route({
    method: 'GET', path: '/openapi.json', scope: null, tag: 'Instance', summary: 'This document', answer: z.looseObject({ openapi: z.string() }),
    handle: async () => (made ??= openapi([...others, own], version, reportPaths)),
  })
  return own
}

/** Every report is an address with parameters and rows of its own. */
function reportPaths(describe: Describe): Record<string, unknown> {
  return Object.fromEntries(REPORT_NAMES.flatMap((name) => {
    const report = reportNamed(name)
    if (!report) return []
    const answer = reportAnswer.omit({ rows: true }).extend({ rows: z.array(report.row) })
    return [[`/reports/${name}`, { get: {
      operationId: `report_${name.replaceAll('-', '_')}`, tags: ['Reports'], summary: report.title, description: `${report.definition}\n\nScope: \`read\`.`, parameters: queryParameters(report.parameters, describe),
      responses: {
        200: { description: report.title, content: { 'application/json': { schema: describe(answer, 'output') }, 'text/csv': { schema: { type: 'string' } } } },
        400: { description: 'The request is not valid', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
      },
    } }]]
  }))
}
