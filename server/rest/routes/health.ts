import { z } from 'zod'
import { version } from '@/package.json'
import { route } from '../route'

const health = z.object({
  status: z.literal('ok'), version: z.string(),
  database: z.object({ kind: z.enum(['embedded', 'postgresql']), version: z.string() }),
  migrations: z.object({ state: z.literal('current'), applied: z.number().int() }),
}).meta({ id: 'Health' })

/** 200 once the instance can serve; the router answers 503 before. An instance opens only after it has migrated. */
export const healthRoute = route({
  method: 'GET', path: '/health', scope: null, tag: 'Instance', summary: 'Whether the instance can serve', answer: health,
  async handle({ instance: { db } }) {
    // Asked, not remembered: a database that went away is no health.
    await db.door(async () => undefined)
    return { status: 'ok', version, database: { kind: db.kind, version: db.version }, migrations: { state: 'current', applied: db.migrations } } satisfies z.input<typeof health>
  },
})
