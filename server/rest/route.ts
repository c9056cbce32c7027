import type { z } from 'zod'
import type { LiveHub } from '../live'
import type { Db } from '@/db/client'
import type { Scope } from '@/db/vocabulary'
import type { OrgCtx } from '../context'

/** What the REST surface needs of the running instance; server/boot.ts gives it. */
export type RestInstance = {
  db: Db
  /** Keys the hashes that erasure leaves behind. */
  secret: string
  /** Where uploads wait for their import. */
  dataDir: string
  /** Knows whether an answer still holds; without it each is made anew. */
  live?: Pick<LiveHub, 'version' | 'written' | 'wrote'>
}
/** Whether there is an instance to ask. */
export type RestState = { state: 'ready'; instance: RestInstance } | { state: 'opening' } | { state: 'failed'; reason: string }

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** A parsed call of a keyed route. `path` holds the decoded `{name}` parts. */
export type Call<Q = unknown, B = unknown> = {
  ctx: OrgCtx
  instance: RestInstance
  request: Request
  url: URL
  path: Readonly<Record<string, string>>
  query: Q
  body: B
}

/** How a body that no single schema describes is written down in the OpenAPI document. */
export type BodyDocs = Record<string, z.ZodType | { type: 'string' | 'object'; format?: string; description?: string }>

/**
 * One line of the route table: the address, who may call it, what it takes and answers. The schemas that validate are
 * the ones the OpenAPI document is generated from.
 */
export type Route = {
  method: Method
  /** Below /api/v1; a part in braces is one path segment. */
  path: string
  /** The key's scope; null for what anybody may ask. */
  scope: Scope | null
  /** Another scope that will do: whoever sends a file may ask what became of it. */
  alsoScope?: Scope
  summary: string
  description?: string
  tag: string
  /** Strict: unknown query parameters are refused. Absent: none are allowed. `free`: the handler checks them. */
  query?: z.ZodObject | 'free'
  /** A JSON body; read and checked before the handler is called. */
  body?: z.ZodType
  /** Bodies the handler reads by itself (several media types, uploads). */
  bodies?: BodyDocs
  /** What is answered with `status` (200 unless said). */
  answer?: z.ZodType
  answers?: BodyDocs
  status?: number
  /** Where a client may look besides (Segment's own addresses); not listed in the OpenAPI document. */
  aliases?: string[]
  /** Segment's libraries may send the key as `writeKey` in the body instead of a header. */
  keyInBody?: boolean
  handle(call: Call): Promise<Response | object>
}

type Given<S> = S extends z.ZodType ? z.output<S> : undefined

/** Declares a route; gives the handler the types of its schemas. */
export function route<Q extends z.ZodObject | 'free' | undefined = undefined, B extends z.ZodType | undefined = undefined>(
  declared: Omit<Route, 'query' | 'body' | 'handle'> & { query?: Q; body?: B; handle(call: Call<Given<Q>, Given<B>>): Promise<Response | object> },
): Route {
  return declared
}
